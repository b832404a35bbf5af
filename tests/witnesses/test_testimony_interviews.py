"""Interviews: planned only after the necessity check, held, cancelled or missed; who finds one that is only planned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.audit.models import Entry
from inquiry.shared.tables import Conflict
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.cast import item_of
from tests.witnesses.telling import consented, held, needed, planned, witness_of
from witnesses.protection.models import latest_check
from witnesses.testimony import taking
from witnesses.testimony.interviews import Interview

pytestmark = pytest.mark.django_db(databases=("default", "vault"))


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    return witness_of(inquiry, investigator)


def test_without_a_necessity_check_nothing_is_planned(witness, investigator):
    with pytest.raises(Refused, match="necessity check"):
        planned(witness, investigator)
    assert not Interview.objects.exists()


def test_a_check_that_decided_against_it_stands_against_it(witness, investigator):
    needed(witness, investigator, decision="do_not_interview")
    with pytest.raises(Refused, match="decided against"):
        planned(witness, investigator)


def test_a_check_that_will_be_too_old_on_the_day_stands_against_it(witness, investigator):
    needed(witness, investigator)
    assert planned(witness, investigator, held=str(today() + timedelta(days=80))).ref == Interview.objects.get().ref
    with pytest.raises(Refused, match="days old"):
        planned(witness, investigator, held=str(today() + timedelta(days=100)))


def test_only_whoever_is_assigned_plans_one(inquiry, witness, investigator, protection_officer):
    needed(witness, investigator)
    other = person("investigator", inquiry)
    with pytest.raises(Refused):
        planned(witness, other)
    accounts.assign(other, witness, by=protection_officer)
    assert planned(witness, other).status == "planned"


@pytest.mark.parametrize(("verb", "status"), [("cancel", "cancelled"), ("miss", "not_held")])
def test_one_that_was_not_held_says_why(witness, investigator, verb, status):
    needed(witness, investigator)
    interview = planned(witness, investigator)
    action = getattr(taking, verb)
    with pytest.raises(ValidationError):
        action(interview.ref, by=investigator, reason=" ")
    assert action(interview.ref, by=investigator, reason="The road was closed.").status == status
    with pytest.raises(Refused):
        taking.hold(interview.ref, by=investigator, held=str(today()))


def test_only_the_team_finds_one_that_is_planned(inquiry, witness, investigator, protection_officer, auditor):
    needed(witness, investigator)
    consented(witness, investigator, "T4")
    interview = planned(witness, investigator)
    assigned, commissioner = person("investigator", inquiry), person("commissioner", inquiry)
    translator = person("translator", inquiry)
    for user in (assigned, commissioner, translator):
        accounts.assign(user, witness, by=protection_officer)
    finds = {user: Interview.objects.visible_to(user).filter(pk=interview.pk).exists() for user in (
        investigator, protection_officer, assigned, commissioner, translator, auditor, person("investigator", inquiry),
        person("secretariat", inquiry),
    )}  # fmt: skip
    assert [user for user, found in finds.items() if found] == [investigator, protection_officer, assigned]
    taking.hold(interview.ref, by=investigator, held=str(today()))
    assert Interview.objects.readable_by(commissioner).filter(pk=interview.pk).exists()


def test_consent_is_this_witness_s(inquiry, witness, investigator):
    interview = held(witness, investigator)
    other = witness_of(inquiry, investigator)
    with pytest.raises(ValidationError):
        taking.change(interview.ref, by=investigator, consent=consented(other, investigator, "T1"))
    own = consented(witness, investigator, "T1")
    assert taking.change(interview.ref, by=investigator, consent=own).consent == own


def test_recordings_are_items_of_evidence_that_one_sees(inquiry, witness, investigator):
    interview = held(witness, investigator)
    own = item_of(inquiry, investigator, "C3")
    hidden = item_of(inquiry, person("investigator", inquiry), "C3")
    for strange in ("E-999999", hidden.ref, witness.ref, "nothing"):
        with pytest.raises(ValidationError):
            taking.change(interview.ref, by=investigator, recordings=[strange])
    assert taking.change(interview.ref, by=investigator, recordings=[own.ref]).recordings == [own.ref]


def test_nobody_from_outside_is_named(witness, investigator):
    needed(witness, investigator)
    with pytest.raises(ValidationError):
        planned(witness, investigator, interpreter="Иван Петров")
    assert planned(witness, investigator, interpreter="INT-02").interpreter == "INT-02"


def test_only_people_of_the_inquiry_were_of_the_team(witness, investigator, outsider):
    needed(witness, investigator)
    with pytest.raises(ValidationError):
        planned(witness, investigator, team=[outsider])
    assert list(planned(witness, investigator, team=[investigator]).team.all()) == [investigator]


def test_a_reason_for_stopping_needs_that_it_was_stopped(witness, investigator):
    interview = held(witness, investigator)
    with pytest.raises(ValidationError):
        taking.change(interview.ref, by=investigator, stopped_reason="They were tired.")
    taking.change(interview.ref, by=investigator, stopped=True, stopped_reason="They were tired.")


def test_a_colleague_who_was_faster_is_not_overwritten(witness, investigator):
    interview = held(witness, investigator)
    taking.change(interview.ref, by=investigator, expected=interview.revision, note="One.")
    with pytest.raises(Conflict):
        taking.change(interview.ref, by=investigator, expected=interview.revision, note="Two.")


def test_the_audit_knows_which_fields_and_not_what_stands_in_them(witness, investigator):
    interview = held(witness, investigator)
    taking.change(interview.ref, by=investigator, note="A secret note.", present=["lawyer of the witness"])
    entry = Entry.objects.get(act="interview.change")
    assert entry.facts == {"fields": ["note", "present"]}


def test_the_page_says_how_the_check_stands_before_one_plans(desk, witness, investigator):
    browser = desk(investigator)
    assert (
        "make the necessity check first"
        in browser.get(f"/testimony/interviews/new/?witness={witness.ref}").content.decode()
    )
    check = f'href="/witnesses/{witness.ref}/necessity/new/"'
    about, plan = f"/testimony/about/{witness.ref}/", "Plan an interview"
    assert check in browser.get(f"/testimony/interviews/new/?witness={witness.ref}").content.decode()
    before = browser.get(about).content.decode()
    assert check in before
    assert plan not in before
    needed(witness, investigator)
    assert plan in browser.get(about).content.decode()
    assert "Plan the interview" in browser.get(latest_check(witness).get_absolute_url()).content.decode()
    assert (
        "says that an interview is needed"
        in browser.get(f"/testimony/interviews/new/?witness={witness.ref}").content.decode()
    )


def test_an_interview_is_planned_held_and_changed_on_its_pages(desk, witness, investigator):
    needed(witness, investigator)
    browser = desk(investigator)
    form = {
        "witness": witness.pk, "how": "video", "held": str(today()), "held_zone": "Asia/Almaty", "language": "kk",
        "interpreter": "INT-02", "team": [investigator.pk], "present": "lawyer of the witness", "note": "",
    }  # fmt: skip
    assert browser.post("/testimony/interviews/new/", form).status_code == 302
    interview = Interview.objects.get()
    held_form = {
        "held": str(today()), "held_zone": "Asia/Almaty", "held_basis": "stated", "interpreter": "INT-02", "breaks": "Two.",
        "team": [investigator.pk], "present": "lawyer of the witness", "note": "Calm.",
    }  # fmt: skip
    answer = browser.post(f"/testimony/interviews/{interview.ref}/steps/hold/", held_form, follow=True)
    assert "Locked: no consent" in answer.content.decode()
    change = {
        **held_form,
        "how": "video",
        "language": "kk",
        "revision": Interview.objects.get().revision,
        "note": "Very calm.",
    }
    assert browser.post(f"/testimony/interviews/{interview.ref}/change/", change).status_code == 302
    assert Interview.objects.get().note == "Very calm."


def test_whoever_loses_sight_of_it_by_recording_is_told_so(desk, inquiry, witness, investigator, protection_officer):
    needed(witness, investigator)
    interview = planned(witness, investigator)
    other = person("investigator", inquiry)
    accounts.assign(other, witness, by=protection_officer)
    form = {"held": str(today()), "held_zone": "Asia/Almaty", "held_basis": "stated"}
    answer = desk(other).post(f"/testimony/interviews/{interview.ref}/steps/hold/", form, follow=True)
    assert answer.status_code == 200
    assert "Without consent" in answer.content.decode()
