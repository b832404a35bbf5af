"""The viewer in Chromium: what is selected becomes an excerpt, keys, hits over pages, 5,000 pages, and how it looks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from evidence.excerpts.models import Excerpt
from evidence.items.models import Item, pack_words
from evidence.items.models import Page as ItemPage
from tests.desk.looking import against
from tests.desk.test_desk_in_browser import browser, complaints, opened, sign_in
from tests.evidence.viewer.made import CHAT, LINES, MAIL, read_item, scanned_item, sheet_text

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["browser"]


@pytest.fixture
def page(browser: Browser, live_server: Any, secretary: Any) -> Iterator[Page]:
    """Somebody from the secretariat, signed in."""
    page = opened(browser)
    sign_in(page, str(live_server.url), secretary, "/evidence/")
    yield page
    page.context.close()


def go(page: Page, site: Any, item: Item, query: str = "") -> list[str]:
    said = complaints(page)
    page.goto(f"{site.url}/evidence/items/{item.ref}/{query}")
    return said


def select(page: Page, first: str, last: str) -> None:
    """Select with the mouse from the beginning of one word of the picture to the end of another."""
    one = page.locator("tspan", has_text=first).first.bounding_box()
    other = page.locator("tspan", has_text=last).first.bounding_box()
    assert one
    assert other
    page.mouse.move(one["x"] + 1, one["y"] + one["height"] / 2)
    page.mouse.down()
    page.mouse.move(other["x"] + other["width"] - 1, other["y"] + other["height"] / 2, steps=8)
    page.mouse.up()


def test_what_is_selected_on_the_picture_becomes_an_excerpt_that_others_open(
    page: Page,
    live_server: Any,
    inquiry: Any,
    secretary: Any,
    commissioner: Any,
    browser: Browser,
) -> None:
    item = scanned_item(inquiry, secretary, [["First page"], LINES])
    said = go(page, live_server, item, "?page=2")
    select(page, "cancellation", "evening")
    page.keyboard.press("e")
    page.wait_for_url("**/pages/2/excerpt/**")
    expect(page.get_by_role("textbox", name="The passage")).to_have_value("cancellation received in the evening")
    page.get_by_label("Note").fill("Why it matters")
    page.get_by_role("button", name="Take it").click()
    page.wait_for_url("**/evidence/excerpts/EX-*/")
    taken = Excerpt.objects.get()
    assert (taken.quote, taken.page) == ("cancellation received in the evening", 2)
    assert len(taken.boxes) == 1
    reader = opened(browser)
    sign_in(reader, str(live_server.url), commissioner, taken.url)
    reader.get_by_role("link", name="Open on its page").click()
    mark, word = reader.locator("[data-chosen] rect").bounding_box(), reader.locator("tspan", has_text="received")
    assert mark
    box = word.bounding_box()
    assert box
    assert mark["x"] < box["x"]
    assert box["x"] + box["width"] < mark["x"] + mark["width"]
    reader.context.close()
    assert said == []


def test_a_selection_in_the_text_view_counts_characters_of_the_text(
    page: Page, live_server: Any, inquiry: Any, secretary: Any
) -> None:
    item = read_item(inquiry, secretary, ["one two three\nfour <five> six\n\nседьмое восьмое"])
    go(page, live_server, item, "?q=four")
    page.evaluate(
        """() => { const all = [...document.querySelectorAll('[data-s]')], range = document.createRange();
        const first = all.find((e) => e.textContent.includes('three'));
        const last = all.find((e) => e.textContent.includes('седьмое'));
        range.setStart(first.firstChild, first.textContent.indexOf('three')); range.setEnd(last.firstChild, 7);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.keyboard.press("e")
    page.wait_for_url("**/excerpt/**")
    expect(page.get_by_role("textbox", name="The passage")).to_have_value("three\nfour <five> six\n\nседьмое")


def test_the_text_over_the_picture_is_found_selected_and_copied_as_words(
    page: Page, live_server: Any, inquiry: Any, secretary: Any
) -> None:
    go(page, live_server, scanned_item(inquiry, secretary, [LINES]))
    select(page, "Notice", "evening")
    assert page.evaluate("getSelection().toString().trim()") == LINES[0]
    assert page.evaluate("window.find('cancellation received', false, false, true)")


def test_keys_turn_pages_zoom_turn_and_find(page: Page, live_server: Any, inquiry: Any, secretary: Any) -> None:
    item = scanned_item(inquiry, secretary, [LINES, ["quiet page"], LINES])
    said = go(page, live_server, item, "?q=cancellation")
    picture, where = page.locator("[data-picture]"), page.locator("[data-jump]")
    expect(page.locator(".page-hit.now")).to_have_count(1)
    page.keyboard.press("+")
    expect(picture).to_have_attribute("width", "125%")
    page.keyboard.press("r")
    expect(picture).to_have_attribute("viewBox", "0 0 1414.3 1000")
    page.keyboard.press("n")
    expect(where).to_have_value("3")
    assert "turn=90" in page.url
    assert "zoom=125" in page.url
    expect(page.locator("[data-picture] > g")).to_have_attribute("transform", "translate(1414.3 0) rotate(90)")
    page.keyboard.press("0")
    page.keyboard.press("p")
    expect(where).to_have_value("1")
    page.keyboard.press("j")
    expect(where).to_have_value("2")
    page.keyboard.press("t")
    expect(page.locator(".page-text")).to_contain_text("quiet page")
    page.keyboard.press("t")
    expect(page.locator("[data-picture]")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.locator("[data-keys] dl")).to_be_visible()
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "q"
    page.go_back()
    assert said == []


def test_going_back_over_a_page_border_comes_to_the_last_hit_of_the_page_before(
    page: Page, live_server: Any, inquiry: Any, secretary: Any
) -> None:
    item = scanned_item(inquiry, secretary, [LINES * 3, LINES])
    go(page, live_server, item, "?q=cancellation&page=2")
    page.keyboard.press("p")
    expect(page.locator("[data-jump]")).to_have_value("1")
    expect(page.locator("[data-hit]").nth(2)).to_have_class("page-hit now")
    page.keyboard.press("n")
    expect(page.locator("[data-jump]")).to_have_value("2")
    expect(page.locator("[data-hit]").first).to_have_class("page-hit now")


def test_a_page_that_was_read_upside_down_is_shown_upright_and_its_words_are_selected(
    page: Page, live_server: Any, inquiry: Any, secretary: Any
) -> None:
    item = scanned_item(inquiry, secretary, [LINES])
    row = ItemPage.objects.get(item=item)
    turned = [[word, 1 - x1, 1 - y1, 1 - x0, 1 - y0, sure] for word, x0, y0, x1, y1, sure in row.words]
    ItemPage.objects.filter(pk=row.pk).update(words_packed=pack_words(json.dumps(turned)))
    Item.objects.filter(pk=item.pk).update(claimed={"turned_pages": {"1": 180}})
    said = go(page, live_server, item, "?q=cancellation")
    expect(page.get_by_text("Shown as it was read: turned by 180°.")).to_be_visible()
    expect(page.locator("[data-picture] image")).to_have_attribute("transform", "translate(1000 1414.3) rotate(180)")
    hit, word = page.locator(".page-hit rect"), page.locator("tspan", has_text="cancellation")
    around, box = hit.bounding_box(), word.bounding_box()
    assert around
    assert box
    assert around["x"] < box["x"] < box["x"] + box["width"] < around["x"] + around["width"]
    select(page, "Notice", "evening")
    page.keyboard.press("e")
    page.wait_for_url("**/excerpt/**")
    expect(page.get_by_role("textbox", name="The passage")).to_have_value(LINES[0])
    page.get_by_role("button", name="Take it").click()
    page.wait_for_url("**/evidence/excerpts/EX-*/")
    assert Excerpt.objects.get().boxes[0][1] > 0.8  # kept as the picture was given
    page.get_by_role("link", name="Open on its page").click()
    mark, first = page.locator("[data-chosen] rect").bounding_box(), page.locator("tspan").first.bounding_box()
    assert mark
    assert first
    assert mark["x"] < first["x"]
    assert mark["y"] < first["y"] + first["height"] / 2 < mark["y"] + mark["height"]
    page.keyboard.press("r")
    expect(page.locator("[data-picture] > g")).to_have_attribute("transform", "translate(1414.3 0) rotate(90)")
    assert said == []


def test_a_picture_that_is_being_made_comes_by_itself(
    page: Page, live_server: Any, inquiry: Any, secretary: Any
) -> None:
    item = scanned_item(inquiry, secretary, [LINES])
    row = ItemPage.objects.get(item=item)
    ItemPage.objects.filter(pk=row.pk).update(image_digest="", image_type="")
    go(page, live_server, item)
    expect(page.get_by_text("is being made and comes by itself")).to_be_visible()
    expect(page.get_by_role("link", name="Show again")).to_have_count(0)
    ItemPage.objects.filter(pk=row.pk).update(image_digest=row.image_digest, image_type=row.image_type)
    expect(page.locator("[data-picture]")).to_be_visible(timeout=15_000)


def test_on_a_telephone_tools_are_folded_and_correcting_keeps_the_picture_in_view(
    browser: Browser, live_server: Any, inquiry: Any, secretary: Any
) -> None:
    item = scanned_item(inquiry, secretary, [LINES * 6, LINES])
    small = opened(browser, width=390)
    sign_in(small, str(live_server.url), secretary, f"/evidence/items/{item.ref}/?q=cancellation")
    bar = small.locator(".viewer-bar").bounding_box()
    assert bar
    assert bar["height"] < 100
    expect(small.get_by_role("link", name="Turn")).to_be_hidden()
    expect(small.get_by_role("link", name="Hold more closely")).to_be_hidden()
    small.get_by_text("Tools", exact=True).click()
    expect(small.get_by_role("link", name="Turn")).to_be_visible()
    small.get_by_role("link", name="Next page", exact=True).click()
    expect(small.locator("[data-jump]")).to_have_value("2")
    expect(small.get_by_role("link", name="Turn")).to_be_visible()
    small.get_by_text("More", exact=True).click()
    expect(small.get_by_role("link", name="Hold more closely")).to_be_visible()
    small.goto(f"{live_server.url}/evidence/items/{item.ref}/pages/1/correct/")
    for y in (0, 900):
        small.evaluate(f"scrollTo(0, {y})")
        picture = small.locator("aside:has([data-picture])").bounding_box()
        assert picture
        assert -1 <= picture["y"] < 450
        assert picture["height"] < 450
    small.context.close()


def test_a_document_of_5000_pages_is_not_loaded_whole(
    page: Page, live_server: Any, inquiry: Any, secretary: Any
) -> None:
    item = scanned_item(inquiry, secretary, [LINES])
    first = ItemPage.objects.get(item=item)
    ItemPage.objects.bulk_create(
        ItemPage(
            item=item, number=n, text=f"page number {n}", source="ocr", words_packed=first.words_packed,
            image_digest=first.image_digest, image_type="image/webp", image_width=700, image_height=990,
            thumb_digest=first.thumb_digest,
        )
        for n in range(2, 5001)
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(pages=5000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    go(page, live_server, item, "?page=2500")
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-thumb]").count() <= 60
    assert len([url for url in asked if "/pages/" in url]) <= 61
    assert page.evaluate("document.documentElement.outerHTML.length") < 120_000
    page.locator(".thumbs-more").scroll_into_view_if_needed()
    expect(page.locator('[data-thumb="2521"]')).to_have_count(1)
    page.locator("[data-jump]").fill("4999")
    page.locator("[data-jump]").press("Enter")
    expect(page.locator('[data-thumb="4999"]')).to_have_attribute("aria-current", "page")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-jump]")).to_have_value("5000")


def test_a_recording_is_gone_through_on_its_waveform(
    page: Page, live_server: Any, inquiry: Any, protection_officer: Any, browser: Browser, secretary: Any
) -> None:
    item = read_item(
        inquiry, secretary, ["heard"], media_type="audio/mpeg", path="voice.mp3",
        claimed={"waveform": [n % 100 for n in range(800)], "claimed_duration_seconds": 12},
    )  # fmt: skip
    heard = opened(browser)
    sign_in(heard, str(live_server.url), protection_officer, f"/evidence/items/{item.ref}/")
    wave = heard.locator("[data-waveform]")
    assert wave.locator("rect").count() == 400
    expect(wave).to_have_attribute("role", "slider")
    heard.evaluate("Object.defineProperty(document.querySelector('[data-recording]'), 'duration', {get: () => 100})")
    heard.evaluate(
        "Object.defineProperty(document.querySelector('[data-recording]'), 'currentTime',"
        " {get() { return this.at ?? 0 }, set(to) { this.at = to; this.dispatchEvent(new Event('timeupdate')) }})"
    )
    wave.press("ArrowRight")
    expect(wave).to_have_attribute("aria-valuenow", "5")
    box = wave.bounding_box()
    assert box
    wave.click(position={"x": box["width"] / 2, "y": 10})
    expect(wave).to_have_attribute("aria-valuenow", "50")
    heard.context.close()


def test_without_scripts_all_of_it_is_links_and_forms(
    browser: Browser,
    live_server: Any,
    inquiry: Any,
    secretary: Any,
) -> None:
    item = scanned_item(inquiry, secretary, [LINES, ["quiet page"], LINES])
    plain = opened(browser, java_script_enabled=False)
    sign_in(plain, str(live_server.url), secretary, f"/evidence/items/{item.ref}/")
    plain.get_by_label("Find in this item").last.fill("cancellation")
    plain.get_by_role("button", name="Find").click()
    plain.locator('a[data-do="nextHit"]').click()
    assert "page=3" in plain.url
    assert plain.locator(".page-hit").count() == 1
    plain.locator('a[data-do="turn"]').click()
    assert plain.locator("[data-picture]").get_attribute("viewBox") == "0 0 1414.3 1000"
    plain.get_by_role("link", name="Excerpt").click()
    plain.get_by_label("From word").fill("3")
    plain.get_by_label("To word").fill("4")
    plain.get_by_role("button", name="Take it").click()
    assert Excerpt.objects.get().quote == "cancellation received"


def test_how_it_looks(page: Page, live_server: Any, inquiry: Any, secretary: Any) -> None:
    scan = scanned_item(inquiry, secretary, [LINES * 6, LINES, LINES])
    sheet = read_item(inquiry, secretary, [sheet_text(450, 14)], unit="sheet", path="accounts.xlsx")
    chat = read_item(inquiry, secretary, [CHAT], unit="conversation", path="chat.txt")
    mail = read_item(inquiry, secretary, [MAIL[0]], media_type="message/rfc822", claimed=MAIL[1], path="letter.eml")
    text = read_item(inquiry, secretary, ["\n".join(LINES * 20)], path="notes.txt")
    photo = scanned_item(inquiry, secretary, [["Photograph"]], path="photo.jpg")
    claimed = {
        "claimed_position": {"latitude": 43.24, "longitude": 76.9}, "claimed_camera": "Canon EOS", "claimed_iso": 400,
        "claimed_created_at": "2023-01-10T10:00:00",
    }  # fmt: skip
    Item.objects.filter(pk=photo.pk).update(claimed=claimed, media_type="image/jpeg")
    found: list[str] = []
    for name, item, query in (
        ("scan", scan, "?q=cancellation"), ("both", scan, "?view=both&q=келді"), ("sheet", sheet, "?part=2"),
        ("chat", chat, "?q=documents"), ("mail", mail, ""), ("text", text, "?q=refused"), ("photo", photo, ""),
    ):  # fmt: skip
        said = go(page, live_server, item, query)
        found += [*against(page, f"viewer-{name}"), *said]
    for name in ("correct", "excerpt", "history"):
        page.goto(f"{live_server.url}/evidence/items/{scan.ref}/pages/1/{name}/")
        found += against(page, f"viewer-{name}")
    assert found == []
