"""Consent on the desk: asking, withdrawing, the list of what went out; metadata for those who may only know its state."""

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
from tests.witnesses.consent_answers import BODIES
from witnesses.consent import actions
from witnesses.consent.models import Consent, level_today
from witnesses.consent.rules import Use
from witnesses.consent.uses import UseMade
from witnesses.people import actions as people

GROUP, COURT = BODIES
YES = [(Use.ANALYSIS, "", True), (Use.CITE_ANONYMISED, "", True), (Use.SHARE, GROUP, True)]


@pytest.fixture
def witness(inquiry, protection_officer):
    return people.register(inquiry=inquiry, by=protection_officer, capacity="victim", languages=["Kazakh"])


@pytest.fixture
def consent(witness, protection_officer):
    facts = {"given_on": today() - timedelta(days=10), "how": "spoken", "conditions": "Not before June."}
    return actions.record(witness=witness, by=protection_officer, answers=YES, **facts)


@pytest.fixture
def officer(desk, protection_officer):
    return desk(protection_officer)


def text(answer):
    return " ".join(answer.content.decode().split())


def address(name, ref):
    return reverse(f"witnesses:{name}", args=[ref])


def test_whoever_may_read_it_sees_acts_and_leaves_a_trace(officer, witness, consent, protection_officer):
    page = officer.get(address("consent_of", witness.ref))
    assert consent.ref in text(page)
    assert "May be shared with a body they named" in text(page)
    assert Entry.objects.filter(act="consent.read", about=witness.ref, by=protection_officer).count() == 1
    assert (
        "<html" not in officer.get(address("consent_of", witness.ref), headers={"HX-Request": "true"}).content.decode()
    )


@pytest.mark.parametrize("role", ["commissioner", "legal_analyst"])
def test_others_on_the_case_see_the_state_in_words_only(desk, inquiry, witness, consent, secretary, role):
    somebody = person(role, inquiry)
    browser = desk(somebody)
    assert browser.get(address("consent_of", witness.ref)).status_code == 404
    accounts.assign(somebody, witness, by=secretary)
    page = text(browser.get(address("consent_of", witness.ref)))
    assert "May be shared with a body they named" in page
    assert GROUP not in page
    assert "cited by name" not in page
    assert consent.ref not in page
    assert "Record consent" not in page
    for name, ref in (("consent", consent.ref), ("consent_out", witness.ref), ("consent_withdraw", witness.ref)):
        assert browser.get(address(name, ref)).status_code == 404
    assert Entry.objects.get(act="consent.read").by == somebody


def test_nobody_was_asked_yet(officer, witness):
    page = text(officer.get(address("consent_of", witness.ref)))
    assert "Nobody has asked yet" in page
    assert f"{witness.ref} named no body to share with." in page


def test_consent_is_asked_on_a_form(officer, witness):
    form = officer.get(address("consent_new", witness.ref))
    assert 'value="Kazakh"' not in form.content.decode()  # what it was explained in is said, not guessed
    page = text(form)
    for question in ("May they be cited by name?", "May be shared with"):
        assert "optional" not in page[page.index(question) :][:60]
    sent = {
        "given_on": today().isoformat(), "how": "signed", "analysis": "yes", "cite_anonymised": "yes", "cite_by_name": "no",
        "publish": "", "share_yes": f"{GROUP}\n{COURT}", "share_nobody": "on", "interpreter": "on",
        "interpreter_code": "INT-02", "language": "Kazakh", "expires_on": (today() + timedelta(days=365)).isoformat(),
    }  # fmt: skip
    answer = officer.post(address("consent_new", witness.ref), sent)
    made = Consent.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert set(made.answers.values_list("use", "audience", "yes")) == {
        ("analysis", "", True), ("cite_anonymised", "", True), ("cite_by_name", "", False), ("share", GROUP, True),
        ("share", COURT, True), ("share", "", False),
    }  # fmt: skip
    assert level_today(witness) == "T3"


def test_what_does_not_fit_keeps_what_was_typed(officer, witness):
    ahead = (today() + timedelta(days=2)).isoformat()
    answer = officer.post(
        address("consent_new", witness.ref),
        {"given_on": ahead, "how": "oral", "language": "Kazakh", "analysis": "yes", "conditions": "Not in May."},
    )
    assert answer.status_code == 422
    assert "This day has not come yet." in text(answer)
    assert "Not in May." in text(answer)
    unsaid = {"given_on": today().isoformat(), "how": "oral", "analysis": "yes"}
    assert officer.post(address("consent_new", witness.ref), unsaid).status_code == 422
    empty = officer.post(
        address("consent_new", witness.ref), {"given_on": today().isoformat(), "how": "oral", "language": "Kazakh"}
    )
    assert "Nothing was answered." in text(empty)
    assert not Consent.objects.exists()


def test_an_act_shows_what_was_said_and_is_audited(officer, consent):
    page = text(officer.get(consent.get_absolute_url()))
    assert "Not before June." in page
    assert GROUP in page
    assert Entry.objects.filter(act="consent.read", about=consent.ref).count() == 1


def test_a_withdrawal_leads_to_what_it_blocks_and_what_went_out(officer, witness, consent, protection_officer):
    shared = {"use": Use.SHARE, "audience": GROUP, "by": protection_officer}
    actions.note_use([witness.ref], artefact="Letter of 4 March", **shared)
    actions.note_use(
        [witness.ref], use=Use.CITE_ANONYMISED, audience="Readers", artefact="Interim report", by=protection_officer
    )
    before = text(officer.get(address("consent_out", witness.ref)))
    assert "Still covered" in before
    assert "To tell" not in before
    answer = officer.post(
        address("consent_withdraw", witness.ref), {"extent": "some", "uses": ["share"], "how": "message"}
    )
    page = text(officer.get(answer["Location"]))
    assert answer["Location"].endswith(f"?act={Consent.objects.last().ref}")
    assert f"{witness.ref} withdrew consent to sharing with {GROUP} on" in page
    assert "Letter of 4 March" in page
    assert "To tell" in page
    assert "Interim report" not in page
    assert "To tell" in text(officer.get(address("consent_out", witness.ref)))


def test_choosing_a_body_withdraws_sharing_with_that_one(officer, witness, consent):
    officer.post(address("consent_withdraw", witness.ref), {"extent": "some", "audience": GROUP, "how": "oral"})
    act = Consent.objects.last()
    assert list(act.answers.values_list("use", "audience")) == [("share", GROUP)]
    assert level_today(witness) == "T2"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Say whether they withdrew everything or only some uses."),
        ({"extent": "some"}, "Tick the uses that they withdrew."),
        ({"extent": "everything", "uses": ["share"]}, "choose one of the two"),
    ],
)
def test_nothing_is_withdrawn_that_was_not_chosen(officer, witness, consent, sent, said):
    answer = officer.post(address("consent_withdraw", witness.ref), {**sent, "how": "oral"})
    assert answer.status_code == 422
    assert said in text(answer)
    assert level_today(witness) == "T3"


def test_everything_is_withdrawn_when_it_is_chosen(officer, witness, consent):
    page = text(officer.get(address("consent_withdraw", witness.ref)))
    assert "It cannot be undone" in page
    assert "closes it at once" in page
    offered = [tag for tag in page.split("<input") if 'name="extent"' in tag]
    assert len(offered) == 2
    assert not any(" checked" in tag[: tag.index(">")] for tag in offered)
    officer.post(address("consent_withdraw", witness.ref), {"extent": "everything", "how": "oral"})
    assert level_today(witness) == "T0"


def test_a_recipient_is_told(officer, witness, consent, protection_officer):
    made = actions.note_use([witness.ref], use=Use.SHARE, audience=GROUP, artefact="Letter", by=protection_officer)[0]
    actions.withdraw(witness, by=protection_officer, how="oral")
    form = address("use_told", made.ref)
    refused = officer.post(form, {"state": "impossible", "on": today().isoformat()})
    assert "Say why they cannot be told." in text(refused)
    assert officer.post(form, {"state": "told", "on": today().isoformat(), "note": "By letter."}).status_code == 302
    page = text(officer.get(address("consent_out", witness.ref)))
    assert "Told" in page
    assert "By letter." in page
    assert "To tell" not in page


def test_something_given_by_hand_is_refused_with_reasons_on_the_form(officer, witness, consent):
    form = address("consent_out_new", witness.ref)
    sent = {"use": "share", "audience": COURT, "artefact": "Oral briefing", "on": today().isoformat()}
    answer = officer.post(form, sent)
    assert answer.status_code == 409
    assert f"{witness.ref} gave no consent to sharing with {COURT}." in text(answer)
    assert 'value="Oral briefing"' in answer.content.decode()
    assert Entry.objects.filter(act="refused").count() == 1
    assert officer.post(form, {**sent, "went_out": "on"}).status_code == 302
    assert UseMade.objects.get().uncovered
    assert "Not covered when it went out" in text(officer.get(address("consent_out", witness.ref)))


def test_strangers_other_inquiries_and_missing_records_read_alike(
    desk, witness, consent, outsider, stranger, protection_officer
):
    made = actions.note_use([witness.ref], use=Use.SHARE, audience=GROUP, artefact="Letter", by=protection_officer)[0]
    pages = [
        (name, witness.ref)
        for name in ("consent_of", "consent_new", "consent_withdraw", "consent_out", "consent_out_new")
    ]
    for somebody in (outsider, stranger):
        browser = desk(somebody)
        for name, ref in [*pages, ("consent", consent.ref), ("use_told", made.ref)]:
            hidden, missing = browser.get(address(name, ref)), browser.get(address(name, f"{ref[:2]}9999"))
            assert hidden.status_code == missing.status_code == 404
            assert hidden.content == missing.content


def test_an_act_of_another_witness_is_not_shown_as_theirs(officer, inquiry, witness, consent, protection_officer):
    other = people.register(inquiry=inquiry, by=protection_officer, capacity="source")
    act = actions.withdraw(other, by=protection_officer, how="oral")
    assert officer.get(address("consent_out", witness.ref) + f"?act={act.ref}").status_code == 404


def test_the_list_asks_no_more_for_more_rows(officer, witness, consent, protection_officer):
    def one(number):
        shared = {"use": Use.SHARE, "audience": GROUP, "by": protection_officer}
        actions.note_use([witness.ref], artefact=f"Letter {number}", **shared)

    one(0)
    with CaptureQueriesContext(connection) as few:
        officer.get(address("consent_out", witness.ref))
    for number in range(1, 12):
        one(number)
    with CaptureQueriesContext(connection) as many:
        officer.get(address("consent_out", witness.ref))
    assert len(many) == len(few)
