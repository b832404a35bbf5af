"""Assurances: given by whom, in what words, kept or not, and what shows it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from inquiry.audit.models import Entry
from inquiry.official_requests.assurances import actions
from inquiry.official_requests.assurances.models import ASKED, STEPS, Assurance, Outcome
from inquiry.shared.workflow import Refused, available
from tests.inquiry.dealings import NEEDED, SAID, authority, brought_to, drafted, official

TAKEN = [step for step in STEPS if step.verb != "change"]


@pytest.fixture
def assurance(inquiry: Any, secretary: Any) -> Assurance:
    """The ambassador's, before the journey, with one note on it."""
    given = actions.give(
        inquiry=inquiry, by=secretary, official=official(inquiry, secretary, role="Ambassador"),
        words="The commission is welcome and will find cooperation.", given="../2023-01-14", given_zone="Europe/London",
    )  # fmt: skip
    actions.VERBS["add_note"](given.ref, by=secretary, note="Said to the chair.")
    given.refresh_from_db()
    return given


def say(verb: str, assurance: Assurance, by: Any) -> Any:
    return actions.VERBS[verb](assurance.ref, by=by, **NEEDED.get(verb, {}))


def test_every_step_has_its_action_and_what_it_asks() -> None:
    assert set(actions.VERBS) == {step.verb for step in TAKEN} == set(ASKED) | {"correct"}


@pytest.mark.parametrize("step", TAKEN, ids=lambda step: step.verb)
def test_a_step_leads_on_and_stands_in_the_audit(step: Any, assurance: Assurance, secretary: Any) -> None:
    event = say(step.verb, assurance, secretary)
    assurance.refresh_from_db()
    assert assurance.status == (step.target or "given")
    assert Entry.objects.get(act=f"assurance.{step.verb}", facts__number=event.number).about == assurance.ref


@pytest.mark.parametrize("status", Outcome.values)
def test_what_is_offered_is_what_is_accepted(
    status: str, assurance: Assurance, secretary: Any, protection_officer: Any
) -> None:
    if status != "given":
        say(f"record_{status}", assurance, secretary)
        assurance.refresh_from_db()
    for who in (secretary, protection_officer):
        offered, accepted = {step.verb for step in available(assurance, who)} - {"change"}, set()
        for step in TAKEN:
            try:
                with transaction.atomic():
                    say(step.verb, assurance, who)
                    accepted.add(step.verb)
                    transaction.set_rollback(True)
            except Refused:
                continue
        assert offered == accepted


@pytest.mark.parametrize("verb", actions.VERBS)
def test_to_a_stranger_it_does_not_exist(verb: str, assurance: Assurance, outsider: Any) -> None:
    with pytest.raises(Assurance.DoesNotExist):
        say(verb, assurance, outsider)


def test_what_came_of_it_points_at_the_step_that_shows_it(
    assurance: Assurance, inquiry: Any, secretary: Any, second_secretary: Any
) -> None:
    request = brought_to("cancelled", inquiry, secretary, second_secretary)
    broken = actions.VERBS["record_broken"]
    event = broken(assurance.ref, by=secretary, at="2023-01-17", shown_by=request, shown_by_number=4, **SAID)
    assert (event.shown_by, event.shown_by_number) == (request, 4)
    with pytest.raises(ValidationError, match="no step of this number"):
        broken(assurance.ref, by=secretary, shown_by=request, shown_by_number=5)
    with pytest.raises(ValidationError, match="of which request"):
        broken(assurance.ref, by=secretary, shown_by_number=1)


def test_an_outcome_may_change_and_both_stay(assurance: Assurance, secretary: Any) -> None:
    say("record_broken", assurance, secretary)
    say("record_kept", assurance, secretary)
    assert [step.status_after for step in assurance.standing()] == ["", "broken", "kept"]


def test_it_is_changed_only_while_the_outcome_is_open(assurance: Assurance, inquiry: Any, secretary: Any) -> None:
    request = drafted(inquiry, secretary)
    assert actions.change(assurance.ref, by=secretary, expected=assurance.revision, request=request).request == request
    say("record_kept", assurance, secretary)
    with pytest.raises(Refused, match="not possible now"):
        actions.change(assurance.ref, by=secretary, words="Other words.")


def test_somebody_gave_it(inquiry: Any, secretary: Any) -> None:
    with pytest.raises(ValidationError, match="who gave it"):
        actions.give(inquiry=inquiry, by=secretary, words="All will be well.")


def test_who_only_reads_records_none(inquiry: Any, secretary: Any, protection_officer: Any) -> None:
    with pytest.raises(Refused, match="Your role"):
        actions.give(inquiry=inquiry, by=protection_officer, words="x", authority=authority(inquiry, secretary))
