"""Every main page: no complaint of axe or of the console, in light and dark, wide and on a telephone; by keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.walking import Walk

PAGES = (
    "/overview/", "/requests/", "/requests/OR-0003/", "/requests/new/", "/requests/OR-0009/record_cancellation/",
    "/petitions/", "/petitions/PT-0001/", "/visits/", "/visits/VI-0001/", "/commission/", "/commission/members/ME-0001/",
    "/statements/", "/statements/PS-0014/", "/statements/figures/", "/authorities/", "/authorities/AU-0002/",
    "/authorities/officials/", "/authorities/officials/OF-0004/", "/authorities/places/", "/sources/", "/sources/SO-0001/",
    "/assurances/", "/assurances/AS-0001/", "/users/", "/tokens/", "/health/", "/evidence/", "/evidence/items/E-000005/",
    "/evidence/batches/", "/evidence/batches/B-0001/", "/evidence/batches/new/", "/evidence/search/?q=Satbekov",
    "/registers/", "/registers/cooperation/",
)  # fmt: skip
SOME = (
    "/overview/", "/requests/", "/requests/OR-0003/", "/requests/new/", "/visits/VI-0001/", "/evidence/",
    "/evidence/items/E-000005/", "/evidence/search/?q=Satbekov", "/registers/cooperation/",
)  # fmt: skip
CONTRAST = {"type": "rule", "values": ["color-contrast"]}  # all that the dark look changes
NARROW = {
    "type": "rule",
    "values": ["target-size", "scrollable-region-focusable", "region"],
}  # what a telephone changes

ON_ITS_WAY = ".htmx-request, .htmx-swapping, .htmx-settling"


def test_every_page_is_accessible(walk) -> None:
    one = walk("secretary")
    against = [words for path in PAGES for words in objections(one, path)]
    against += one.said
    assert not against, "\n".join(against)


def objections(one: Walk, path: str) -> list[str]:
    """What stands against the page: wide and light, dark, and on a telephone 390 pixels wide."""
    page: Page = one.goes(path)
    expect(page.locator("[hx-get*='/drawn/']")).to_have_count(0, timeout=90_000)  # it reloads with its pictures
    expect(page.locator(ON_ITS_WAY)).to_have_count(0)  # what is on its way is fainter than text may be
    found = [*one.violations(), *dressed(one, path, 1280, "light")]
    page.emulate_media(color_scheme="dark")
    found += [f"dark {words}" for words in (*one.violations(CONTRAST), *dressed(one, path, 1280, "dark"))]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 844})
    narrow = one.violations(NARROW) if path in SOME else []
    found += [f"narrow {words}" for words in (*narrow, *dressed(one, path, 390, "light"))]
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def dressed(one: Walk, path: str, width: int, look: str) -> list[str]:
    """A picture of the page as it is dressed now, and whether it is wider than its window."""
    if path in SOME:
        one.shoots(f"look-{width}-{look}-{path.strip('/').replace('/', '_').partition('?')[0]}")
    over = one.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{path} is {over} pixels wider than the window"] if over > 0 else []


def test_pages_are_walked_by_keyboard_alone(walk) -> None:
    one = walk("secretary")
    lost = [wrong for path in PAGES[:6] + PAGES[-8:] if (wrong := without_focus(one, path))]
    assert not lost, "\n".join(lost)


def without_focus(one, path: str) -> str:
    """`path` with what is wrong when Tab cannot reach the main part, or stands on something that does not show it."""
    page: Page = one.goes(path)
    expect(page.locator("[hx-get*='/drawn/']")).to_have_count(
        0, timeout=90_000
    )  # it reloads when its pictures are made
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent.trim()")
    if "Skip" not in first:
        return f"{path}: the first stop is {first!r}, not the way past the menu"
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(INVISIBLE):
            return (
                f"{path}: nothing shows the focus on {page.evaluate('document.activeElement.outerHTML.slice(0, 120)')}"
            )
        seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    return "" if len(seen) > 3 else f"{path}: Tab goes nowhere"


INVISIBLE = """() => {
  const one = document.activeElement;
  if (one === document.body) return false;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
  return box.width > 1 && box.height > 1 && !ring;
}"""
