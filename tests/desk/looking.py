"""A page of a room looked at in Chromium, wide and light, dark, and on a telephone: no complaint, nothing cut off."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.desk.test_desk_in_browser import shot, violations

WIDE: Any = {"width": 1280, "height": 900}
TELEPHONE: Any = {"width": 390, "height": 844}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}  # all that the dark look changes
NARROW = {
    "type": "rule",
    "values": ["target-size", "scrollable-region-focusable", "region"],
}  # what a telephone changes
ON_ITS_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


def settled(page: Page) -> Page:
    """The page once its panels have come: what is on its way is fainter than text may be."""
    expect(page.locator(ON_ITS_WAY)).to_have_count(0)
    return page


def against(page: Page, name: str) -> list[str]:
    """What stands against the page as it is shown now; it is wide and light again afterwards."""
    settled(page)
    found = [*violations(page), *_dressed(page, f"{name}-1280-light")]
    page.emulate_media(color_scheme="dark")
    found += [f"dark {said}" for said in violations(page, CONTRAST)]
    page.set_viewport_size(TELEPHONE)
    found += [f"narrow {said}" for said in (*violations(page, NARROW), *_dressed(page, f"{name}-390-dark"))]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    return [f"{name}: {said}" for said in found]


def _dressed(page: Page, name: str) -> list[str]:
    """A picture of the page, and whether it is wider than its window."""
    shot(page, name)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return ["wider than the window"] if wide else []
