"""“Is this person known?” and the search by name: an answer, and no trace of the name that was typed."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.audit.models import Entry
from tests.conftest import person
from tests.witnesses.people import registered
from tests.witnesses.test_deposits import everything_in_the_database

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
SPELLED = "Aisulu Kiyalova-Synak"


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    return registered(inquiry, investigator)


def test_known_is_yes_and_whom_to_ask(desk, inquiry, witness, protection_officer):
    answer = desk(person("investigator", inquiry)).post("/witnesses/known/", {"secret-name": SPELLED})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<b>Yes.</b>" in page
    assert protection_officer.name in page
    assert witness.ref not in page
    assert "Kiyalova" not in page


def test_not_known_is_no(desk, inquiry, witness):
    page = desk(person("investigator", inquiry)).post("/witnesses/known/", {"secret-name": "Petr Vymyshlennyi"}).content
    assert "<b>No.</b>" in page.decode()
    assert "Vymyshlennyi" not in page.decode()


def test_ten_a_day_and_then_it_is_said_so(desk, inquiry, witness, investigator):
    browser = desk(investigator)
    for number in range(10):
        assert browser.post("/witnesses/known/", {"secret-name": f"Somebody {'abcdefghij'[number]}"}).status_code == 200
    answer = browser.post("/witnesses/known/", {"secret-name": SPELLED})
    assert answer.status_code == 409
    assert "ten times within a day" in answer.content.decode()
    assert "Kiyalova" not in answer.content.decode()


def test_the_name_is_kept_nowhere(desk, inquiry, witness, investigator, protection_officer):
    asker, officer = desk(investigator), desk(protection_officer)
    asker.post("/witnesses/known/", {"secret-name": SPELLED})
    officer.post("/witnesses/search/", {"secret-name": SPELLED})
    asker.post("/witnesses/known/", {"secret-name": "K" * 300})
    everything = everything_in_the_database()
    assert "Kiyalova" not in everything
    assert "KKKKK" not in everything
    assert set(Entry.objects.filter(act__in=["vault.ask", "vault.search"]).values_list("act", flat=True)) == {
        "vault.ask",
        "vault.search",
    }


def test_the_name_in_the_address_is_not_asked(desk, inquiry, witness, investigator):
    page = desk(investigator).get("/witnesses/known/?secret-name=Aisulu&name=Aisulu").content.decode()
    assert "<b>Yes.</b>" not in page
    assert not Entry.objects.filter(act="vault.ask").exists()


def test_the_search_gives_ciphers_and_scores_in_any_script(desk, inquiry, witness, protection_officer):
    for name in (SPELLED, "Айсулу Киялова", "Айсұлу Қиялова-Сынақ"):
        answer = desk(protection_officer).post("/witnesses/search/", {"secret-name": name})
        page = answer.content.decode()
        assert f'href="/witnesses/{witness.ref}/"' in page, name
        assert " %</td>" in page
        assert name.split()[0] not in page
    assert (
        "No cipher"
        in desk(protection_officer).post("/witnesses/search/", {"secret-name": "Петр Иной"}).content.decode()
    )


@pytest.mark.parametrize(
    ("role", "known", "search"),
    [
        ("investigator", 200, 404), ("protection_officer", 404, 200), ("commissioner", 404, 404), ("auditor", 404, 404),
        ("secretariat", 404, 404), ("administrator", 404, 404), ("legal_analyst", 404, 404), ("", 404, 404),
    ],
)  # fmt: skip
def test_who_may_ask(desk, inquiry, role, known, search):
    browser = desk(person(role, inquiry))
    assert browser.get("/witnesses/known/").status_code == known
    assert browser.get("/witnesses/search/").status_code == search


def test_another_inquirys_people_are_not_known_here(desk, inquiry, other_inquiry, witness):
    asked = desk(person("investigator", other_inquiry)).post("/witnesses/known/", {"secret-name": SPELLED})
    assert "<b>No.</b>" in asked.content.decode()
    searched = desk(person("protection_officer", other_inquiry)).post("/witnesses/search/", {"secret-name": SPELLED})
    assert witness.ref not in searched.content.decode()
