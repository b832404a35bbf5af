"""The pages of detainees: who opens them, that reading is recorded, what they say and what they take."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.official_requests import actions as requests
from tests.witnesses.prisons import furnish
from witnesses.detainees import actions, court_actions
from witnesses.detainees.models import Custody, Detainee


@pytest.fixture
def made(inquiry, secretary, investigator):
    return furnish(inquiry, secretary, investigator)


def page(detainee, what="detainee"):
    return reverse(f"witnesses:{what}", args=[detainee.ref])


def test_the_page_tells_the_gap_the_dispute_and_what_is_not_stated(made, desk, investigator):
    answer = desk(investigator).get(page(made.public))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Gap, possible" in text
    assert "Disputed" in text
    assert "House arrest, or jailed?" in text
    assert "at most 354 days" not in text
    assert "between 16 and 354 days" in text
    assert text.count("not stated") > 3
    assert "we cannot be sure that the person was held; at most" in text
    assert "or house arrest?" in text or "or prison?" in text
    day = re.search(r'name="until" value="([^"]*)"', text)
    assert day
    assert f"Days held up to {date.fromisoformat(day[1]):%-d %B %Y}" in text
    assert 'class="picture-legend ' in text
    assert "scroll →" in text


def test_reading_the_page_is_recorded_once(made, desk, investigator):
    desk(investigator).get(page(made.public))
    entries = Entry.objects.filter(act="detainee.read", about=made.public.ref, by=investigator)
    assert entries.count() == 1
    assert "Ada" not in str(entries[0].facts)


@pytest.mark.parametrize("role", ["protection_officer", "investigator"])
def test_whoever_reads_detainees_opens_the_page(made, desk, role, request):
    assert desk(request.getfixturevalue(role)).get(page(made.public)).status_code == 200


@pytest.mark.parametrize(
    "role",
    ["secretary", "commissioner", "legal_analyst", "translator", "auditor", "administrator", "outsider", "stranger"],
)
def test_to_everybody_else_the_person_does_not_exist(made, desk, role, request):
    browser = desk(request.getfixturevalue(role))
    hidden = browser.get(page(made.public))
    missing = browser.get(reverse("witnesses:detainee", args=["DT-9999"]))
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert browser.get(page(made.public, "detainee_questionnaire")).status_code == 404


@pytest.mark.parametrize("role", ["commissioner", "legal_analyst"])
def test_whoever_is_assigned_reads_and_may_not_change(made, desk, role, request, protection_officer):
    reader = request.getfixturevalue(role)
    accounts.assign(reader, made.public, by=protection_officer)
    browser = desk(reader)
    answer = browser.get(page(made.public))
    assert answer.status_code == 200
    assert "Record an interval" not in answer.content.decode()
    assert browser.get(page(made.public, "custody_new")).status_code == 404
    assert browser.get(page(made.hidden)).status_code == 404


@pytest.mark.parametrize("role", ["secretary", "auditor"])
def test_the_secretariat_and_the_auditor_see_the_number_and_nothing_else(made, desk, role, request):
    text = desk(request.getfixturevalue(role)).get(reverse("witnesses:detainees")).content.decode()
    assert "<b>2</b> recorded in this inquiry" in text
    assert "too few to say" in text
    assert made.public.ref not in text
    assert "Ada Example" not in text
    assert made.witness.ref not in text


def test_a_cipher_stands_where_a_name_would(made, desk, investigator):
    text = desk(investigator).get(page(made.hidden)).content.decode()
    assert made.witness.ref in text
    assert "Under a cipher" in text


def test_an_interval_is_recorded_on_its_form_and_friendly_dates_are_understood(made, desk, investigator):
    answer = desk(investigator).post(
        page(made.public, "custody_new"),
        {"kind": "POLICE_CUSTODY", "begin": "25 February 2022", "begin_zone": "Asia/Almaty", "begin_basis": "stated",
         "end": "", "end_zone": "Asia/Almaty", "end_basis": "unknown", "warrant": "not_shown", "whereabouts": "denied",
         "known": "press", "source": made.source.pk},
    )  # fmt: skip
    assert answer.status_code == 302
    row = Custody.objects.get(kind="POLICE_CUSTODY")
    assert answer["Location"] == f"{made.public.get_absolute_url()}#{row.ref}"
    assert (row.begin, row.source, row.detainee) == ("2022-02-25", made.source, made.public)


def test_a_refused_form_keeps_what_was_typed(made, desk, investigator):
    answer = desk(investigator).post(
        page(made.public, "custody_new"),
        {"kind": "PRISON", "begin": "2023-03", "begin_zone": "Asia/Almaty", "begin_basis": "stated", "end": "2022-01",
         "end_zone": "Asia/Almaty", "end_basis": "stated", "warrant": "unknown", "whereabouts": "unknown", "known": "unknown",
         "legal_basis": "Article 1 as stated"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "This ends before it begins." in answer.content.decode()
    assert "Article 1 as stated" in answer.content.decode()


def test_a_correction_keeps_what_stood_before(made, desk, investigator):
    address = reverse("witnesses:detainee_part_change", args=[made.house.ref])
    browser = desk(investigator)
    form = browser.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"end": "2023-02"}
    assert browser.post(address, typed).status_code == 302
    entry = Entry.objects.get(act="custody.change", about=made.house.ref)
    assert entry.facts["changes"]["end"] == ["2023-01-17/..", "2023-02"]


def test_a_step_is_corrected_by_a_further_row_and_stays_struck_out(made, desk, investigator):
    address = reverse("witnesses:detainee_part_correct", args=[made.step.ref])
    browser = desk(investigator)
    form = browser.get(address).context["form"]
    assert form["at"].value() == "2022-02"
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"charge": made.charge.pk, "source": made.source.pk, "kind": "error", "at_basis": "unknown"}
    assert browser.post(address, typed).status_code == 302
    made.step.refresh_from_db()
    assert made.step.corrected_by.kind == "error"
    assert "<s>Brought</s>" in browser.get(page(made.public)).content.decode()
    assert browser.post(address, typed).status_code == 409, "it was corrected already"


def test_a_request_is_linked_from_here_and_shows_the_person_only_to_their_readers(
    made, desk, inquiry, secretary, investigator, protection_officer
):
    asked = requests.draft(inquiry=inquiry, by=secretary, kind="person", subject="To meet her", addressee="A court")
    accounts.assign(investigator, asked, by=protection_officer)
    answer = desk(investigator).post(page(made.public, "link_new"), {"about_ref": asked.ref, "note": ""})
    assert answer.status_code == 302
    about = reverse("witnesses:detainees_about", args=[asked.ref])
    assert made.public.ref in desk(investigator).get(about).content.decode()
    assert desk(secretary).get(about).status_code == 404
    assert asked.ref in desk(investigator).get(page(made.public)).content.decode()
    assert "detainee" not in str(vars(asked)), "nothing of it stands with the request"


def test_a_request_that_one_may_not_see_cannot_be_linked(made, desk, inquiry, secretary, investigator):
    hidden = requests.draft(inquiry=inquiry, by=secretary, kind="person", subject="Another", addressee="A court")
    answers = [
        desk(investigator).post(page(made.public, "link_new"), {"about_ref": ref}) for ref in (hidden.ref, "OR-9999")
    ]
    assert [one.status_code for one in answers] == [422, 422]
    said = [one.context["form"].errors["about_ref"] for one in answers]
    assert said[0] == said[1]


@pytest.mark.django_db(databases=("default", "vault"))
def test_the_protection_officer_puts_a_named_person_under_a_cipher(
    made, desk, inquiry, investigator, protection_officer
):
    from witnesses.people import actions as people

    cipher = people.register(inquiry=inquiry, by=protection_officer, capacity="victim")
    made.public.change({"birth": "1988-05-03"})
    browser = desk(protection_officer)
    assert desk(investigator).get(page(made.public, "detainee_protect")).status_code == 404
    answer = browser.post(page(made.public, "detainee_protect"), {"witness": cipher.pk, "reason": "A threat"})
    assert answer.status_code == 302
    now = Detainee.objects.get(pk=made.public.pk)
    assert (now.name, now.witness, now.birth, now.profession) == ("", cipher, "1988", "")
    assert "Ada Example" not in browser.get(page(now)).content.decode()
    assert not Entry.objects.filter(facts__icontains="Ada Example").exists()


def test_the_questionnaire_prints_what_nobody_recorded_as_unanswered(made, desk, investigator):
    text = desk(investigator).get(page(made.public, "detainee_questionnaire")).content.decode()
    assert text.count("Unanswered") > 8
    assert "Category V" in text
    assert text.count("☐") == 5
    assert f"{made.source.ref}, paragraph 4" in text


def test_the_picture_stands_in_the_page_with_its_words(made, desk, investigator):
    text = desk(investigator).get(page(made.public)).content.decode()
    assert 'role="img"' in text
    assert "Intervals: 3; gaps: 2; overlaps: " in text


def test_the_page_takes_the_same_number_of_queries_however_much_is_recorded(
    made, desk, investigator, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = desk(investigator)
    browser.get(page(made.public))
    with CaptureQueriesContext(connection) as before:
        browser.get(page(made.public))
    for month in range(1, 7):
        row = actions.add_custody(
            detainee=made.public, by=investigator, kind="PRISON", begin=f"2021-0{month}", end=f"2021-0{month}"
        )
        court_actions.add_source(about=row, by=investigator, source=made.source)
        court_actions.add_charge_step(detainee=made.public, by=investigator, charge=made.charge, kind="amended")
    with django_assert_max_num_queries(len(before)):
        browser.get(page(made.public))
