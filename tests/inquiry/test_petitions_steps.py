"""Petitions: filed, granted, varied, revoked; each step allowed, refused in the wrong status, to strangers, audited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from inquiry.audit.models import Entry
from inquiry.petitions import actions
from inquiry.petitions.models import Petition, decided, valid_when
from inquiry.petitions.rules import warning
from inquiry.petitions.steps import ASKED, STEPS, Status
from inquiry.shared.workflow import Refused, available
from tests.inquiry.dealings import NEEDED, SAID, authority

TAKEN = [step for step in STEPS if step.verb != "change"]
WAYS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "filed": ("file",),
    "granted": ("file", "record_grant"),
    "varied": ("file", "record_grant", "record_variation"),
    "refused": ("file", "record_refusal"),
    "revoked": ("file", "record_grant", "record_revocation"),
    "lapsed": ("file", "record_grant", "record_lapse"),
    "withdrawn": ("withdraw",),
}


def say(verb: str, petition: Petition, by: Any) -> Any:
    return actions.VERBS[verb](petition.ref, by=by, **NEEDED.get(verb, {}))


def brought_to(status: str, inquiry: Any, by: Any, **fields: Any) -> Petition:
    petition = actions.draft(inquiry=inquiry, by=by, subject="Leave to meet a detained politician", **fields)
    for verb in WAYS[status]:
        say(verb, petition, by)
    petition.refresh_from_db()
    return petition


def test_every_step_has_its_action_and_what_it_asks() -> None:
    assert set(actions.VERBS) == {step.verb for step in TAKEN} == set(ASKED) | {"correct"}
    assert set(WAYS) == set(Status.values)


@pytest.mark.parametrize("step", TAKEN, ids=lambda step: step.verb)
def test_a_step_leads_on_and_stands_in_the_audit(step: Any, inquiry: Any, secretary: Any) -> None:
    petition = brought_to(step.sources[0], inquiry, secretary)
    event = say(step.verb, petition, secretary)
    petition.refresh_from_db()
    assert petition.status == (step.target or step.sources[0])
    assert Entry.objects.get(act=f"petition.{step.verb}", facts__number=event.number).about == petition.ref


@pytest.mark.parametrize("status", Status.values)
def test_what_is_offered_is_what_is_accepted(status: str, inquiry: Any, secretary: Any, commissioner: Any) -> None:
    petition = brought_to(status, inquiry, secretary)
    for who in (secretary, commissioner):
        offered, accepted = {step.verb for step in available(petition, who)} - {"change"}, set()
        for step in TAKEN:
            try:
                with transaction.atomic():
                    say(step.verb, petition, who)
                    accepted.add(step.verb)
                    transaction.set_rollback(True)
            except Refused:
                continue
        assert offered == accepted


@pytest.mark.parametrize("verb", actions.VERBS)
def test_to_a_stranger_it_does_not_exist(verb: str, inquiry: Any, secretary: Any, outsider: Any) -> None:
    petition = brought_to(next(step for step in STEPS if step.verb == verb).sources[0], inquiry, secretary)
    with pytest.raises(Petition.DoesNotExist):
        say(verb, petition, outsider)


def test_a_permission_granted_and_revoked(inquiry: Any, secretary: Any) -> None:
    """Granted on a day not stated before the 17th, revoked on the morning of the 17th; the court is not named."""
    petition = brought_to("filed", inquiry, secretary)
    actions.VERBS["record_grant"](petition.ref, by=secretary, at="../2023-01-16", at_basis="inferred")
    petition.refresh_from_db()
    assert petition.court is None
    assert petition.valid_on(date(2023, 1, 10)) is None
    assert petition.valid_on(date(2023, 1, 17)) is True
    revoked = {"at": "2023-01-17T06:00/2023-01-17T11:59", **SAID, "reason_given": "no"}
    actions.VERBS["record_revocation"](petition.ref, by=secretary, **revoked)
    petition.refresh_from_db()
    assert petition.status == "revoked"
    assert [petition.valid_on(date(2023, 1, day)) for day in (16, 17, 18)] == [None, None, False]
    assert [step.verb for step in petition.decisions()] == ["record_grant", "record_revocation"]


def test_what_was_done_outside_a_permission_is_said(inquiry: Any, secretary: Any) -> None:
    petition = brought_to("filed", inquiry, secretary)
    granted = {"at": "2023-01-05", "valid_from": "2023-01-06", "valid_until": "2023-01-10"}
    actions.VERBS["record_grant"](petition.ref, by=secretary, **granted)
    for when in ("2023-01-08", "2023-01-12", "2023-01"):
        actions.VERBS["record_act"](petition.ref, by=secretary, at=when, note="A meeting.")
    decisions = decided(petition.standing())
    said = [warning(valid_when(decisions, act.at)) for act in petition.acts()]
    assert said[0] == ""
    assert "No permission was in force" in said[1]
    assert "does not show" in said[2]


def test_a_permission_cannot_end_before_it_begins(inquiry: Any, secretary: Any) -> None:
    petition = brought_to("filed", inquiry, secretary)
    with pytest.raises(ValidationError, match="before the day from which"):
        actions.VERBS["record_grant"](petition.ref, by=secretary, valid_from="2023-02-01", valid_until="2023-01-10")


def test_a_draft_is_changed_and_a_filed_petition_not(inquiry: Any, secretary: Any) -> None:
    petition = brought_to("draft", inquiry, secretary)
    court = authority(inquiry, secretary, "A court", "court")
    assert actions.change(petition.ref, by=secretary, expected=1, court=court).court == court
    say("file", petition, secretary)
    with pytest.raises(Refused, match="not possible now"):
        actions.change(petition.ref, by=secretary, subject="Something else")


def test_a_decision_corrected_moves_the_validity(inquiry: Any, secretary: Any) -> None:
    petition = brought_to("filed", inquiry, secretary)
    actions.VERBS["record_grant"](petition.ref, by=secretary, at="2023-01-05", valid_until="2023-01-10")
    assert petition.valid_on(date(2023, 1, 12)) is False
    actions.VERBS["correct"](petition.ref, by=secretary, corrects=2, valid_until="2023-01-20")
    assert petition.valid_on(date(2023, 1, 12)) is True
