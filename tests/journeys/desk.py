"""The secretariat's days: reading the story, asking an authority, being cancelled on twice."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

LETTER = "Dear Ms Abenova,\n\nwe should like to see the northern gate.\n\nSYNTHETIC letter to a fictitious person."


def chosen(page: Page, label: str, words: str) -> None:
    """Choose the option that holds `words`."""
    field = page.get_by_role("combobox", name=re.compile(f"^{label}"))
    option = field.locator("option").filter(has_text=words).first
    field.select_option(value=option.get_attribute("value") or "")


def test_the_story_of_the_cancelled_meetings_is_read(walk) -> None:
    one = walk("secretary")
    page: Page = one.page
    one.shoots("01-overview")
    page.get_by_role("link", name="Requests", exact=True).first.click()
    one.shoots("02-requests")
    page.get_by_role("link", name="OR-0003").first.click()
    story = page.locator("main")
    expect(story).to_contain_text("16 January 2023, evening")
    expect(story).to_contain_text("No reason was given.")
    expect(story).to_contain_text("19 January 2023")
    assert "less than a day" not in story.inner_text()
    one.shoots("03-cancelled-twice")
    page.goto(f"{one.system.address}/petitions/")
    page.get_by_role("link", name="PT-0001").first.click()
    expect(page.locator("main")).to_contain_text("Revoked")
    expect(page.locator("main")).to_contain_text("17 January 2023, morning")
    one.shoots("04-permission-revoked")
    assert one.said == []


def test_a_request_is_sent_by_a_second_person_and_cancelled_twice(walk) -> None:
    first, second = walk("secretary"), walk("second.secretary")
    ref = drafted(first)
    page: Page = first.page
    assert page.get_by_role("link", name="Send", exact=True).count() == 0, "whoever drafted it may not send it"
    page = second.goes(f"/requests/{ref}/")
    steps(second, ref)
    expect(page.locator("main")).to_contain_text("Cancelled")
    assert page.locator("main").get_by_text("Notice:").count() == 2
    second.shoots("09-cancelled-twice")
    assert first.said + second.said == []


def drafted(one) -> str:
    """The reference of a request that `one` drafted on the page."""
    page: Page = one.goes("/requests/")
    page.get_by_role("link", name="Draft a request").first.click()
    chosen(page, "What is asked for", "Access to a place")
    page.get_by_label("Subject", exact=True).fill("SYNTHETIC: to see the northern gate")
    chosen(page, "Authority", "Synthetic Regional Hospital")
    page.get_by_label("Text of the letter").fill(LETTER)
    one.shoots("05-draft")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/requests/OR-*/")
    one.shoots("06-drafted")
    return page.url.rstrip("/").rpartition("/")[2]


def steps(one, ref: str) -> None:
    """Send, agree, set a time, be cancelled on; set it anew, be cancelled on again."""
    took(one, ref, "send", {"When it is sent": "1 February 2023"}, {"Channel": "Letter"})
    one.shoots("07-sent")
    took(one, ref, "record_agreement", {"When word came": "3 February 2023"}, {"Channel": "E-mail"})
    took(one, ref, "schedule", {"Set for": "10 February 2023 11:00"}, {})
    notice = {"When word came": "9 February 2023 evening"}
    took(one, ref, "record_cancellation", notice, {"Channel": "Telephone", "Reason given": "No"})
    one.shoots("08-cancelled-once")
    took(one, ref, "reschedule", {"Set for": "17 February 2023 11:00"}, {})
    again = {
        "When word came": "17.02.2023 09:30",
        "The reason, as it was given": "The gate is locked.",
    }
    took(one, ref, "record_cancellation", again, {"Channel": "Telephone", "Reason given": "Yes"})


def took(one, ref: str, verb: str, typed: dict[str, str], picked: dict[str, str]) -> None:
    """Take one step on its page."""
    page: Page = one.goes(f"/requests/{ref}/{verb}/")
    for label, words in typed.items():
        page.get_by_label(label).first.fill(words)
    for label, words in picked.items():
        chosen(page, label, words)
    page.get_by_role("button", name="Record it").or_(page.get_by_role("button", name="Send")).first.click()
    page.wait_for_url(f"**/requests/{ref}/")
