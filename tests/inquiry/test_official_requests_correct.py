"""Mistakes are corrected by further rows; the first rows stay, and the state follows what stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from inquiry.official_requests import actions
from inquiry.official_requests.models import RequestEvent
from inquiry.shared.workflow import Refused
from tests.inquiry.dealings import brought_to


def test_a_correction_is_a_row_and_the_first_stays(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = brought_to("cancelled", inquiry, secretary, second_secretary)
    actions.correct(request.ref, by=secretary, corrects=4, at="2023-01-15", channel="telephone")
    told = {step.number: step for step in request.told()}
    assert (told[4].first.at, told[4].facts.at, told[4].facts.channel) == ("2023-01-16", "2023-01-15", "telephone")
    assert told[4].facts.reason_given == "no"
    assert request.events.count() == 5


def test_a_corrected_appointment_is_the_one_that_stands(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = brought_to("scheduled", inquiry, secretary, second_secretary)
    actions.correct(request.ref, by=secretary, corrects=3, appointment="2023-01-18")
    request.refresh_from_db()
    assert (request.status, request.appointment) == ("scheduled", "2023-01-18")


def test_a_step_taken_back_brings_the_status_back(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = brought_to("cancelled", inquiry, secretary, second_secretary)
    actions.correct(request.ref, by=secretary, corrects=4, voids=True, note="It was another request.")
    request.refresh_from_db()
    assert (request.status, request.appointment) == ("scheduled", "2023-01-17")
    assert [step.verb for step in request.standing()] == ["send", "record_agreement", "schedule"]


def test_a_step_on_which_others_rest_is_not_taken_back(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = brought_to("cancelled", inquiry, secretary, second_secretary)
    with pytest.raises(Refused, match="Later steps rest on this one"):
        actions.correct(request.ref, by=secretary, corrects=3, voids=True)


def test_what_was_taken_back_or_never_was_cannot_be_corrected(
    inquiry: Any, secretary: Any, second_secretary: Any
) -> None:
    request = brought_to("cancelled", inquiry, secretary, second_secretary)
    actions.correct(request.ref, by=secretary, corrects=4, voids=True)
    for number in (4, 5, 99):
        with pytest.raises(Refused, match="no standing step"):
            actions.correct(request.ref, by=secretary, corrects=number)


def test_a_correction_takes_the_facts_of_its_step_only(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = brought_to("cancelled", inquiry, secretary, second_secretary)
    with pytest.raises(ValidationError):
        actions.correct(request.ref, by=secretary, corrects=4, appointment="2023-01-18")


def test_the_database_refuses_to_change_a_step(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    brought_to("sent", inquiry, secretary, second_secretary)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RequestEvent.objects.update(note="something else")


def test_the_frozen_letter_outlives_a_correction(inquiry: Any, secretary: Any, second_secretary: Any) -> None:
    request = brought_to("sent", inquiry, secretary, second_secretary)
    corrected = actions.correct(request.ref, by=second_secretary, corrects=1, channel="email")
    assert corrected.letter_digest == request.events.get(number=1).letter_digest != ""
