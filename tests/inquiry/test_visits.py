"""Visits: their life, who travelled and who did not, what was seen; whoever is assigned to one reads all of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused, available
from inquiry.visits import actions
from inquiry.visits.models import Leg, Visit
from tests.inquiry.rooms import furnish


@pytest.fixture
def made(inquiry, secretary):
    return furnish(inquiry, secretary)


def verbs(visit, by):
    visit.refresh_from_db()
    return [step.verb for step in available(visit, by)]


def test_a_visit_is_planned_begins_and_ends(made, secretary):
    assert verbs(made.visit, secretary) == ["begin", "cancel"]
    actions.begin(made.visit.ref, by=secretary)
    assert verbs(made.visit, secretary) == ["end", "cancel"]
    actions.end(made.visit.ref, by=secretary, outcome="No official received the commission.")
    assert verbs(made.visit, secretary) == []
    assert list(
        Entry.objects.filter(about=made.visit.ref, act__in=["visit.begin", "visit.end"])
        .order_by("pk")
        .values_list("act", flat=True)
    ) == [
        "visit.begin",
        "visit.end",
    ]


def test_what_ended_cannot_be_cancelled(made, secretary):
    actions.begin(made.visit.ref, by=secretary)
    actions.end(made.visit.ref, by=secretary)
    with pytest.raises(Refused, match="is ended"):
        actions.cancel(made.visit.ref, by=secretary, reason="Too late.")


def test_cancelling_says_why(made, secretary):
    with pytest.raises(ValidationError):
        actions.cancel(made.visit.ref, by=secretary, reason=" ")
    assert actions.cancel(made.visit.ref, by=secretary, reason="No visas.").cancelled_reason == "No visas."


def test_one_did_not_travel_and_the_reason_is_kept(made, secretary):
    row = actions.add_traveller(
        visit=made.visit, member=made.member, travelled="no", reason="Refused a visa.", by=secretary
    )
    assert (row.travelled, row.reason) == ("no", "Refused a visa.")
    with pytest.raises(ValidationError, match="on the list already"):
        actions.add_traveller(visit=made.visit, member=made.member, travelled="yes", by=secretary)


def test_an_observation_stays_and_is_corrected_by_another(made, secretary):
    second = actions.observe(
        visit=made.visit,
        seen="2023-01-17T10:00",
        seen_zone="Asia/Almaty",
        words="One came.",
        corrects=made.observation,
        by=secretary,
    )
    assert second.corrects == made.observation
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inquiry_observation SET words = 'x'")


def test_an_observation_belongs_to_its_visit(made, inquiry, secretary):
    other = actions.plan(title="Another visit", inquiry=inquiry, by=secretary)
    with pytest.raises(ValidationError, match="another visit"):
        actions.observe(visit=other, leg=made.leg, seen="2023-01-17", words="Seen.", by=secretary)


def test_whoever_is_assigned_to_a_visit_reads_its_parts(made, secretary, investigator):
    assert not Visit.objects.visible_to(investigator).exists()
    assert not Leg.objects.visible_to(investigator).exists()
    accounts.assign(investigator, made.visit, by=secretary)
    assert Visit.objects.visible_to(investigator).get() == made.visit
    assert Leg.objects.visible_to(investigator).get() == made.leg


def test_an_assigned_reader_may_not_change_it(made, secretary, investigator):
    accounts.assign(investigator, made.visit, by=secretary)
    with pytest.raises(Refused):
        actions.add_leg(visit=made.visit, number=2, place=made.almaty, by=investigator)


def test_the_page_shows_an_observation_in_both_zones(made, desk, secretary):
    page = desk(secretary).get(f"/visits/{made.visit.ref}/").content.decode()
    assert "17 January 2023, 09:00 Almaty" in page
    assert "03:00 London" in page


def test_a_step_on_the_desk(made, desk, secretary):
    browser = desk(secretary)
    assert browser.post(f"/visits/{made.visit.ref}/steps/begin/").status_code == 302
    assert browser.post(f"/visits/{made.visit.ref}/steps/begin/").status_code == 409
    assert browser.get(f"/visits/{made.visit.ref}/steps/explode/").status_code == 404
