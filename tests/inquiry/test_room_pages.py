"""Every page of the rooms opens for the secretariat, is 404 to a stranger, and closed forms are 404 to readers."""

from __future__ import annotations

import pytest

from tests.inquiry.rooms import furnish

READING = [
    "/overview/", "/commission/", "/commission/members/{chair}/", "/commission/areas/{area}/", "/authorities/",
    "/authorities/{ministry}/", "/authorities/officials/", "/authorities/officials/{official}/", "/authorities/places/",
    "/authorities/places/{almaty}/", "/sources/", "/sources/{source}/", "/sources/about/{visit}/", "/visits/",
    "/visits/{visit}/", "/statements/", "/statements/{statement}/", "/statements/figures/", "/statements/figures/{figure}/",
    "/users/", "/roles/",
]  # fmt: skip
WRITING = [
    "/commission/{commission}/change/", "/commission/members/new/", "/commission/members/{chair}/change/",
    "/commission/members/{chair}/declare/", "/commission/areas/new/", "/commission/areas/{area}/change/", "/authorities/new/",
    "/authorities/{ministry}/change/", "/authorities/officials/new/", "/authorities/officials/{official}/change/",
    "/authorities/officials/{official}/positions/new/", "/authorities/positions/{position}/change/",
    "/authorities/places/new/", "/authorities/places/{almaty}/change/", "/sources/new/", "/sources/{source}/change/",
    "/visits/new/", "/visits/{visit}/change/", "/visits/{visit}/legs/new/", "/visits/legs/{leg}/change/",
    "/visits/{visit}/travellers/new/", "/visits/travellers/{traveller}/change/", "/visits/{visit}/observations/new/",
    "/visits/{visit}/steps/begin/", "/visits/{visit}/steps/cancel/", "/statements/new/", "/statements/{statement}/change/",
    "/statements/figures/new/", "/statements/figures/{figure}/change/",
]  # fmt: skip
BOTH = [
    "/sources/about/{visit}/cite/",
    "/sources/citations/{citation}/withdraw/",
    "/tokens/",
    "/tokens/new/",
    "/health/",
]


@pytest.fixture
def made(inquiry, secretary):
    return furnish(inquiry, secretary)


def address(pattern, made):
    return pattern.format(**{name: record.ref for name, record in vars(made).items()})


def test_every_page_opens_for_the_secretariat(made, desk, secretary):
    browser = desk(secretary)
    answers = {path: browser.get(address(path, made)).status_code for path in [*READING, *WRITING, *BOTH]}
    assert {path: code for path, code in answers.items() if code != 200} == {}


def test_no_page_opens_for_somebody_without_a_role(made, desk, stranger):
    browser = desk(stranger)
    answers = {path: browser.get(address(path, made)).status_code for path in [*READING, *WRITING, *BOTH]}
    assert {path: code for path, code in answers.items() if code != 404} == {"/overview/": 200, "/roles/": 200}


def test_a_person_of_another_inquiry_finds_no_record(made, desk, outsider):
    browser = desk(outsider)
    named = [path for path in [*READING, *WRITING, *BOTH] if "{" in path]
    answers = {path: browser.get(address(path, made)).status_code for path in named}
    assert {path: code for path, code in answers.items() if code != 404} == {}


def test_a_reader_finds_no_form_that_changes(made, desk, commissioner):
    browser = desk(commissioner)
    answers = {path: browser.get(address(path, made)).status_code for path in WRITING}
    assert {path: code for path, code in answers.items() if code != 404} == {}
    assert {path: browser.get(address(path, made)).status_code for path in READING if path != "/users/"}.items() >= {
        ("/visits/{visit}/", 200),
        ("/overview/", 200),
    }


def test_a_panel_is_a_fragment_for_htmx_and_a_page_for_everybody_else(made, desk, secretary):
    browser, path = desk(secretary), f"/sources/about/{made.visit.ref}/"
    assert "<html" not in browser.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" in browser.get(path).content.decode()


def test_lists_narrow_by_what_is_chosen(made, desk, secretary):
    browser = desk(secretary)
    assert "Алматы" in browser.get("/authorities/places/?name=alma").content.decode()
    assert "Алматы" not in browser.get("/authorities/places/?kind=country").content.decode()


def test_the_edit_form_shows_both_versions_and_then_saves(made, desk, secretary, second_secretary):
    path = f"/authorities/places/{made.almaty.ref}/change/"
    typed = {"name": "Almaty", "kind": "city", "zone": "Asia/Almaty", "country": "KZ", "revision": "1"}
    assert desk(second_secretary).post(path, {**typed, "country": "Kazakhstan"}).status_code == 302
    page = desk(secretary).post(path, typed)
    body = page.content.decode()
    assert page.status_code == 409
    assert "Kazakhstan" in body
    assert 'name="revision" value="2"' in body
    assert desk(secretary).post(path, {**typed, "revision": "2"}).status_code == 302
    made.almaty.refresh_from_db()
    assert made.almaty.country == "KZ"


def test_a_refused_form_stays_filled(made, desk, secretary):
    page = desk(secretary).post("/authorities/places/new/", {"name": "Somewhere", "kind": "city", "zone": "Mars/Base"})
    assert page.status_code == 422
    assert 'value="Somewhere"' in page.content.decode()


def test_choices_never_name_another_inquirys_records(made, desk, outsider):
    assert "Ministry of Examples" not in desk(outsider).get("/authorities/new/").content.decode()
