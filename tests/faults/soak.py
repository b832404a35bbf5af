"""Make a whole system fail on purpose, many times, and look after each wave whether anything was lost or doubled.

script/soak faults [--trials N] [--seed N] [--wave N] ends in one line:
faults: N injected, N losses, N doubles, N jobs without an end, recovery p95 s
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.faults.system import System, system

WAVE = 24
LOSSES, DOUBLES, ENDLESS = ("I1", "I3", "I4", "I5", "I12"), ("I2", "I9", "I10"), ("I8", "I11")


@dataclass
class Score:
    """What was done and what came of it. `recoveries`: seconds until the job of a dead worker went on."""

    injected: Counter[str] = field(default_factory=Counter)
    breaks: list[tuple[str, str]] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)
    files: int = 0
    again: int = 0

    def count(self, names: tuple[str, ...]) -> int:
        """How many breaks of these invariants."""
        return sum(name in names for name, _sentence in self.breaks)

    @property
    def p95(self) -> float:
        """Of the recoveries; 0 when no worker died."""
        return _p95(self.recoveries)

    def line(self) -> str:
        """The one line."""
        return (
            f"faults: {sum(self.injected.values())} injected, {self.count(LOSSES)} losses, {self.count(DOUBLES)} doubles,"
            f" {self.count(ENDLESS)} jobs without an end, recovery p95 {self.p95:.1f} s"
        )


def _p95(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] if ordered else 0.0


def run(count: int, seed: int, *, wave: int = WAVE, tell: bool = False, scanner: bool = True) -> Score:
    """Start a system, let it suffer `count` faults in waves, and say what came of it."""
    with system(scanner=scanner) as made, _surroundings(made):
        import django

        django.setup()
        from tests.faults.waves import Waves

        return Waves(made, Score(), tell=tell).run(count, seed, wave)


@contextmanager
def _surroundings(made: System) -> Iterator[None]:
    """This process's own variables: those of the system, without its faults."""
    before = dict(os.environ)
    os.environ.update({**made.environment, "FAILPOINTS": ""})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def main() -> int:
    """Returns 1 when anything broke."""
    parser = argparse.ArgumentParser("script/soak faults", description="Make a whole system fail on purpose.")
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--wave", type=int, default=WAVE, help="faults between two looks")
    parser.add_argument("--scanner", choices=("yes", "no"), default="yes", help="with a malware scanner set up")
    said = parser.parse_args()
    began = time.monotonic()
    score = run(said.trials, said.seed, wave=said.wave, tell=True, scanner=said.scanner == "yes")
    from tests.faults.invariants import NAMES

    for name, words in NAMES.items():
        print(f"{name} {words}: {score.count((name,))} breaks")
    print("; ".join(f"{what} {number}" for what, number in sorted(score.injected.items())))
    print(
        f"{len(score.recoveries)} workers died at work; until the last of their files went on p95 {_p95(score.each):.1f} s"
    )
    print(f"{score.files} files, {score.again} read again by hand, {time.monotonic() - began:.0f} s, seed {said.seed}")
    print(score.line())
    return 1 if score.breaks else 0


if __name__ == "__main__":
    sys.exit(main())
