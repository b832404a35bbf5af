"""How a person walks through the desk in Chromium: sign in, look, note what the page and its console complain of."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.desk.test_desk_in_browser import RULES, violations
from tests.journeys.system import CHECKOUT, System

SHOTS = Path(os.environ.get("SHOTS") or CHECKOUT / "test-results" / "journeys")


class Walk:
    """One browser window of one person, and what its console said against the pages."""

    def __init__(
        self, browser: Browser, system: System, width: int = 1280, look: Any = "light", **options: Any
    ) -> None:
        size: Any = {"width": width, "height": 900}
        context = browser.new_context(
            viewport=size, color_scheme=look, reduced_motion="reduce", accept_downloads=True, **options
        )
        self.system, self.page, self.said = system, context.new_page(), list[str]()
        self.page.set_default_timeout(15_000)
        self.page.on("console", lambda line: self._note(line.text) if line.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self._note(str(error)))

    def _note(self, words: str) -> None:
        self.said.append(f"{self.page.url}: {words}")

    def goes(self, path: str) -> Page:
        answer = self.page.goto(self.system.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        return self.page

    def signs_in(self, who: str) -> Page:
        """Sign in as `who`, the part of the e-mail address before the @."""
        email = f"{who}@demo.example"
        page = self.goes("/accounts/login/")
        page.get_by_label("Email").fill(email)
        page.get_by_label("Password").fill(self.system.people[email])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/overview/")
        return page

    def shoots(self, name: str) -> None:
        """A picture of the whole page, to be looked at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"), full_page=True)

    def violations(self, rules: Any = RULES) -> list[str]:
        """What axe finds against the page as it stands."""
        return [f"{self.page.url} {said}" for said in violations(self.page, rules)]

    def ends(self) -> None:
        self.page.context.close()
