"""What differs between two texts, word by word. Pure; give it only what the reader may see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
LONGEST = 4000  # words of a paragraph that are compared one by one; longer ones are shown one after the other


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same`, `out` (only before) or `new` (only after)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One paragraph between two versions: `same`, `corrected`, `added`, `taken_out` or `gap` (gone in both)."""

    number: int
    kind: str
    pieces: list[Piece]


def words(before: str, after: str) -> list[Piece]:
    """`before` and `after` as one row of pieces."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > LONGEST:
        return [Piece("out", before), Piece("new", after)]
    found: list[Piece] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(old[a0:a1])))
            continue
        found += [Piece("out", "".join(old[a0:a1]))] if a1 > a0 else []
        found += [Piece("new", "".join(new[b0:b1]))] if b1 > b0 else []
    return found


def between(before: Mapping[int, str | None], after: Mapping[int, str | None]) -> list[Difference]:
    """What became of each paragraph, in the order of `after`.

    Args:
        before: number → text in the earlier version; None where it was taken out, absent where it was not yet there.
        after: the same in the later version, in reading order.
    """
    return [_one(number, before.get(number), text) for number, text in after.items()]


def _one(number: int, before: str | None, after: str | None) -> Difference:
    if after is None:
        return Difference(number, "taken_out", [Piece("out", before)]) if before else Difference(number, "gap", [])
    if before is None:
        return Difference(number, "added", [Piece("new", after)])
    if before == after:
        return Difference(number, "same", [Piece("same", after)])
    return Difference(number, "corrected", words(before, after))
