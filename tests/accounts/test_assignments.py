"""Somebody is assigned to a record once at a time, by somebody else, and its end has a time and a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from inquiry.accounts import actions
from inquiry.accounts.models import Assignment
from inquiry.accounts.policy import today
from inquiry.shared.workflow import Refused
from tests.evidence.cast import open_batch
from tests.inquiry.dealings import drafted

DAY = timedelta(days=1)


@pytest.fixture
def request_drafted(inquiry: Any, secretary: Any) -> Any:
    return drafted(inquiry, secretary)


def test_assigned_twice_it_stands_once(request_drafted: Any, secretary: Any, investigator: Any) -> None:
    first, second = (actions.assign(investigator, request_drafted, by=secretary) for _ in range(2))
    assert first == second


def test_the_database_keeps_a_second_one_out(request_drafted: Any, secretary: Any, investigator: Any) -> None:
    made = actions.assign(investigator, request_drafted, by=secretary)
    made.pk = None
    with pytest.raises(IntegrityError, match="assignment_stands_once"):
        made.save(force_insert=True)


def test_an_end_has_a_time_and_a_person(request_drafted: Any, secretary: Any, investigator: Any) -> None:
    made = actions.assign(investigator, request_drafted, by=secretary)
    with pytest.raises(IntegrityError, match="assignment_ended_when_and_by_whom"):
        Assignment.objects.filter(pk=made.pk).update(ended_at=timezone.now())


def test_one_whose_last_day_has_passed_is_followed_by_another(
    request_drafted: Any, secretary: Any, investigator: Any
) -> None:
    first = actions.assign(investigator, request_drafted, by=secretary)
    Assignment.objects.filter(pk=first.pk).update(from_on=today() - 2 * DAY, until_on=today() - DAY)
    assert actions.assign(investigator, request_drafted, by=secretary) != first
    first.refresh_from_db()
    assert first.ended_by == secretary
    actions.unassign(investigator, request_drafted, by=secretary)
    assert actions.assign(investigator, request_drafted, by=secretary)


def test_it_does_not_end_before_it_begins(request_drafted: Any, secretary: Any, investigator: Any) -> None:
    with pytest.raises(ValidationError, match="before the first"):
        actions.assign(investigator, request_drafted, by=secretary, until_on=today() - DAY)


def test_nobody_assigns_themselves(request_drafted: Any, secretary: Any, desk: Any) -> None:
    with pytest.raises(Refused, match="Somebody else has to assign you"):
        actions.assign(secretary, request_drafted, by=secretary)
    page = desk(secretary).get(f"/assignments/about/{request_drafted.ref}/assign/").content.decode()
    assert f">{secretary.name}</option>" not in page


def test_readers_of_restricted_evidence_are_named_by_whoever_classifies(
    inquiry: Any, secretary: Any, investigator: Any, protection_officer: Any
) -> None:
    restricted, internal = (open_batch(inquiry, secretary, code) for code in ("C3", "C1"))
    assert actions.assign(investigator, internal, by=secretary)
    with pytest.raises(Refused, match="does not open"):
        actions.assign(investigator, restricted, by=secretary)
    assert actions.assign(investigator, restricted, by=protection_officer)
