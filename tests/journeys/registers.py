"""The register of cooperation: looked at, built by a worker, taken home as PDF, read back."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect


def test_the_register_of_cooperation_is_taken_home_as_pdf(walk, tmp_path: Path) -> None:
    one = walk("secretary")
    page: Page = one.goes("/registers/cooperation/")
    expect(page.locator("main")).to_contain_text("Deputy Foreign Minister")
    one.shoots("18-cooperation")
    page.get_by_role("button", name="PDF").first.click()
    page.wait_for_url("**/registers/*-*/")
    page.get_by_role("link", name="Show it with its file").or_(page.get_by_role("link", name="Download")).first.click(
        timeout=60_000
    )
    page.reload()
    link = page.get_by_role("link", name="Download").first
    expect(link).to_be_visible()
    one.shoots("19-built")
    with page.expect_download() as held:
        link.click()
    target = tmp_path / "register.pdf"
    held.value.save_as(target)
    words = text_of(target)
    assert "16 January 2023" in words
    assert "Deputy Foreign Minister" in words
    assert "no reason" in words.lower()
    assert one.said == []


def text_of(path: Path) -> str:
    """The words of a PDF, spaces and line ends made one."""
    document = pypdfium2.PdfDocument(path)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
