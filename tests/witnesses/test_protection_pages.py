"""Protection on the desk: the panel, the forms, the list of what has to be looked at again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inquiry.accounts import actions as accounts
from inquiry.accounts.policy import today
from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.test_protection_acts import assess, check, days, everything, reprisal
from witnesses.people import actions as people
from witnesses.protection import pages
from witnesses.protection.models import NecessityCheck, ProtectionMeasure, RiskAssessment, latest_check
from witnesses.protection.reprisals import Reprisal


@pytest.fixture
def witness(inquiry, protection_officer):
    return people.register(inquiry=inquiry, by=protection_officer, capacity="victim")


@pytest.fixture
def officer(desk, protection_officer):
    return desk(protection_officer)


def text(answer):
    return " ".join(answer.content.decode().split())


def address(name, *args):
    return reverse(f"witnesses:{name}", args=args)


def test_the_panel_says_everything_that_stands(officer, witness, protection_officer):
    risk, measure, act, necessity = everything(witness, protection_officer)
    page = text(officer.get(address("protection_of", witness.ref)))
    for row in (risk, measure, act, necessity):
        assert row.ref in page
    assert "20/25" in page
    assert "An interview may be arranged" in page
    assert "0 told to others, 0 interviews, 0 statements" in page
    assert Entry.objects.filter(act="protection.read", about=witness.ref).count() == 1


def test_an_empty_panel_says_what_belongs_there(officer, witness):
    page = text(officer.get(address("protection_of", witness.ref)))
    assert "No risk is assessed yet" in page
    assert "Nobody has yet asked whether this interview is needed" in page


def test_a_reader_sees_it_and_changes_nothing(desk, inquiry, witness, protection_officer, secretary):
    rows = everything(witness, protection_officer)
    somebody = person("commissioner", inquiry)
    browser = desk(somebody)
    assert browser.get(address("protection_of", witness.ref)).status_code == 404
    accounts.assign(somebody, witness, by=secretary)
    page = text(browser.get(address("protection_of", witness.ref)))
    assert rows[0].ref in page
    assert "told to others" not in page  # how often somebody spoke is for whoever decides on an interview
    for row in rows:
        assert browser.get(row.get_absolute_url()).status_code == 200
    for name in ("risk_new", "measure_new", "reprisal_new", "necessity_new"):
        assert browser.get(address(name, witness.ref)).status_code == 404


def test_a_risk_is_assessed_and_assessed_anew(officer, witness):
    sent = {
        "threat": "Arrest", "threat_from": "Police", "likelihood": 4, "impact": 5, "measures": "A lawyer is named.",
        "residual_likelihood": 3, "residual_impact": 5, "with_person": "on", "assessed_on": today().isoformat(),
        "review_due": days(30).isoformat(),
    }  # fmt: skip
    officer.post(address("risk_new", witness.ref), sent)
    first = RiskAssessment.objects.get()
    page = text(officer.get(first.get_absolute_url()))
    assert "20/25" in page
    assert "15/25" in page
    assert Entry.objects.filter(act="protection.read", about=first.ref).count() == 1
    assert "Arrest" in text(officer.get(address("risk_anew", first.ref)))
    officer.post(address("risk_anew", first.ref), {**sent, "residual_likelihood": 1})
    second = RiskAssessment.objects.standing().get()
    assert second.supersedes == first
    assert "Superseded" in text(officer.get(first.get_absolute_url()))
    again = officer.post(address("risk_anew", first.ref), sent)
    assert again.status_code == 409
    assert "was assessed anew meanwhile" in text(again)


def test_a_residual_beyond_the_risk_is_said_on_the_form(officer, witness):
    sent = {"threat": "Arrest", "likelihood": 2, "impact": 2, "residual_likelihood": 3, "residual_impact": 2}
    answer = officer.post(
        address("risk_new", witness.ref),
        {**sent, "assessed_on": today().isoformat(), "review_due": days(9).isoformat()},
    )
    assert answer.status_code == 422
    assert "cannot be more than the risk itself" in text(answer)


def test_a_measure_goes_its_way(officer, witness):
    officer.post(address("measure_new", witness.ref), {"measure": "Call every week", "who": "The protection officer"})
    measure = ProtectionMeasure.objects.get()
    for verb, status in (("agree", "agreed"), ("put_in_place", "in_place"), ("end", "ended")):
        assert officer.post(address("measure_step", measure.ref, verb), {"on": today().isoformat()}).status_code == 302
        measure.refresh_from_db()
        assert measure.status == status
    assert officer.post(address("measure_step", measure.ref, "agree"), {"on": today().isoformat()}).status_code == 409
    assert officer.get(address("measure_step", measure.ref, "explode")).status_code == 404
    officer.post(address("measure_change", measure.ref), {"measure": "Call every day", "revision": measure.revision})
    assert "Call every day" in text(officer.get(measure.get_absolute_url()))


def test_a_reprisal_is_recorded_followed_up_and_closed(officer, witness):
    sent = {
        "happened": "February 2024", "happened_zone": "Asia/Almaty", "happened_basis": "stated", "against": "relative",
        "what": "Called in by the police.", "linked": "likely", "notified": "no",
    }  # fmt: skip
    officer.post(address("reprisal_new", witness.ref), {**sent, "follow_up_due": days(-1).isoformat()})
    row = Reprisal.objects.get()
    page = text(officer.get(row.get_absolute_url()))
    assert "February 2024" in page
    assert "Overdue" in page
    day = today().isoformat()
    officer.post(address("reprisal_step", row.ref, "follow_up"), {"words": "A lawyer went there.", "on": day})
    officer.post(address("reprisal_step", row.ref, "close"), {"words": "They are safe.", "on": day})
    page = text(officer.get(row.get_absolute_url()))
    assert "A lawyer went there." in page
    assert "Closed" in page
    assert "Look again by" not in text(officer.get(address("reprisal_step", row.ref, "close")))
    wrong = officer.post(address("reprisal_change", row.ref), {**sent, "notified": "yes", "revision": 99})
    assert wrong.status_code in (409, 422)


def test_the_necessity_check_warns_of_too_many_accounts(officer, witness, protection_officer):
    check(witness, protection_officer, told_times=3, told_whom=["a court"])
    page = text(officer.get(address("necessity_new", witness.ref)))
    assert "They have told it 3 times already" in page
    sent = {
        "checked_on": today().isoformat(), "purpose": "Who was there.", "held": "yes", "told_times": 3, "told_whom": "a court",
        "alternatives": "Read the file.", "support": "A doctor.", "decision": "interview", "reason": "Needed.",
    }  # fmt: skip
    answer = officer.post(address("necessity_new", witness.ref), sent)
    assert answer.status_code == 422
    assert "say what an interview would add" in text(answer)
    assert "id_adds_error" in text(answer)
    nobody = {**sent, "decision": "do_not_interview", "told_whom": ""}
    answer = officer.post(address("necessity_new", witness.ref), nobody)
    assert "id_told_whom_error" in text(answer)
    assert text(answer).count("Say whom they have told.") == 2  # above the form and beside the field, once each
    assert "required if they have told it" in text(answer)
    officer.post(address("necessity_new", witness.ref), {**sent, "decision": "do_not_interview"})
    made = latest_check(witness)
    assert made.decision == "do_not_interview"
    assert "decided against an interview" in text(officer.get(made.get_absolute_url()))
    assert "A later check counts" in text(officer.get(NecessityCheck.objects.first().get_absolute_url()))


def test_what_is_due_is_listed_and_on_the_overview(officer, witness, protection_officer):
    assert "Nothing to look at again" in text(officer.get("/witnesses/reviews/"))
    row = assess(witness, protection_officer, assessed_on=days(-40), review_due=days(-3))
    page = text(officer.get("/witnesses/reviews/"))
    assert row.ref in page
    assert "1 overdue" in page
    assert "1 is overdue." in text(officer.get("/witnesses/reviews/panel/"))
    assert "/witnesses/reviews/panel/" in officer.get("/overview/").content.decode()


def test_the_list_of_what_is_due_goes_on(officer, witness, protection_officer, monkeypatch):
    monkeypatch.setattr(pages, "ROWS", 2)
    refs = [assess(witness, protection_officer, review_due=days(number)).ref for number in (1, 2, 3)]
    first = officer.get("/witnesses/reviews/")
    assert refs[1] in text(first)
    assert refs[2] not in text(first)
    second = officer.get("/witnesses/reviews/" + first.context["page"].next_url)
    assert refs[2] in text(second)
    assert refs[0] not in text(second)


@pytest.mark.parametrize(
    "mark", ["x", "0 CO-1 review_on", "9999999 CO-1 review_on", "739000 CO-1", "739000 CO-1\0 review_on"]
)
def test_a_mark_that_nobody_made_is_not_found(officer, mark):
    assert officer.get("/witnesses/reviews/", {"after": mark}).status_code == 404


def test_strangers_other_inquiries_and_missing_records_read_alike(
    desk, witness, outsider, stranger, protection_officer
):
    rows = everything(witness, protection_officer)
    pages_of = [
        address(name, witness.ref)
        for name in ("protection_of", "risk_new", "measure_new", "reprisal_new", "necessity_new")
    ]
    for somebody in (outsider, stranger):
        browser = desk(somebody)
        for one in [*pages_of, *(row.get_absolute_url() for row in rows)]:
            hidden = browser.get(one)
            missing = browser.get(one.replace(witness.ref, "W-99999").replace("-0001", "-9999"))
            assert hidden.status_code == missing.status_code == 404
            assert hidden.content == missing.content
        assert browser.get("/witnesses/reviews/").status_code == 404


def test_the_list_asks_no_more_for_more_rows(officer, witness, protection_officer):
    def rows(number):
        for _ in range(number):
            assess(witness, protection_officer)
            reprisal(witness, protection_officer, follow_up_due=today() + timedelta(days=2))
        with CaptureQueriesContext(connection) as asked:
            officer.get("/witnesses/reviews/")
        return len(asked)

    assert rows(1) == rows(8)
