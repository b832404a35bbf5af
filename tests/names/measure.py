"""How well names are recognised, measured on lists of our own.

`spellings.csv` holds spellings of people; every two spellings of one person should be alike, no two of different people.
`different.csv` holds pairs that are near and must not be taken for one. Both are split by row: persons and pairs with odd
numbers are "seen", the tables were tuned on them; those with even numbers are "unseen" and only ever measured.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal

from inquiry.shared.names import LIKELY, alike

HERE = Path(__file__).parent
Half = Literal["seen", "unseen"]
Pair = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """`recall`: share of same-person pairs found likely; `false_matches`: of the pairs of different people, how many are."""

    recall: float
    false_matches: int
    pairs: int
    others: int
    missed: tuple[Pair, ...]
    mistaken: tuple[Pair, ...]


def people(half: Half) -> dict[int, list[str]]:
    """The persons of one half: number → spellings, the first as the person is usually written."""
    found: dict[int, list[str]] = defaultdict(list)
    with (HERE / "spellings.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if int(row["person"]) % 2 == (half == "seen"):
                found[int(row["person"])].append(row["text"])
    return dict(found)


def different(half: Half) -> list[tuple[str, str]]:
    """The pairs of one half that must not match: those written down, and each person beside every spelling of the others."""
    with (HERE / "different.csv").open(encoding="utf-8") as rows:
        pairs = [
            (row["one"], row["other"]) for n, row in enumerate(csv.DictReader(rows), 1) if n % 2 == (half == "seen")
        ]
    mine = people(half)
    for number, spellings in mine.items():
        pairs += [(spellings[0], other) for another, theirs in mine.items() if another != number for other in theirs]
    return pairs


def measure(half: Half) -> Figures:
    """Compare every two spellings of each person of a half, and all pairs of different people."""
    same = [pair for spellings in people(half).values() for pair in combinations(spellings, 2)]
    others = different(half)
    missed = tuple((a, b, score) for a, b in same if (score := alike(a, b)) < LIKELY)
    mistaken = tuple((a, b, score) for a, b in others if (score := alike(a, b)) >= LIKELY)
    return Figures(1 - len(missed) / len(same), len(mistaken), len(same), len(others), missed, mistaken)
