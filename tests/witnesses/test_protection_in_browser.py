"""Consent and protection in Chromium, wide and at 390 pixels: within the policy, readable for all, nothing cut off."""

from __future__ import annotations

import pytest
from django.urls import reverse

from inquiry.accounts.policy import today
from inquiry.demonstration.shelf import Shelf
from tests.desk.looking import against
from tests.desk.test_desk_in_browser import browser, complaints, opened, sign_in
from witnesses.consent.models import Consent
from witnesses.consent.rules import Use
from witnesses.demonstration import consent, protection
from witnesses.demonstration.people import note_of
from witnesses.people import actions as people
from witnesses.people.models import Witness
from witnesses.protection.models import NecessityCheck, ProtectionMeasure, RiskAssessment
from witnesses.protection.reprisals import Reprisal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["browser"]


@pytest.fixture
def story(inquiry, protection_officer):
    for number in protection.STORIES:
        facts = {"capacity": "victim", "note": note_of(number), "languages": ["Kazakh"]}
        people.register(inquiry=inquiry, by=protection_officer, **facts)
    shelf = Shelf(inquiry, {"protection": protection_officer})
    consent.load(shelf)
    protection.load(shelf)
    return list(Witness.objects.order_by("pk"))


def pages(people_here):
    """Name and address of every page, of the witness with whom it says most."""
    first, often, second, withdrawn, _fifth = (one.ref for one in people_here)
    act = Consent.objects.get(kind="withdrawn")
    rows = {"consent": act, "reprisal": Reprisal.objects.get(), "measure": ProtectionMeasure.objects.first()}
    rows |= {"risk": RiskAssessment.objects.first(), "necessity": NecessityCheck.objects.last()}
    for name, ref in (
        ("consent_of", first), ("consent_new", second), ("consent_withdraw", first), ("consent_out", withdrawn),
        ("consent_out_new", first), ("protection_of", withdrawn), ("risk_new", second), ("measure_new", second),
        ("reprisal_new", second), ("necessity_new", often),
    ):  # fmt: skip
        yield name, reverse(f"witnesses:{name}", args=[ref])
    yield "consent_out_after", reverse("witnesses:consent_out", args=[withdrawn]) + f"?act={act.ref}"
    yield "reviews", reverse("witnesses:reviews")
    for name, row in rows.items():
        yield name, row.get_absolute_url()


def test_every_page_is_fit_to_be_looked_at(browser, live_server, protection_officer, story):
    page = opened(browser)
    said = complaints(page)
    sign_in(page, live_server.url, protection_officer, "/witnesses/reviews/")
    wrong = []
    for name, address in pages(story):
        page.goto(live_server.url + address)
        wrong += against(page, f"protection-{name}")
    assert wrong == []
    assert said == []


def test_a_withdrawal_by_keyboard_shows_what_it_blocks(browser, live_server, protection_officer, story):
    first = story[0]
    page = opened(browser)
    sign_in(page, live_server.url, protection_officer, "/witnesses/reviews/")
    page.goto(live_server.url + reverse("witnesses:consent_withdraw", args=[first.ref]))
    page.get_by_label("Only these uses").focus()
    page.keyboard.press("Space")
    page.get_by_label("Sharing with a named body").focus()
    page.keyboard.press("Space")
    page.get_by_label("How it reached us").select_option("message")
    page.get_by_label("Reason, if they gave one").press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/consent/out/?act=*")
    assert page.get_by_role("heading", name="Blocked from now on").is_visible()
    assert page.get_by_text("To tell", exact=True).count() == 1
    act = Consent.objects.get(witness=first, kind="withdrawn")
    assert list(act.answers.values_list("use", flat=True)) == [Use.SHARE]
    assert act.given_on == today()
