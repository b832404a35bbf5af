"""From a number to a list of faults: the same number gives the same list."""

from __future__ import annotations

import random
from dataclasses import dataclass

from inquiry.shared import failpoints
from tests.faults import store

WEB = ("upload.part", "receive.row", "receive.committed")
CLOCKS = (-2 * 86400, -3600, -1, 1, 3600, 10 * 365 * 86400)  # seconds
WHAT = {
    "place": 46,  # a process dies, fails or stalls at a named place
    "store": 14,  # the store refuses, lies, is slow or full
    "deliver": 10,  # a message comes twice, late, or for what is over
    "parser": 10,  # the sandbox's server or the child of one file is killed
    "worker": 5,  # all workers are killed with their sandboxes
    "web": 3,
    "database": 4,  # stopped at once, or killed
    "queue": 5,  # killed, or emptied
    "beat": 2,
    "clock": 4,
    "scanner": 2,
}


@dataclass(frozen=True, slots=True)
class Trial:
    """One fault: what it strikes, at which place or in which way, how, and when in its wave (seconds)."""

    number: int
    what: str
    where: str
    kind: str
    at: float

    @property
    def token(self) -> str:
        """The name of the file that arms it, for those that wait for somebody to come by."""
        return f"{self.where}.{self.kind}.{self.number}"

    @property
    def armed(self) -> bool:
        """Whether it waits at a place, rather than being done at its time."""
        return self.what in ("place", "store")


def trials(seed: int, count: int, *, wave: float = 12.0) -> list[Trial]:
    """`count` faults: first one of each sort, then as often as WHAT says."""
    chance = random.Random(seed)
    sorts = [*WHAT, *chance.choices(list(WHAT), list(WHAT.values()), k=count)][:count]
    return [_made(number, what, chance, wave) for number, what in enumerate(sorts)]


def _made(number: int, what: str, chance: random.Random, wave: float) -> Trial:
    at = round(chance.uniform(0, wave), 2)
    if what == "place":
        where = chance.choice(sorted(failpoints.PLACES))
        return Trial(
            number, what, where, chance.choices(failpoints.KINDS, (6, 2, 1, 1))[0] if _may_fail(where) else "kill", at
        )
    if what == "store":
        where, kinds = chance.choice((("store.save", store.SAVING), ("store.open", store.OPENING)))
        return Trial(number, what, where, chance.choice(kinds), at)
    kinds_of = {
        "deliver": ("twice", "five", "over"),
        "parser": ("server", "child"),
        "database": ("immediate", "kill"),
        "queue": ("kill", "flush"),
        "clock": tuple(map(str, CLOCKS)),
        "scanner": ("down", "mute"),
    }
    return Trial(number, what, what, chance.choice(kinds_of.get(what, ("kill",))), at)


def _may_fail(where: str) -> bool:
    """At the others an error of the operating system cannot occur."""
    return not where.startswith(("lease.", "task.", "reading.", "scan."))
