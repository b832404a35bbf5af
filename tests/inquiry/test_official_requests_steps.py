"""The life of a request: each step allowed, refused in the wrong status, to strangers, and the audit line there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from inquiry.accounts.policy import today
from inquiry.audit.models import Entry
from inquiry.official_requests import actions
from inquiry.official_requests.models import OfficialRequest
from inquiry.official_requests.steps import ASKED, STEPS, Status
from inquiry.shared.workflow import Refused, available
from tests.inquiry.dealings import NEEDED, WAYS, brought_to, drafted

TAKEN = [step for step in STEPS if step.verb != "change"]


def say(verb: str, request: OfficialRequest, by: Any) -> Any:
    return actions.VERBS[verb](request.ref, by=by, **NEEDED.get(verb, {}))


def test_every_step_has_its_action_and_what_it_asks() -> None:
    assert set(actions.VERBS) == {step.verb for step in TAKEN}
    assert set(ASKED) == set(actions.VERBS) - {"correct"}
    assert set(WAYS) == set(Status.values)


@pytest.mark.parametrize("step", TAKEN, ids=lambda step: step.verb)
def test_a_step_leads_on_and_stands_in_the_audit(
    step: Any, inquiry: Any, secretary: Any, second_secretary: Any
) -> None:
    request = brought_to(step.sources[0], inquiry, secretary, second_secretary)
    event = say(step.verb, request, second_secretary)
    request.refresh_from_db()
    assert request.status == (step.target or step.sources[0])
    assert (event.verb, event.status_after, event.created_by) == (step.verb, step.target, second_secretary)
    entry = Entry.objects.get(act=f"official_request.{step.verb}", facts__number=event.number)
    assert (entry.about, entry.by) == (request.ref, second_secretary)


@pytest.mark.parametrize("status", Status.values)
def test_what_is_offered_is_what_is_accepted(status: str, inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    """In every status, for drafter and colleague alike, `available` lists exactly the steps that the actions take."""
    from django.db import transaction

    request = brought_to(status, inquiry, secretary, second_secretary)
    for who in (secretary, second_secretary):
        offered = {step.verb for step in available(request, who)} - {"change"}
        accepted = set()
        for step in TAKEN:
            try:
                with transaction.atomic():
                    # how a draft was sent is corrected by somebody else than its drafter (test of the second person)
                    say(step.verb, request, second_secretary if step.verb == "correct" else who)
                    accepted.add(step.verb)
                    transaction.set_rollback(True)
            except Refused:
                continue
        assert offered == accepted


@pytest.mark.parametrize("verb", [step.verb for step in TAKEN])
def test_to_a_stranger_it_does_not_exist(
    verb: str, inquiry: Any, secretary: Any, second_secretary: Any, outsider: Any, stranger: Any
) -> None:
    source = next(step for step in STEPS if step.verb == verb).sources[0]
    request = brought_to(source, inquiry, secretary, second_secretary)
    for who in (outsider, stranger):
        with pytest.raises(OfficialRequest.DoesNotExist):
            say(verb, request, who)


def test_a_role_that_only_reads_takes_no_step(
    inquiry: Any, secretary: Any, second_secretary: Any, protection_officer: Any
) -> None:
    request = brought_to("scheduled", inquiry, secretary, second_secretary)
    assert available(request, protection_officer) == []
    with pytest.raises(Refused, match="Your role"):
        say("record_cancellation", request, protection_officer)


def test_the_drafter_does_not_send(inquiry: Any, secretary: Any) -> None:
    with pytest.raises(Refused, match="second person"):
        say("send", drafted(inquiry, secretary), secretary)


def test_whoever_changed_the_draft_last_is_its_drafter(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = drafted(inquiry, secretary)
    actions.change(request.ref, by=second_secretary, expected=1, letter="Another letter.")
    with pytest.raises(Refused, match="second person"):
        say("send", request, second_secretary)
    assert say("send", request, secretary).letter == "Another letter."


def test_what_was_sent_is_not_changed(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = brought_to("sent", inquiry, secretary, second_secretary)
    with pytest.raises(Refused, match="not possible now"):
        actions.change(request.ref, by=secretary, letter="Something else.")


def test_a_draft_changed_by_a_colleague_is_not_overwritten(inquiry: Any, secretary: Any) -> None:
    request = drafted(inquiry, secretary)
    actions.change(request.ref, by=secretary, expected=1, subject="A second subject")
    with pytest.raises(Refused, match="changed by a colleague"):
        actions.change(request.ref, by=secretary, expected=1, subject="A third subject")


def test_the_letter_is_frozen_with_its_digest(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    import hashlib

    letter = "Құрметті министр мырза, сізбен кездесуді сұраймыз."
    request = drafted(inquiry, secretary, letter=letter)
    event = say("send", request, second_secretary)
    assert event.letter == letter
    assert event.letter_digest == hashlib.sha256(letter.encode()).hexdigest()


def test_nothing_is_sent_without_a_letter_or_a_day(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    with pytest.raises(Refused, match="no letter"):
        say("send", drafted(inquiry, secretary, letter=""), second_secretary)
    with pytest.raises(Refused, match="names the day"):
        say("send", drafted(inquiry, secretary, kind="documents"), second_secretary)


def test_a_request_for_a_statement_says_about_what(inquiry: Any, secretary: Any) -> None:
    with pytest.raises(ValidationError, match="names the matters"):
        drafted(inquiry, secretary, kind="statement")


def test_a_request_is_addressed_to_somebody(inquiry: Any, secretary: Any) -> None:
    with pytest.raises(ValidationError, match="to whom"):
        drafted(inquiry, secretary, authority=None)


def test_an_authority_of_another_inquiry_is_not_there(
    inquiry: Any, secretary: Any, outsider: Any, other_inquiry: Any
) -> None:
    from tests.inquiry.dealings import authority

    with pytest.raises(ValidationError, match="no such record"):
        drafted(inquiry, secretary, authority=authority(other_inquiry, outsider))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason_given": "yes"}, "reason"),
        ({"reason_given": "no", "reason": "They were busy."}, "reason_given"),
        ({}, "reason_given"),
        ({"reason_given": "no", "at": "2999-01-01"}, "at"),
        ({"reason_given": "no", "at": "last Thursday"}, "at"),
        ({"reason_given": "no", "due_on": today()}, "due_on"),
    ],
)
def test_facts_that_do_not_fit_are_said_beside_them(
    facts: dict[str, Any], field: str, inquiry: Any, secretary: Any, second_secretary: Any
) -> None:
    request = brought_to("scheduled", inquiry, secretary, second_secretary)
    with pytest.raises(ValidationError) as problem:
        actions.VERBS["record_cancellation"](request.ref, by=secretary, **facts)
    assert field in problem.value.error_dict
    assert request.events.count() == 3


def test_a_meeting_may_be_cancelled_and_set_again_any_number_of_times(
    inquiry: Any, secretary: Any, second_secretary: Any
) -> None:
    request = brought_to("scheduled", inquiry, secretary, second_secretary)
    for _round in range(3):
        say("record_cancellation", request, secretary)
        say("reschedule", request, secretary)
        say("record_postponement", request, secretary)
        say("reschedule", request, secretary)
    request.refresh_from_db()
    assert (request.status, request.appointment, request.events.count()) == ("scheduled", "2023-01-17", 15)


def test_more_time_moves_the_day(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    later = today() + timedelta(days=30)
    request = brought_to("sent", inquiry, secretary, second_secretary, kind="documents", due_on=today())
    say("extend", request, secretary)
    request.refresh_from_db()
    assert request.due_on == later


def test_silence_is_noted_once_the_day_has_passed(
    inquiry: Any, secretary: Any, second_secretary: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = brought_to("sent", inquiry, secretary, second_secretary, kind="documents", due_on=today())
    brought_to("sent", inquiry, secretary, second_secretary, kind="documents", due_on=today() + timedelta(days=9))
    assert actions.note_unanswered() == 0
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr("inquiry.official_requests.actions.today", lambda: tomorrow)
    assert (actions.note_unanswered(), actions.note_unanswered()) == (1, 0)
    due.refresh_from_db()
    event = due.events.get(number=2)
    assert (due.status, event.created_by, event.at) == ("unanswered", None, tomorrow.isoformat())
    assert Entry.objects.get(act="official_request.record_silence").by is None


def test_overdue_are_those_still_waited_for(inquiry: Any, secretary: Any, second_secretary: Any, outsider: Any) -> None:
    brought_to("complete", inquiry, secretary, second_secretary, kind="documents", due_on=today())
    late = brought_to("sent", inquiry, secretary, second_secretary, kind="documents", due_on=today())
    tomorrow = today() + timedelta(days=1)
    assert list(OfficialRequest.objects.visible_to(secretary).overdue(tomorrow)) == [late]
    assert not OfficialRequest.objects.visible_to(outsider).overdue(tomorrow).exists()
