"""Words of a text as the index and the query both see them: one way to cut, one way to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from inquiry.shared.names import WORD, unmixed

LONGEST_WORD = 64
INVISIBLE = {ord(c): None for c in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff'’ʹʼ`"}
LINE_BREAK = re.compile(r"[-\u2010\u00ad]\s*\n\s*")
PART = re.compile(r"[^_]+")


class Found(NamedTuple):
    """A word in a text: characters `start` to `end`, its number in the text, and how the index writes it."""

    start: int
    end: int
    position: int
    text: str
    written: str


@lru_cache(maxsize=1 << 18)
def normal(word: str) -> str:
    """The word as it is written in the index: one script, no case, no invisible characters, ё as е, no possessive 's."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word)
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    return unmixed(word.translate(INVISIBLE)).casefold().replace("ё", "е")[:LONGEST_WORD]


def tokens(text: str) -> Iterator[Found]:
    """The words of a text in order, positions from 1.

    A word broken over two lines comes as its two halves and once more whole, at the place of the first half.
    """
    position = 0
    previous: tuple[int, int] | None = None
    for start, end in _spans(text):
        written = text[start:end]
        word = normal(written)
        if not word:
            continue
        if previous and end - previous[0] < 2 * LONGEST_WORD and _broken(text, previous[1], start):
            whole = text[previous[0] : previous[1]] + written
            yield Found(previous[0], end, position, normal(whole), whole)
        position += 1
        yield Found(start, end, position, word, written)
        previous = (start, end)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in WORD.finditer(text):
        start, end = match.span()
        if "_" not in match[0]:
            yield start, end
            continue
        for part in PART.finditer(match[0]):
            yield start + part.start(), start + part.end()


def _broken(text: str, end: int, start: int) -> bool:
    """Whether the gap is a hyphen at the end of a line, with the rest of the word on the next."""
    return 2 <= start - end <= 8 and bool(LINE_BREAK.fullmatch(text, end, start)) and text[start].islower()
