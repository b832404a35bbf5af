"""Rows that nobody asked for and nobody agreed to: written by whoever holds the application's database, past every page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from inquiry.audit import ledger as audit
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.witnesses.people import registered
from witnesses.openings import actions
from witnesses.openings.models import Opening, OpeningSubject
from witnesses.vault import door

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
REASON = "A neighbour was questioned yesterday; we have to warn them."
NOT_BORNE_OUT = "audit does not say that two persons agreed"


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    return registered(inquiry, investigator)


@pytest.fixture
def forged(inquiry: Any, investigator: Any, protection_officer: Any, witness: Any) -> Any:
    """A request that looks agreed in its own tables, and of which the audit knows nothing."""
    now = timezone.now()
    opening = Opening.objects.create(
        inquiry=inquiry, ref="OP-9999", created_by=investigator, purpose="danger", reason=REASON, hours=4, status="approved",
        asked_as="investigator", decided_as="protection_officer", decided_by=protection_officer, decided_at=now,
        valid_until=now + timedelta(hours=4),
    )  # fmt: skip
    OpeningSubject.objects.create(opening=opening, witness=witness)
    return opening


def ask(inquiry: Any, investigator: Any, witness: Any) -> Any:
    return actions.ask(inquiry=inquiry, by=investigator, witnesses=[witness], purpose="danger", reason=REASON)


def tell(opening: Any, by: Any, second: Any, cipher: str, order: tuple[str, ...] = ("ask", "approve")) -> None:
    """The audit's entries, as the actions write them, in `order`."""
    facts: dict[str, dict[str, Any]] = {
        "ask": {"by": by, "aim": "read", "witnesses": cipher},
        "approve": {
            "by": second, "asked_as": opening.asked_as, "agreed_as": opening.decided_as, "until": opening.valid_until,
        },
    }  # fmt: skip
    for act in order:
        audit.record(f"opening.{act}", about=opening, **facts[act])


def test_rows_without_the_audit_open_nothing(forged, witness, investigator):
    with pytest.raises(Refused, match=NOT_BORNE_OUT):
        door.open_subject(forged.ref, witness.ref, by=investigator)
    assert not Entry.objects.filter(act="vault.open").exists()


def test_with_both_entries_it_is_a_request_like_any_other(forged, witness, investigator, protection_officer):
    """What is said in SECURITY.md: whoever writes the entries, too, is not stopped here."""
    tell(forged, investigator, protection_officer, witness.ref)
    assert door.open_subject(forged.ref, witness.ref, by=investigator)
    assert door.verify() == []


@pytest.mark.parametrize(
    ("second", "cipher", "order"),
    [
        ("investigator", "", ("ask", "approve")),
        ("commissioner", "", ("ask", "approve")),
        ("", "W-9999", ("ask", "approve")),
        ("", "", ("approve", "ask")),
        ("", "", ("ask",)),
        ("", "", ("approve",)),
        ("", "", ("ask", "approve", "approve")),
    ],
)
def test_entries_that_do_not_say_exactly_this_open_nothing(
    request, forged, witness, investigator, protection_officer, second, cipher, order
):
    other = request.getfixturevalue(second) if second else protection_officer
    tell(forged, investigator, other, cipher or witness.ref, order)
    with pytest.raises(Refused, match=NOT_BORNE_OUT):
        door.open_subject(forged.ref, witness.ref, by=investigator)


def test_a_cipher_slipped_in_after_the_agreement_closes_the_whole_request(
    inquiry, witness, investigator, protection_officer
):
    other = registered(inquiry, investigator)
    agreed = actions.approve(ask(inquiry, investigator, witness).ref, by=protection_officer)
    OpeningSubject.objects.create(opening=agreed, witness=other)
    for one in (witness, other):
        with pytest.raises(Refused, match=NOT_BORNE_OUT):
            door.open_subject(agreed.ref, one.ref, by=investigator)


@pytest.mark.parametrize("column", ["valid_until", "decided_by", "asked_as"])
def test_an_agreement_changed_afterwards_opens_nothing(
    inquiry, witness, investigator, protection_officer, commissioner, column
):
    agreed = actions.approve(ask(inquiry, investigator, witness).ref, by=protection_officer)
    changed = {
        "valid_until": {"valid_until": agreed.valid_until + timedelta(hours=2)},
        "decided_by": {"decided_by": commissioner},
        "asked_as": {"asked_as": "commissioner"},
    }
    Opening.objects.filter(pk=agreed.pk).update(**changed[column])
    with pytest.raises(Refused):
        door.open_subject(agreed.ref, witness.ref, by=investigator)


def test_a_cipher_is_not_exchanged_and_a_use_is_not_undone(inquiry, witness, investigator, protection_officer):
    other = registered(inquiry, investigator)
    agreed = actions.approve(ask(inquiry, investigator, witness).ref, by=protection_officer)
    door.open_subject(agreed.ref, witness.ref, by=investigator)
    subject = agreed.subjects.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        OpeningSubject.objects.filter(pk=subject.pk).update(witness=other)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        type(subject.use).objects.filter(pk=subject.use.pk).delete()


@pytest.mark.parametrize(("act", "fact"), [("vault.open", "opening"), ("vault.shred", "request")])
def test_verification_names_what_happened_without_an_agreement(forged, witness, investigator, act, fact):
    facts = {fact: forged.ref, **({"remains": ""} if act == "vault.shred" else {})}
    entry = audit.record(act, about=witness, by=investigator, **facts)
    found = [one for one in door.verify() if "without two persons" in one]
    assert found == [
        f"{witness.ref}: {act} (audit entry {entry.pk}, {forged.ref}) happened without two persons’ agreement on record"
    ]
