"""Witnesses on their pages: who finds whom, what is registered and changed, what each page tells and does not tell."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.people import SPOKEN, registered
from witnesses.people.models import Witness

pytestmark = pytest.mark.django_db(databases=("default", "vault"))


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    return registered(inquiry, investigator)


def pages(witness: Any) -> list[str]:
    return [f"/witnesses/{witness.ref}/{more}" for more in ("", "change/", "deposit/", "steps/suspend/")]


def codes(browser: Any, witness: Any) -> list[int]:
    return [browser.get(path).status_code for path in pages(witness)]


def test_whoever_registered_opens_every_page(desk, witness, investigator):
    assert codes(desk(investigator), witness) == [200, 200, 200, 200]


def test_the_protection_officer_opens_every_page(desk, witness, protection_officer):
    assert codes(desk(protection_officer), witness) == [200, 200, 200, 200]


@pytest.mark.parametrize(
    "role",
    ["investigator", "commissioner", "legal_analyst", "secretariat", "translator", "auditor", "administrator", ""],
)
def test_nobody_else_finds_the_witness_until_assigned(desk, inquiry, witness, role):
    browser = desk(person(role, inquiry))
    assert codes(browser, witness) == [404] * 4
    missing = browser.get("/witnesses/W-99999/")
    hidden = browser.get(f"/witnesses/{witness.ref}/")
    assert hidden.content == missing.content


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("investigator", [200, 200, 404, 200]),  # may keep the record, not deposit: that is the one who took it in
        ("commissioner", [200, 404, 404, 404]),
        ("legal_analyst", [200, 404, 404, 404]),
        ("secretariat", [404, 404, 404, 404]),
        ("translator", [404, 404, 404, 404]),
    ],
)
def test_whoever_is_assigned_reads_as_far_as_the_role_goes(desk, inquiry, witness, protection_officer, role, seen):
    somebody = person(role, inquiry)
    accounts.assign(somebody, witness, by=protection_officer)
    assert codes(desk(somebody), witness) == seen


def test_people_of_another_inquiry_find_nothing(desk, other_inquiry, witness):
    browser = desk(person("protection_officer", other_inquiry))
    assert codes(browser, witness) == [404] * 4
    assert witness.ref not in browser.get("/witnesses/").content.decode()


def test_the_list_shows_those_one_may_read_and_narrows(desk, inquiry, witness, investigator, protection_officer):
    other = registered(inquiry, protection_officer, groups={}, capacity="expert", languages=["Russian"])
    mine = desk(investigator).get("/witnesses/").content.decode()
    assert witness.ref in mine
    assert other.ref not in mine
    browser = desk(protection_officer)
    shown = browser.get("/witnesses/").content.decode()
    assert witness.ref in shown
    assert other.ref in shown
    for query in ("?capacity=expert", "?language=russ", f"?cipher={other.ref.lower()}"):
        narrowed = browser.get(f"/witnesses/{query}").content.decode()
        assert other.ref in narrowed
        assert witness.ref not in narrowed
    assert "No witness fits" in browser.get("/witnesses/?status=closed").content.decode()


def test_an_empty_list_says_what_belongs_there(desk, commissioner, investigator):
    assert "whom you are assigned to" in desk(commissioner).get("/witnesses/").content.decode()
    assert "Register a witness" in desk(investigator).get("/witnesses/").content.decode()


def test_the_list_asks_the_database_the_same_for_many(desk, inquiry, protection_officer):
    browser, asked = desk(protection_officer), []
    for _ in range(3):
        for _ in range(4):
            registered(inquiry, protection_officer, groups={})
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/witnesses/").content.decode().count('class="ref"') == Witness.objects.count()
        asked.append(len(queries))
    assert asked[0] == asked[2] <= 26


def test_registering_leads_to_the_deposit(desk, investigator, inquiry):
    posted = {"capacity": "victim", "came": "lawyer", "age_band": "adult", "languages": "Kazakh\nRussian"}
    answer = desk(investigator).post("/witnesses/new/", posted)
    made = Witness.objects.get(inquiry=inquiry)
    assert answer["Location"] == f"/witnesses/{made.ref}/deposit/?registered=yes"
    assert (made.languages, made.created_by) == (["Kazakh", "Russian"], investigator)
    page = desk(investigator).get(answer["Location"]).content.decode()
    assert f"{made.ref} is registered" in page
    assert Entry.objects.filter(act="witness.register", about=made.ref, by=investigator).exists()


def test_a_refused_registration_comes_back_filled(desk, investigator):
    answer = desk(investigator).post("/witnesses/new/", {"capacity": "", "note": "Wants to speak in March."})
    assert answer.status_code == 422
    assert "Wants to speak in March." in answer.content.decode()
    assert not Witness.objects.exists()


def test_contact_is_suspended_resumed_and_ended(desk, witness, investigator):
    browser = desk(investigator)
    for verb, status in (("suspend", "paused"), ("resume", "active"), ("close", "closed")):
        assert browser.post(f"/witnesses/{witness.ref}/steps/{verb}/").status_code == 302
        witness.refresh_from_db()
        assert witness.status == status
    assert browser.post(f"/witnesses/{witness.ref}/steps/suspend/").status_code == 409
    assert browser.get(f"/witnesses/{witness.ref}/steps/nothing/").status_code == 404


def test_a_change_does_not_write_over_a_colleagues(desk, witness, investigator, protection_officer):
    posted = {"capacity": "victim", "came": "lawyer", "age_band": "adult", "languages": "Kazakh", "revision": "1"}
    assert desk(protection_officer).post(f"/witnesses/{witness.ref}/change/", posted).status_code == 302
    answer = desk(investigator).post(f"/witnesses/{witness.ref}/change/", {**posted, "capacity": "expert"})
    assert answer.status_code == 409
    assert "Victim or survivor" in answer.content.decode()
    witness.refresh_from_db()
    assert witness.capacity == "victim"


def test_the_page_names_the_groups_and_whom_to_ask_and_no_content(desk, witness, investigator, protection_officer):
    page = desk(investigator).get(f"/witnesses/{witness.ref}/").content.decode()
    assert "The vault holds: Names, Contact." in page
    assert protection_officer.name in page
    assert [word for word in SPOKEN if word in page] == []


def test_only_people_whose_role_can_see_a_witness_are_offered(desk, inquiry, witness, investigator, protection_officer):
    page = desk(protection_officer).get(f"/assignments/about/{witness.ref}/").content.decode()
    assert "These roles open it all the same: Witness-protection officer." in page
    assert f"{investigator.name} recorded it and needs no assignment." in page
    other, auditor = person("investigator", inquiry), person("auditor", inquiry)
    page = desk(protection_officer).get(f"/assignments/about/{witness.ref}/").content.decode()
    assert f">{other.name}</option>" in page
    assert f">{auditor.name}</option>" not in page


def test_each_look_is_recorded_once(desk, witness, investigator):
    desk(investigator).get(f"/witnesses/{witness.ref}/")
    looks = Entry.objects.filter(act="witness.read", about=witness.ref)
    assert [(one.by, one.facts) for one in looks] == [(investigator, {})]


def test_a_vault_that_is_down_closes_no_page(desk, witness, investigator, settings, tmp_path):
    settings.VAULT_SOCKET = str(tmp_path / "nobody-listens")
    answer = desk(investigator).get(f"/witnesses/{witness.ref}/")
    assert answer.status_code == 200
    assert "The vault does not answer now" in answer.content.decode()


def test_witnesses_are_in_the_navigation_of_those_who_may_read_them(desk, investigator, secretary, auditor):
    assert 'href="/witnesses/"' in desk(investigator).get("/overview/").content.decode()
    assert 'href="/witnesses/"' not in desk(secretary).get("/overview/").content.decode()
    assert 'href="/witnesses/openings/trail/"' in desk(auditor).get("/overview/").content.decode()
