"""A folder comes in, is read, and is found again: by a Russian word in any form, and by a name typed in Latin letters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.folder import NAME, WORD, folder

READ_WITHIN = 90_000  # milliseconds: three pages of OCR on a machine that does much else


def test_a_folder_is_taken_in_read_and_found(walk, tmp_path: Path) -> None:
    one = walk("secretary")
    page: Page = one.page
    batch = opened(one, "SYNTHETIC: from the pier")
    page.locator("#upload-folder").set_input_files(folder(tmp_path))
    expect(page.get_by_text(re.compile(r"(\d+) of \1 files have arrived\."))).to_be_visible(timeout=30_000)
    one.shoots("12-arrived")
    page.get_by_role("link", name="Watch them being read").click()
    one.shoots("13-being-read")
    read(one, batch, items=6)
    one.shoots("14-read")
    found(one, WORD, "Скан письма.pdf", "15-russian-word")
    on_its_page(one)
    found(one, NAME, "Скан письма.pdf", "17-name-in-latin")
    assert one.said == []


def opened(one: Any, title: str) -> str:
    """Open a batch on the page; return its reference."""
    page: Page = one.goes("/evidence/batches/new/")
    page.get_by_label("What it is").fill(title)
    page.get_by_label("Provided by").first.fill("Harbour service (fictitious)")
    page.get_by_label("Provided on").first.fill("3 March 2023")
    page.get_by_role("combobox", name="How it came").select_option(label="By hand")
    page.get_by_label("C1 internal").check()
    one.shoots("10-batch")
    page.get_by_role("button", name="Go on to the files").click()
    page.wait_for_url("**/batches/B-*/")
    one.shoots("11-door")
    return page.url.rstrip("/").rpartition("/")[2]


def read(one: Any, batch: str, items: int) -> None:
    """Wait until every item of the batch has an outcome; the page says so by itself."""
    page = one.goes(f"/evidence/batches/{batch}/")
    for _ in range(READ_WITHIN // 2_000):
        words = page.locator("main").inner_text()
        if "Waiting to be read" not in words and page.locator("main table a.ref").count() >= items:
            return
        page.wait_for_timeout(2_000)
        page.reload()
    raise AssertionError(f"{batch} was not read in time: {page.locator('main').inner_text()}")


def found(one: Any, words: str, name: str, shot: str) -> None:
    """Ask for `words` in the box at the top; the item `name` is among the answers."""
    page: Page = one.goes("/overview/")
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    one.shoots(shot)
    expect(page.locator("main").get_by_text(name).first).to_be_visible()
    assert page.locator("main mark").count() > 0


def on_its_page(one: Any) -> None:
    """Open the first answer: the page on which the word stands, with the hit marked."""
    page: Page = one.page
    page.locator("main").get_by_role("link", name="Скан письма.pdf").first.click()
    page.wait_for_url(re.compile(r"/evidence/items/E-\d+/"))
    expect(page.locator("main figure image").first).to_be_visible(timeout=30_000)
    expect(page.locator("main figure .page-hit").first).to_be_attached()
    one.shoots("16-on-its-page")
