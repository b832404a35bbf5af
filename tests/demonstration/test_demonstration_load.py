"""Loading: the story stands in the records, twice is once, an interrupted load is taken up again."""

from __future__ import annotations

from io import StringIO
from time import monotonic

import pytest
from django.core.management import call_command

from inquiry.accounts.models import Inquiry, User
from inquiry.audit.models import Entry
from inquiry.demonstration import everything
from inquiry.official_requests.assurances.models import Assurance
from inquiry.official_requests.models import OfficialRequest
from inquiry.petitions.models import Petition
from inquiry.public_statements.models import Figure, PublicStatement
from inquiry.visits.models import Traveller

pytestmark = pytest.mark.django_db


def request(subject: str) -> OfficialRequest:
    return OfficialRequest.objects.get(subject=subject)


def test_the_meeting_was_agreed_scheduled_and_cancelled_twice(case) -> None:
    meeting = request("Meeting with the Deputy Foreign Minister")
    assert [step.verb for step in meeting.standing()] == [
        "record_past_sending", "record_agreement", "schedule", "record_cancellation", "reschedule", "record_cancellation",
        "record_refusal",
    ]  # fmt: skip
    first, second = (step.facts for step in meeting.standing() if step.verb == "record_cancellation")
    assert (first.at, first.reason_given) == ("2023-01-16T17:00/2023-01-16T23:59", "no")
    assert second.at == "2023-01-19"


def test_the_permission_was_granted_and_revoked_by_a_court_without_a_name(case) -> None:
    petition = Petition.objects.get()
    assert [step.verb for step in petition.standing()] == ["file", "record_grant", "record_revocation"]
    assert petition.status == "revoked"
    assert petition.court is None


def test_gaps_stay_empty(case) -> None:
    from inquiry.commission.authorities.models import Official
    from inquiry.commission.models import Declaration, Member

    assert Official.objects.get(role_title__startswith="Ambassador").name == ""
    assert set(Member.objects.filter(inquiry=case).values_list("since", flat=True)) == {""}
    assert not Declaration.objects.exists()


def test_the_assurance_was_broken_by_a_step_of_a_request(case) -> None:
    welcome = Assurance.objects.get(words__contains="might come")
    shown = welcome.standing()[-1].facts
    assert welcome.status == "broken"
    assert shown.shown_by == request("Meeting with the Deputy Foreign Minister")
    assert shown.shown_by.events.get(number=shown.shown_by_number or 0).verb == "record_cancellation"


def test_the_press_conference_stands_in_both_zones(case) -> None:
    held = PublicStatement.objects.get(title="Press conference at the end of the visit").held_shown
    assert held is not None
    assert "15:30" in held.both_zones[0]
    assert "09:30" in held.both_zones[1]


def test_two_travelled_and_one_did_not(case) -> None:
    assert list(Traveller.objects.order_by("id").values_list("member__name", "travelled")) == [
        ("Lord Ken Macdonald of River Glaven", "yes"),
        ("Sir Robert Buckland", "yes"),
        ("Rushanara Ali", "no"),
        ("Tayab Ali", "unknown"),
    ]


def test_figures_keep_their_comparators(case) -> None:
    assert [figure.shown_value for figure in Figure.objects.filter(measure__startswith="Deaths").order_by("id")] == [
        "= 238 persons",
        "> 227 persons",
        "hundreds of persons",
    ]


def test_twice_is_once(world, db) -> None:
    before = (Entry.objects.count(), User.objects.count(), (world.state / "demonstration-sign-ins.txt").read_text())
    said, began = StringIO(), monotonic()
    call_command("load_demonstration", stdout=said)
    assert "there already" in said.getvalue()
    assert monotonic() - began < 1
    assert (
        Entry.objects.count(),
        User.objects.count(),
        (world.state / "demonstration-sign-ins.txt").read_text(),
    ) == before


def test_a_load_takes_seconds_and_not_minutes(world) -> None:
    assert world.seconds < 30  # of processor time; what it takes on a quiet machine is for a measurement to say


def test_everybody_can_sign_in_with_a_password_of_their_own(people, world) -> None:
    file = world.state / "demonstration-sign-ins.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    rows = [line.split() for line in file.read_text().splitlines() if "@" in line]
    assert {row[-2] for row in rows} == {user.email for user in people.values()}
    assert len({row[-1] for row in rows}) == len(rows)
    assert all(User.objects.get(email=row[-2]).check_password(row[-1]) for row in rows)


def test_the_other_inquiry_is_kept_apart(people) -> None:
    outsider = people["other.secretary"]
    assert [inquiry.title for inquiry in Inquiry.objects.visible_to(outsider)] == [everything.OTHER_TITLE]
    assert not OfficialRequest.objects.visible_to(outsider).exists()
