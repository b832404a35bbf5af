"""Witnesses and openings in Chromium, wide and at 390 pixels; an identity opened by two people at their own windows, once."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from inquiry.commission.places import actions as places
from tests.conftest import PASSWORD
from tests.desk.looking import against
from tests.desk.test_desk_in_browser import browser, complaints, opened, shot, sign_in
from tests.witnesses.people import SPOKEN, registered
from witnesses.openings import actions
from witnesses.openings.models import Opening

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=("default", "vault"))]
__all__ = ["browser"]
REASON = "A neighbour was questioned yesterday; we have to warn them."


@pytest.fixture
def witnesses(inquiry: Any, investigator: Any, protection_officer: Any, secretary: Any) -> Any:
    region = places.add_place(
        name="West of Kazakhstan", kind="region", zone="Asia/Almaty", inquiry=inquiry, by=secretary
    )
    first = registered(
        inquiry,
        investigator,
        region=region,
        note="Saw the crowd in the square.",
        special_needs="Breaks every half hour.",
    )
    registered(inquiry, investigator, groups={}, capacity="victim", languages=["Kazakh", "Russian"])
    return [first, registered(inquiry, protection_officer, capacity="insider")]


def confirm(page: Any, back: str) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**{back}")


def test_every_page_is_fit_to_be_looked_at(
    browser, live_server, inquiry, witnesses, investigator, protection_officer, commissioner
):
    first = witnesses[0].ref
    asked = actions.ask(inquiry=inquiry, by=investigator, witnesses=witnesses[:1], purpose="danger", reason=REASON)
    done = actions.ask(inquiry=inquiry, by=protection_officer, witnesses=witnesses, purpose="contact", reason=REASON)
    actions.approve(done.ref, by=commissioner)
    page = opened(browser)
    said = complaints(page)
    sign_in(page, live_server.url, protection_officer, "/witnesses/")
    page.goto(live_server.url + "/witnesses/openings/new/")
    confirm(page, "/witnesses/openings/new/")
    named = [
        ("witnesses", reverse("witnesses:witnesses")), ("new", reverse("witnesses:witness_new")),
        *((name, reverse(f"witnesses:{name}", args=[first])) for name in ("witness", "witness_change")),
        ("deposit", reverse("witnesses:deposit", args=[first]) + "?registered=yes"),
        ("search", reverse("witnesses:vault_search")), ("openings", reverse("witnesses:openings")),
        ("ask", reverse("witnesses:opening_new") + f"?witness={first}"), ("destroy", reverse("witnesses:destruction_new")),
        ("asked", asked.get_absolute_url()), ("approve", reverse("witnesses:opening_step", args=[asked.ref, "approve"])),
        ("agreed", done.get_absolute_url()), ("trail", reverse("witnesses:openings_trail")),
    ]  # fmt: skip
    wrong = []
    for name, address in named:
        page.goto(live_server.url + address)
        wrong += against(page, f"people-{name}")
    page.goto(live_server.url + done.get_absolute_url())
    page.get_by_role("button", name=f"Open once {first}").click()
    page.get_by_text("This is shown once.").wait_for()
    wrong += against(page, "people-identity")
    page.emulate_media(media="print")
    shot(page, "people-identity-print")
    assert wrong == []
    assert said == []


def test_two_people_open_an_identity_and_going_back_shows_nothing(
    browser, live_server, inquiry, witnesses, investigator, protection_officer
):
    asker, second = opened(browser), opened(browser)
    ref = witnesses[0].ref
    sign_in(asker, live_server.url, investigator, "/witnesses/")
    asker.goto(f"{live_server.url}/witnesses/{ref}/")
    asker.get_by_role("link", name="Ask to open").click()
    confirm(asker, f"/witnesses/openings/new/?witness={ref}")
    asker.get_by_label("Purpose").select_option("danger")
    asker.get_by_label("Reason").fill(REASON)
    asker.get_by_role("button", name="Ask", exact=True).click()
    asker.get_by_text("Who could decide").wait_for()
    address = Opening.objects.get().get_absolute_url()
    sign_in(second, live_server.url, protection_officer, "/witnesses/")
    second.get_by_role("link", name="Look at them").click()
    second.get_by_role("link", name=Opening.objects.get().ref).click()
    second.get_by_role("link", name="Agree").click()
    confirm(second, f"{address}steps/approve/")
    second.get_by_role("button", name="Agree").click()
    second.wait_for_url(f"**{address}")
    asker.goto(live_server.url + address)
    asker.get_by_role("button", name=f"Open once {ref}").click()
    asker.get_by_text("This is shown once.").wait_for()
    assert all(word in asker.content() for word in SPOKEN)
    asker.get_by_role("link", name="I have read it").click()
    asker.wait_for_url(f"**{address}")
    with contextlib.suppress(Error):  # nothing was kept that could be shown: the browser says so in its own words
        asker.go_back()
    asker.wait_for_timeout(1000)
    seen = asker.evaluate("document.documentElement.innerText")
    assert not any(word in seen for word in SPOKEN)
    asker.goto(live_server.url + address)
    assert asker.get_by_role("button", name="Open once").count() == 0


def test_what_is_typed_about_somebody_is_kept_by_no_browser(browser, live_server, witnesses, investigator):
    page = opened(browser)
    sign_in(page, live_server.url, investigator, "/witnesses/")
    page.goto(f"{live_server.url}/witnesses/{witnesses[0].ref}/deposit/")
    page.get_by_label("Full name").fill("Айсұлу Қиялова-Сынақ")
    page.wait_for_timeout(900)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Қиялова" not in kept
    page.reload()
    assert page.get_by_label("Full name").input_value() == ""
