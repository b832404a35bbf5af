"""A browser with a profile of its own on disk: signs in, types an identity, opens one, and is closed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.canaries.names import Canary
from tests.journeys.system import System


def browse(
    system: System, profile: Path, opening: str, witness: str, shown: Canary, deposited: str, typed: Canary
) -> None:
    """Search by name, open `witness` under `opening`, deposit `typed` for `deposited`, and once leave without sending."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path="/usr/bin/chromium", args=["--no-sandbox"], headless=True
        )
        page = context.pages[0] if context.pages else context.new_page()
        _sign_in(page, system, "protection@demo.example")
        page.goto(f"{system.address}/witnesses/search/")
        page.locator("[name=secret-name]").fill(shown.spelt("russian"))
        page.locator("[name=secret-name]").press("Enter")
        page.get_by_text("with a name like this").wait_for()
        page.wait_for_timeout(3000)
        _open(page, system, opening, witness, shown)
        for sent in (True, False):
            page.goto(f"{system.address}/witnesses/{deposited}/deposit/")
            page.locator("[name='secret-names.full']").fill(typed.full)
            page.locator("[name='secret-contact.phone']").fill(typed.phone)
            page.wait_for_timeout(2500)  # scripts that keep drafts have had their time
            if sent:
                page.get_by_role("button", name="Put into the vault").click()
                page.get_by_text("In the vault now").wait_for()
                page.wait_for_timeout(3000)  # the browser writes down where its windows are
        page.goto(f"{system.address}/overview/")
        context.close()


def _sign_in(page: Page, system: System, email: str) -> None:
    page.goto(f"{system.address}/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(system.people[email])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/overview/")


def _open(page: Page, system: System, opening: str, witness: str, shown: Canary) -> None:
    page.goto(f"{system.address}/accounts/reauthenticate/?next=/witnesses/openings/{opening}/")
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(system.people["protection@demo.example"])
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/witnesses/openings/**")
    page.goto(f"{system.address}/witnesses/openings/{opening}/")
    page.get_by_role("button", name="Open once").first.click()
    page.wait_for_url(f"**/read/{witness}/")
    assert shown.full in page.content(), "the browser was not shown the identity"
