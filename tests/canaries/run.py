"""The whole test of canaries: start a system, plant, walk, break, stop, leak on purpose, search every byte."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from inquiry.embedded.state import State
from tests.canaries import leaks, planting, surfaces, walking
from tests.canaries.allowed import WHERE
from tests.canaries.chromium import browse
from tests.canaries.names import CANARIES, IN_FILES, IN_TESTIMONY, IN_VAULT
from tests.canaries.needles import needles
from tests.canaries.scan import Hit, Scanner, all_needles
from tests.journeys.system import System


@dataclass
class Outcome:
    """What was searched for, what was found where it may not be, and whether the search can be trusted."""

    planted: int = len(CANARIES)
    forms: int = 0
    read: int = 0
    outside: list[str] = field(default_factory=list)
    inside: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    leaks: int = len(leaks.LEAKS)
    leaks_found: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


class Search:
    """Needles of all canaries, and which of them may stand where."""

    def __init__(self) -> None:
        self.plant = {
            mark: plant
            for plant, canaries in (("vault", IN_VAULT), ("testimony", IN_TESTIMONY), ("file", IN_FILES))
            for canary in canaries
            for mark in canary.marks()
        }
        self.scanner = Scanner(all_needles((mark, needles(mark)) for mark in self.plant))
        self.forms = len(self.scanner.needles)

    def of(self, hits: Iterable[Hit]) -> set[tuple[str, str, str, str]]:
        """(plant, place, mark, encoding) of each hit."""
        return {(self.plant[hit.mark], hit.where.removesuffix(" (packed)"), hit.mark, hit.encoding) for hit in hits}


def whole(folder: Path, roles: tuple[str, ...] = walking.EVERYBODY) -> Outcome:
    """Run everything with a state of its own in `folder`."""
    outcome, clock = Outcome(), _Clock()
    search = Search()
    outcome.forms = search.forms
    system = System(folder / "state")
    others = {"standard error": system.log, "browser": folder / "profile", "temporary": folder / "temporary"}
    for path in (folder / "profile", folder / "temporary"):
        path.mkdir()
    try:
        system.ready()
        clock.lap("start")
        state = State(system.state)
        _use(system, folder / "profile", roles, outcome)
        clock.lap("use")
        found = _running(search, state, outcome)
        tables = surfaces.tables_by_file(state)
        wanted = leaks.leak(state, folder / "temporary")
        leaked = _running(search, state, Outcome()) - found
        tables |= surfaces.tables_by_file(state)
    finally:
        system.close()
    clock.lap("stop")
    stopped = _written(search, system.state, others, tables)
    outcome.read = search.scanner.read
    _judge(outcome, found, leaked | stopped, wanted)
    clock.lap("search")
    outcome.seconds = clock.laps
    return outcome


def _use(system: System, profile: Path, roles: tuple[str, ...], outcome: Outcome) -> None:
    planted = planting.plant(system)
    walking.look_up(system)
    opening = walking.opened(system, planted.witnesses[0], IN_VAULT[0])
    browse(system, profile, opening, planted.witnesses[0], IN_VAULT[0], planted.witnesses[11], IN_VAULT[11])
    outcome.statuses += walking.walk(system, planted, roles)
    outcome.statuses += walking.break_rules(system, planted)


Hits = set[tuple[str, str, str, str]]


def _running(search: Search, state: State, outcome: Outcome) -> Hits:
    """What the databases and the queue hold, asked of themselves."""
    found: Hits = set()
    for place, data in (*surfaces.rows(state), *surfaces.queued(state)):
        found |= search.of(search.scanner.scan(data, place))
    return found


def _written(search: Search, state: Path, others: dict[str, Path], tables: dict[str, str]) -> Hits:
    """What stands in files and in their names."""
    found: Hits = set()
    for other, path in surfaces.written(state, others):
        place = other or surfaces.place_of(path, state, tables)
        found |= search.of(search.scanner.scan_file(path, place))
        found |= search.of(search.scanner.scan(str(path).encode(), f"name of a file in {place}"))
    return found


def _judge(outcome: Outcome, before: Hits, after: Hits, wanted: dict[str, str]) -> None:
    """Deliberate leaks are known by their places; everything else has to be allowed."""
    for place, mark in wanted.items():
        hits = {hit for hit in after if hit[2] == mark and LEAKED[place].search(hit[1])}
        outcome.leaks_found += bool(hits)
    for hit in sorted(before | after):
        plant, place, mark, encoding = hit
        if any(plant == one and pattern.fullmatch(place) for one, pattern in WHERE):
            outcome.inside[f"{plant}: {place}"] += 1
        elif not any(pattern.search(place) and _same_person(wanted[name], mark) for name, pattern in LEAKED.items()):
            outcome.outside.append(f"{plant} canary {mark!r} as {encoding} in {place}")


def _same_person(one: str, other: str) -> bool:
    return any(one in marks and other in marks for marks in (set(canary.marks()) for canary in CANARIES))


LEAKED = {
    "a line of a log": re.compile(r"^log web.log$"),
    "a table": re.compile(r"a_leak|pg_wal"),
    "the cache": re.compile(r"^queue and cache$|^valkey$"),
    "a temporary file, UTF-16": re.compile(r"^temporary$"),
    "a file, JSON escapes": re.compile(r"^scratch$"),
    "a file, base64 out of phase": re.compile(r"^scratch$"),
    "an upload, gzip inside": re.compile(r"^uploads$"),
    "a log, SHA-256": re.compile(r"^log beat.log$"),
    "the name of a file": re.compile(r"^name of a file in store$"),
    "a document, zip and URL encoding": re.compile(r"^static$"),
}
"""Where each deliberate leak is found again."""


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.monotonic()

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps[name] = round(now - self._since, 1)
        self._since = now
