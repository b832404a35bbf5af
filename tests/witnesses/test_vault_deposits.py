"""Deposits: write-only, by whoever may, under a record that stands; sealed before they reach the database."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connections

from inquiry.accounts.rights import Right
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.witnesses.vault_ground import BOTH, CONTACT, NAMES, give, witness_of
from witnesses.vault import deposits, door
from witnesses.vault.models import SealedGroup, SubjectKey

pytestmark = BOTH


@pytest.fixture
def witness(inquiry, protection_officer):
    return witness_of(inquiry, protection_officer)


def test_what_is_held_is_told_by_group_only(witness, protection_officer):
    assert door.groups_held(witness.ref, inquiry=witness.inquiry.ref) == []
    give(witness, protection_officer, "contact", CONTACT)
    give(witness, protection_officer)
    assert door.groups_held(witness.ref, inquiry=witness.inquiry.ref) == ["names", "contact"]
    assert door.groups_held(witness.ref, inquiry="IQ-9999") == []


def test_an_interviewer_deposits_for_whom_they_registered_and_for_nobody_else(
    inquiry, investigator, protection_officer
):
    mine, other = witness_of(inquiry, investigator), witness_of(inquiry, protection_officer)
    give(mine, investigator)
    with pytest.raises(ObjectDoesNotExist):
        give(other, investigator)


@pytest.mark.parametrize("role", ["secretariat", "legal_analyst", "translator", "auditor", "administrator", ""])
def test_nobody_else_deposits(witness, inquiry, role):
    with pytest.raises((Refused, ObjectDoesNotExist)):
        give(witness, person(role, inquiry))
    assert not SealedGroup.objects.exists()


def test_a_disabled_account_is_nobody_even_if_the_caller_still_knows_it(witness, protection_officer):
    type(protection_officer).objects.filter(pk=protection_officer.pk).update(is_active=False)
    with pytest.raises(Refused, match="does not know who asks"):
        give(witness, protection_officer)


def test_a_token_reaches_nothing_of_the_vault(witness, protection_officer):
    protection_officer.scopes = frozenset(Right)
    with pytest.raises(Refused, match="REST API"):
        give(witness, protection_officer)


def test_another_inquirys_reference_finds_nothing(witness, protection_officer, other_inquiry):
    with pytest.raises(ObjectDoesNotExist):
        door.deposit(witness.ref, inquiry=other_inquiry.ref, group="names", fields=NAMES, by=protection_officer)


@pytest.mark.parametrize(
    ("group", "fields"),
    [
        ("rumours", {"full": ["Оспанов"]}),
        ("names", {"shoe": ["Оспанов"]}),
        ("names", {"full": [" ", ""]}),
        ("names", {}),
        ("names", {"full": "Оспанов"}),
        ("names", {"full": ["Оспанов" * 100]}),
        ("names", {"full": [f"Оспанов {number}" for number in range(41)]}),
    ],
)
def test_what_does_not_fit_is_refused_without_being_repeated(witness, protection_officer, group, fields):
    with pytest.raises(ValidationError) as caught:
        door.deposit(witness.ref, inquiry=witness.inquiry.ref, group=group, fields=fields, by=protection_officer)
    assert "Оспанов" not in str(caught.value.messages)
    assert not SealedGroup.objects.exists()


def test_a_further_deposit_is_a_new_version_under_the_same_key(witness, protection_officer):
    give(witness, protection_officer)
    give(witness, protection_officer, fields={"other": ["Кайрат"]})
    assert list(SealedGroup.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert SubjectKey.objects.count() == 1


def test_the_audit_keeps_a_commitment_and_no_name(witness, protection_officer):
    give(witness, protection_officer)
    entry = Entry.objects.get(act="vault.deposit")
    assert entry.about == witness.ref
    assert entry.by == protection_officer
    assert set(entry.facts) == {"group", "version", "sealed", "commitment"}
    assert not any(
        value in json.dumps(entry.facts, ensure_ascii=False) for values in NAMES.values() for value in values
    )


def test_the_row_holds_no_plaintext_and_no_time(witness, protection_officer):
    give(witness, protection_officer, "contact", CONTACT)
    with connections["vault"].cursor() as cursor:
        cursor.execute("SELECT s::text || k::text FROM vault_sealedgroup s JOIN vault_subjectkey k USING (subject)")
        (text,) = cursor.fetchone()
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND data_type ~ '^(time|date)'"
            " AND table_name LIKE 'vault%'"
        )
        timed = {row[0] for row in cursor.fetchall()}
    assert CONTACT["phone"][0] not in text
    assert CONTACT["phone"][0].encode().hex() not in text
    assert timed == {"vault_spending"}


def test_a_deposit_that_a_crash_kept_from_the_audit_is_recorded_at_the_next_start(
    witness, protection_officer, monkeypatch
):
    monkeypatch.setattr(deposits, "_record", lambda *args, **more: None)
    give(witness, protection_officer)
    monkeypatch.undo()
    assert any("was never recorded" in problem for problem in door.verify())
    assert deposits.settle() == 1
    assert Entry.objects.get(act="vault.deposit").facts["completed"] is True
    assert door.verify() == []
    assert deposits.settle() == 0


def test_a_row_that_somebody_wrote_without_the_key_is_not_taken_for_a_deposit(witness, protection_officer):
    give(witness, protection_officer)
    SealedGroup.objects.create(
        inquiry=witness.inquiry.ref, subject=witness.ref, group="names", version=2, sealed=bytes(60)
    )
    assert deposits.settle() == 0
    assert any("was never recorded" in problem for problem in door.verify())


def test_when_the_audit_refuses_nothing_is_deposited(witness, protection_officer, monkeypatch):
    def fail(*args, **more):
        raise RuntimeError("no audit")

    monkeypatch.setattr(deposits.audit, "record", fail)
    with pytest.raises(RuntimeError):
        give(witness, protection_officer)
    assert not SealedGroup.objects.exists()
