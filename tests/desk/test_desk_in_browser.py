"""The desk in Chromium: no violation of the policy or of accessibility, and what the scripts promise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import PASSWORD
from tests.desk.kit import Tus

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # Playwright runs a loop in this thread; the test's own reads are safe
    )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def kit_site(settings: Any, live_server: Any) -> str:
    settings.ROOT_URLCONF = "tests.desk.kit"
    return str(live_server.url)


def complaints(page: Page) -> list[str]:
    """What the browser's console says against the page; filled while it is used."""
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def opened(browser: Browser, width: int = 1280, look: Any = "light", **options: Any) -> Page:
    size: Any = {"width": width, "height": 900}
    return browser.new_context(viewport=size, color_scheme=look, reduced_motion="reduce", **options).new_page()


def sign_in(page: Page, site: str, user: Any, to: str = "/kit/") -> None:
    page.goto(f"{site}/accounts/login/?next={to}")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{to}")


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, rules: Any = RULES) -> list[str]:
    """What axe finds against the page as it stands; its script is laid into each page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_every_component_is_accessible(browser: Browser, kit_site: str, secretary: Any, width: int, look: str) -> None:
    page = opened(browser, width, look)
    said = complaints(page)
    sign_in(page, kit_site, secretary, "/kit/?bad=1")
    page.get_by_text("Two items are linked.").wait_for()
    page.get_by_text("This part could not be fetched.").wait_for()
    page.locator("[data-menu] > summary").click()
    assert violations(page) == []
    page.locator("[data-menu] > summary").click()
    shot(page, f"kit-{width}-{look}")
    assert [line for line in said if "404" not in line and "kit/missing" not in line] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "look"), LOOKS)
def test_doors_are_accessible(browser: Browser, kit_site: str, width: int, look: str) -> None:
    page = opened(browser, width, look)
    for address in ("/accounts/login/", *(f"/kit/error/{code}/" for code in (403, 404, 409, 500, 503))):
        page.goto(kit_site + address)
        assert violations(page) == [], address
        shot(page, f"door{address.replace('/', '-')}{width}-{look}")


def test_account_pages_are_accessible(browser: Browser, kit_site: str, secretary: Any) -> None:
    page = opened(browser)
    sign_in(page, kit_site, secretary, "/kit/form/")
    for address in ("password/change", "logout", "2fa", "2fa/totp/activate", "reauthenticate"):
        page.goto(f"{kit_site}/accounts/{address}/")
        assert violations(page) == [], address
        shot(page, f"account-{address.replace('/', '-')}")


def test_no_request_leaves_for_another_host(browser: Browser, kit_site: str, secretary: Any) -> None:
    page = opened(browser)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, kit_site, secretary)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((kit_site, "data:"))] == []


def test_letters_of_three_languages_come_from_our_fonts(browser: Browser, kit_site: str, secretary: Any) -> None:
    page = opened(browser)
    sign_in(page, kit_site, secretary)
    client = page.context.new_cdp_session(page)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    for selector, family in ((".doc-text", "Inter"), (".doc-text code", "IBM Plex Mono")):
        page.evaluate("document.querySelector('.doc-text').textContent = 'Aa Яя әғқңөұүһі ӘҒҚҢӨҰҮҺІ'")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(300)
        node = client.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        used = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert {font["familyName"].replace(" Variable", "") for font in used} == {family}


def test_without_scripts_the_page_still_works(browser: Browser, kit_site: str, secretary: Any) -> None:
    page = opened(browser, 390, java_script_enabled=False)
    sign_in(page, kit_site, secretary)
    assert page.get_by_role("link", name="Open Linked evidence").is_visible()
    assert page.get_by_role("button", name="Send the files").is_visible()
    if page.locator(".navigation-label").count():
        page.locator(".navigation-label").click()
        assert page.get_by_role("navigation", name="Subjects").is_visible()
    page.locator("[data-menu] > summary").click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    shot(page, "kit-390-no-scripts")


def test_what_was_typed_survives_a_session_that_ended(browser: Browser, kit_site: str, secretary: Any) -> None:
    page = opened(browser)
    sign_in(page, kit_site, secretary, "/kit/form/")
    page.get_by_label("Title").fill("Letter of 3 May")
    page.get_by_label("Secret key").fill("never kept")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    sign_in(page, kit_site, secretary, "/kit/form/")
    assert page.get_by_label("Title").input_value() == "Letter of 3 May"
    assert page.get_by_label("Secret key").input_value() == ""
    assert "never kept" not in page.evaluate("JSON.stringify(sessionStorage)")
    shot(page, "draft")


def test_another_person_does_not_find_the_draft(
    browser: Browser, kit_site: str, secretary: Any, second_secretary: Any
) -> None:
    page = opened(browser)
    sign_in(page, kit_site, secretary, "/kit/form/")
    page.get_by_label("Title").fill("Letter of 3 May")
    page.wait_for_timeout(400)
    page.context.clear_cookies()
    sign_in(page, kit_site, second_secretary, "/kit/form/")
    assert page.get_by_label("Title").input_value() == ""
    assert "Letter of 3 May" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_session_about_to_end_warns_and_can_go_on(
    browser: Browser, kit_site: str, secretary: Any, settings: Any
) -> None:
    settings.SESSION_IDLE_SECONDS = 6
    page = opened(browser)
    sign_in(page, kit_site, secretary, "/kit/form/")
    page.get_by_text("Your session is about to end").wait_for(timeout=8000)
    shot(page, "session")
    with page.expect_response("**/session/keep/") as kept:
        page.get_by_role("button", name="Stay signed in").click()
    assert kept.value.ok


def test_slash_finds_the_search_and_a_grave_step_asks_first(browser: Browser, kit_site: str, secretary: Any) -> None:
    page = opened(browser)
    sign_in(page, kit_site, secretary)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.get_by_role("button", name="Add a note").click()
    assert page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="Go back").click()
    assert page.url.endswith("/kit/")


def test_a_file_arrives_whole_through_a_broken_line(
    browser: Browser, kit_site: str, secretary: Any, tmp_path: Path
) -> None:
    Tus.files.clear()
    Tus.breaks = 1
    bytes_sent = os.urandom(9 * 1024 * 1024)
    (tmp_path / "письмо әғ.bin").write_bytes(bytes_sent)
    (tmp_path / "bad.exe").write_bytes(b"MZ")
    page = opened(browser)
    sign_in(page, kit_site, secretary)
    page.locator("#upload-files").set_input_files([tmp_path / "письмо әғ.bin", tmp_path / "bad.exe"])
    page.get_by_text("Some files did not arrive").wait_for(timeout=20000)
    assert page.get_by_text("Programs are not taken in.").is_visible()
    kept = next(iter(Tus.files.values()))
    assert kept["bytes"] == bytes_sent
    assert kept["meta"]["relative_path"] == "письмо әғ.bin"
    assert len(kept["meta"]["sha256"]) == 64
    assert "письмо" not in page.evaluate("JSON.stringify(localStorage)")
    page.locator("[data-upload]").scroll_into_view_if_needed()
    shot(page, "upload")


def test_the_page_under_its_text_puts_words_where_they_are(browser: Browser, kit_site: str, secretary: Any) -> None:
    page = opened(browser)
    sign_in(page, kit_site, secretary)
    whole, box = page.locator("[data-picture]").bounding_box(), page.locator(".page-hit rect").bounding_box()
    word = page.locator("tspan", has_text="cancellation").bounding_box()
    assert whole
    assert box
    assert word
    assert abs((word["x"] - whole["x"]) / whole["width"] - 0.32) < 0.01
    assert abs(word["width"] / whole["width"] - 0.1) < 0.01
    assert 0 < word["x"] - box["x"] < 10, "the mark stands around the word"
    assert 0 < box["x"] + box["width"] - word["x"] - word["width"] < 10
