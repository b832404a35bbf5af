"""Passages that two texts have in common, word for word. Pure: words in, numbers of words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.families.sketches import LEAST_RUN, RUN, hashes, runs

MOST_PLACES = 8
"""Places of one run of eight words in the first text that are tried: what stands there oftener is a formula."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`length` words that are the same, from word `one` of the first text and `other` of the second, counted from 0."""

    one: int
    other: int
    length: int


def shared(one: Sequence[str], other: Sequence[str], least: int = LEAST_RUN) -> list[Passage]:
    """The passages of at least `least` words in the order of the second text, each as long as it goes, none overlapping
    there. Time grows with the lengths of the texts, not with their product."""
    places: dict[int, list[int]] = {}
    for at, run in enumerate(runs(hashes(one), RUN).tolist()):
        held = places.setdefault(run, [])
        if len(held) < MOST_PLACES:
            held.append(at)
    found, at, there = [], 0, runs(hashes(other), RUN).tolist()
    while at < len(there):
        longest = max((_length(one, other, place, at), -place) for place in places.get(there[at], ())) if (
            there[at] in places
        ) else (0, 0)  # fmt: skip
        if longest[0] >= least:
            found.append(Passage(-longest[1], at, longest[0]))
        at += max(1, longest[0] - RUN + 1 if longest[0] < least else longest[0])
    return found


def _length(one: Sequence[str], other: Sequence[str], first: int, second: int) -> int:
    """How many words from there on are the same."""
    most = min(len(one) - first, len(other) - second)
    for length in range(most):
        if one[first + length] != other[second + length]:
            return length
    return most


def share(passages: Sequence[Passage], words: int, *, of_first: bool) -> float:
    """How much of a text of `words` words stands in the passages, 0 to 1."""
    if not words:
        return 0.0
    covered: set[int] = set()
    for passage in passages:
        start = passage.one if of_first else passage.other
        covered.update(range(start, start + passage.length))
    return len(covered) / words
