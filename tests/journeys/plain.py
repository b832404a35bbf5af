"""Without scripts: the same work by plain pages and forms."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.desk import chosen, took
from tests.journeys.folder import folder
from tests.journeys.papers import opened, read


def test_a_request_is_kept_without_scripts(walk) -> None:
    one = walk("secretary", java_script_enabled=False)
    page: Page = one.goes("/requests/new/")
    chosen(page, "What is asked for", "Information")
    page.get_by_label("Subject", exact=True).fill("SYNTHETIC: without scripts")
    chosen(page, "Authority", "Synthetic Regional Hospital")
    page.get_by_label("Text of the letter").fill("SYNTHETIC letter")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/requests/OR-*/")
    ref = page.url.rstrip("/").rpartition("/")[2]
    other = walk("second.secretary", java_script_enabled=False)
    took(other, ref, "send", {"When it is sent": "1 February 2023"}, {"Channel": "Letter"})
    expect(other.page.locator("main")).to_contain_text("Sent")
    other.page.get_by_role("link", name="Open Sources").click()
    assert other.page.url.endswith(f"/sources/about/{ref}/")


def test_files_are_sent_and_found_without_scripts(walk, tmp_path: Path) -> None:
    one = walk("secretary", java_script_enabled=False)
    batch = opened(one, "SYNTHETIC: without scripts")
    page: Page = one.page
    page.locator("#upload-files").set_input_files([folder(tmp_path) / "заметка.txt"])
    page.get_by_role("button", name="Send the files").click()
    page.wait_for_url("**/receipt/")
    one.shoots("20-receipt")
    read(one, batch, items=1)
    page = one.goes("/evidence/search/?q=Zhandosov")
    expect(page.locator("main").get_by_text("заметка.txt").first).to_be_visible()
