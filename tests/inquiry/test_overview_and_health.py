"""The overview shows what the reader may see; the health page says what is missing and what that switches off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import resolve

from inquiry.audit import ledger as audit
from inquiry.health import facts as health
from inquiry.visits import actions as visits
from tests.inquiry.rooms import furnish


def test_an_empty_inquiry_offers_the_first_action(inquiry, secretary, desk):
    page = desk(secretary).get("/overview/").content.decode()
    assert "Begin with the commission" in page
    assert "/commission/new/" in page


def test_a_reader_is_not_asked_to_set_anything_up(inquiry, commissioner, desk):
    assert "/commission/new/" not in desk(commissioner).get("/overview/").content.decode()


def test_it_shows_mandate_dates_and_what_was_done(inquiry, secretary, desk):
    furnish(inquiry, secretary)
    page = desk(secretary).get("/overview/").content.decode()
    for words in ("M2b", "15:30 Almaty", "09:30 London", "recorded the figure FG-"):
        assert words in page


def test_what_is_to_come_stands_first(inquiry, secretary, desk):
    visits.plan(
        title="The next visit", begins="2999-01-15T09:00", begins_zone="Asia/Almaty", inquiry=inquiry, by=secretary
    )
    page = desk(secretary).get("/overview/").content.decode()
    assert "Next dates" in page
    assert "The next visit" in page


def test_it_counts_only_what_one_may_open(inquiry, secretary, legal_analyst, desk):
    furnish(inquiry, secretary)
    page = desk(legal_analyst).get("/overview/").content.decode()
    assert "The first visit" not in page
    assert "recorded the figure" not in page


def test_each_panel_of_the_overview_is_an_address(inquiry, secretary, desk):
    import re

    page = desk(secretary).get("/overview/").content.decode()
    for url in re.findall(r'hx-get="([^"]+)"', page):
        assert resolve(url)


@pytest.fixture
def quiet(monkeypatch):
    monkeypatch.setattr("inquiry.health.facts.current_app.control.ping", lambda timeout: [])


def test_health_says_what_does_not_work_meanwhile(quiet, inquiry, administrator, desk):
    page = desk(administrator).get("/health/").content.decode()
    assert "PostgreSQL" in page
    assert "Documents wait to be read" in page


def test_a_scheduler_that_stands_still_is_noticed(quiet, inquiry, secretary, monkeypatch):
    monkeypatch.setattr("inquiry.health.facts.GRACE", timedelta(0))
    assert [fact.well for fact in health.facts() if fact.name == "Sealing of the audit"] == [False]
    audit.seal()
    assert [fact.well for fact in health.facts() if fact.name == "Sealing of the audit"] == [True]


def test_health_by_api(quiet, api, administrator, commissioner):
    answer = api(administrator).get("/api/v1/health/")
    assert {fact["name"] for fact in answer.data["facts"]} >= {"Database", "Workers", "Disk of the originals"}
    assert api(commissioner).get("/api/v1/health/").status_code == 404
