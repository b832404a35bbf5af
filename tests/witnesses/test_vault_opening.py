"""Opening and destroying: a gate that agrees, a budget, a committed record, and only then the plaintext."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.vault_ground import BOTH, CONTACT, NAMES, give, open_gate, witness_of
from witnesses.vault import budgets, door, opening, sealing
from witnesses.vault.models import SealedGroup, Spending, SubjectKey, Tombstone

pytestmark = BOTH
__all__ = ["open_gate"]


@pytest.fixture
def witness(inquiry, protection_officer, open_gate):
    found = witness_of(inquiry, protection_officer)
    give(found, protection_officer)
    give(found, protection_officer, "contact", CONTACT)
    return found


def test_an_agreed_opening_shows_everything_and_is_on_record(witness, protection_officer):
    assert door.open_subject("VO-0001", witness.ref, by=protection_officer) == {"names": NAMES, "contact": CONTACT}
    entry = Entry.objects.get(act="vault.open")
    assert (entry.about, entry.by, entry.facts) == (witness.ref, protection_officer, {"opening": "VO-0001"})


def test_later_deposits_add_and_the_newest_stand_first(witness, protection_officer):
    give(witness, protection_officer, fields={"other": ["Кайрат Оспанов", "Qairat Ospanov"]})
    shown = door.open_subject("VO-0001", witness.ref, by=protection_officer)
    assert shown["names"] == {"other": ["Кайрат Оспанов", "Qairat Ospanov"], "full": NAMES["full"]}


def test_what_the_gate_has_against_it_is_said_and_nothing_is_spent(witness, protection_officer, open_gate):
    open_gate.objection = "Nobody has agreed."
    with pytest.raises(Refused, match="Nobody has agreed") as refused:
        door.open_subject("VO-0001", witness.ref, by=protection_officer)
    assert (refused.value.verb, refused.value.ref) == ("open", witness.ref)
    assert not Spending.objects.exists()
    assert not Entry.objects.filter(act="vault.open").exists()


def test_it_is_shown_once(witness, protection_officer):
    door.open_subject("VO-0001", witness.ref, by=protection_officer)
    with pytest.raises(Refused, match="opened before"):
        door.open_subject("VO-0001", witness.ref, by=protection_officer)
    assert Entry.objects.filter(act="vault.open").count() == 1


@pytest.mark.parametrize("role", ["secretariat", "legal_analyst", "translator", "auditor", "administrator", ""])
def test_the_gate_alone_opens_nothing_for_whoever_lacks_the_right(witness, inquiry, role):
    with pytest.raises((Refused, ObjectDoesNotExist)):
        door.open_subject("VO-0001", witness.ref, by=person(role, inquiry))
    assert not Entry.objects.filter(act="vault.open").exists()


def test_without_a_record_nothing_is_decrypted(witness, protection_officer, monkeypatch):
    decrypted = []
    monkeypatch.setattr(opening, "_revealed", lambda cipher: decrypted.append(cipher))

    def fail(*args, **more):
        raise RuntimeError("the audit cannot be written")

    monkeypatch.setattr(opening.audit, "record", fail)
    with pytest.raises(RuntimeError):
        door.open_subject("VO-0001", witness.ref, by=protection_officer)
    assert decrypted == []


def test_a_record_that_was_not_committed_shows_nothing(witness, protection_officer, monkeypatch):
    """The audit is written, its transaction fails at the very end."""
    decrypted = []
    monkeypatch.setattr(opening, "_revealed", lambda cipher: decrypted.append(cipher))
    real = opening.audit.record

    def then_fail(*args, **more):
        real(*args, **more)
        raise RuntimeError("the connection is gone before the commit")

    monkeypatch.setattr(opening.audit, "record", then_fail)
    with pytest.raises(RuntimeError):
        door.open_subject("VO-0001", witness.ref, by=protection_officer)
    assert decrypted == []
    assert not Entry.objects.filter(act="vault.open").exists()


def test_an_altered_row_is_not_shown(witness, protection_officer):
    row = SealedGroup.objects.get(group="contact")
    SealedGroup.objects.create(
        inquiry=row.inquiry, subject=row.subject, group="contact", version=2, sealed=bytes(row.sealed)
    )
    with pytest.raises(Refused, match="not what was deposited"):
        door.open_subject("VO-0001", witness.ref, by=protection_officer)


def test_thirty_an_hour_for_one_person(witness, protection_officer):
    for number in range(30):
        door.open_subject(f"VO-{number:04d}", witness.ref, by=protection_officer)
    with pytest.raises(Refused, match="30 identities within an hour"):
        door.open_subject("VO-0030", witness.ref, by=protection_officer)
    assert Entry.objects.filter(act="vault.open").count() == 30
    Spending.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert door.open_subject("VO-0031", witness.ref, by=protection_officer)


def test_two_hundred_a_day_for_everybody(witness, inquiry, protection_officer):
    now = timezone.now()
    earlier = [Spending(kind="open", user=10_000 + number % 10, at=now - timedelta(hours=3)) for number in range(199)]
    Spending.objects.bulk_create(earlier)
    door.open_subject("VO-0001", witness.ref, by=protection_officer)
    with pytest.raises(Refused, match="200 identities within a day"):
        door.open_subject("VO-0002", witness.ref, by=person("protection_officer", inquiry))


def test_the_count_forgets_what_is_older_than_two_days(witness, protection_officer):
    Spending.objects.create(kind="open", user=1, at=timezone.now() - budgets.KEPT - timedelta(minutes=1))
    door.open_subject("VO-0001", witness.ref, by=protection_officer)
    assert Spending.objects.count() == 1


def test_destroying_leaves_a_tombstone_that_verifies_from_what_is_left(witness, protection_officer):
    door.shred("VO-0009", witness.ref, by=protection_officer)
    assert not SubjectKey.objects.exists()
    assert SealedGroup.objects.count() == 2
    tombstone = Tombstone.objects.get()
    left = [sealing.digest(bytes(row.sealed), opening.store.place_of(row)) for row in SealedGroup.objects.all()]
    assert tombstone.remains == sealing.remains(left)
    entry = Entry.objects.get(act="vault.shred")
    assert (entry.about, entry.facts) == (witness.ref, {"request": "VO-0009", "remains": tombstone.remains})
    assert door.verify() == []


def test_what_was_destroyed_is_neither_opened_nor_deposited_nor_found(witness, protection_officer):
    assert door.search("Ospanov", inquiry=witness.inquiry.ref, by=protection_officer)
    door.shred("VO-0009", witness.ref, by=protection_officer)
    assert door.groups_held(witness.ref, inquiry=witness.inquiry.ref) == []
    assert door.search("Ospanov", inquiry=witness.inquiry.ref, by=protection_officer) == []
    assert door.spans("Кайрат Оспанов", inquiry=witness.inquiry.ref) == []
    for attempt in (
        lambda: door.open_subject("VO-0010", witness.ref, by=protection_officer),
        lambda: give(witness, protection_officer),
        lambda: door.shred("VO-0010", witness.ref, by=protection_officer),
    ):
        with pytest.raises(Refused, match="was destroyed") as refused:
            attempt()
        assert refused.value.verb


def test_destroying_asks_the_gate_and_the_right(witness, protection_officer, inquiry, open_gate):
    with pytest.raises((Refused, ObjectDoesNotExist)):
        door.shred("VO-0009", witness.ref, by=person("investigator", inquiry))
    open_gate.objection = "Nobody has agreed."
    with pytest.raises(Refused, match="Nobody has agreed"):
        door.shred("VO-0009", witness.ref, by=protection_officer)
    assert SubjectKey.objects.count() == 1


def test_nothing_to_destroy_is_said(inquiry, protection_officer, open_gate):
    with pytest.raises(Refused, match="holds nothing"):
        door.shred("VO-0009", witness_of(inquiry, protection_officer).ref, by=protection_officer)


def test_the_prose_of_identities_never_shows_in_what_is_printed(witness, protection_officer):
    from witnesses.vault.identities import Identity

    assert "Оспанов" not in repr(Identity(witness.ref, {"names": NAMES}))
