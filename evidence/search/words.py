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
BREAK = re.compile(r"[-\u2010\u00ad]\s*\n")
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
    return _with_broken(text) if BREAK.search(text) else _plainly(text)


def placed(text: str) -> list[tuple[int, str]]:
    """Of each word its position and how the index writes it: what `tokens` tells, as far as the index asks."""
    if "_" in text or BREAK.search(text):
        return [(found.position, found.text) for found in tokens(text)]
    return list(enumerate(filter(None, map(normal, WORD.findall(text))), 1))


def _plainly(text: str) -> Iterator[Found]:
    """Of a text in which no word can be broken."""
    position = 0
    for start, end, written in _spans(text):
        if word := normal(written):
            position += 1
            yield Found(start, end, position, word, written)


def _with_broken(text: str) -> Iterator[Found]:
    previous: Found | None = None
    for found in _plainly(text):
        if previous and found.end - previous.start < 2 * LONGEST_WORD and _broken(text, previous.end, found.start):
            whole = previous.written + found.written
            yield Found(previous.start, found.end, previous.position, normal(whole), whole)
        yield found
        previous = found


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    for match in WORD.finditer(text):
        written = match[0]
        if "_" not in written:
            yield match.start(), match.end(), written
            continue
        for part in PART.finditer(written):
            yield match.start() + part.start(), match.start() + part.end(), part[0]


def _broken(text: str, end: int, start: int) -> bool:
    """Whether the gap is a hyphen at the end of a line, with the rest of the word on the next."""
    return 2 <= start - end <= 8 and bool(LINE_BREAK.fullmatch(text, end, start)) and text[start].islower()
