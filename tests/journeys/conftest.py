"""One running system and one Chromium for all journeys; the runner gives them to one process (see `test_journeys`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.system import System
from tests.journeys.walking import Walk


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The system with its demonstration, started as README says."""
    running = System(tmp_path_factory.mktemp("journeys") / "state")
    try:
        running.ready()
        yield running
    finally:
        running.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def walk(browser: Browser, system: System) -> Iterator[Callable[..., Walk]]:
    """`walk("secretary", width=390, look="dark")`: a window in which somebody has signed in."""
    walks: list[Walk] = []

    def begin(who: str, **options: Any) -> Walk:
        one = Walk(browser, system, **options)
        walks.append(one)
        one.signs_in(who)
        return one

    yield begin
    for one in walks:
        one.ends()
