"""Two items side by side: the passages that they have in common, each with words around it, and how much of each it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.families import passages, said
from evidence.families.passages import Passage
from evidence.items.models import Item

AROUND = 30
"""Words before and after a passage."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Side:
    """A passage in one of the two: the page on which it begins, the words before, its own, and those after."""

    page: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Compared:
    """`rows` are at most a hundred passages, one and the other side; `more` how many others; shares in per cent."""

    rows: list[tuple[Side, Side, int]]
    more: int
    share_of_one: int
    share_of_other: int
    words_in_common: int


def compared(one: Item, other: Item) -> Compared:
    """What two items have in common word for word; both must be readable by whoever it is for."""
    texts = said.text_of(one), said.text_of(other)
    found = passages.shared(texts[0].words, texts[1].words)
    rows = [
        (_side(texts[0], row.one, row.length), _side(texts[1], row.other, row.length), row.length)
        for row in found[:MOST]
    ]
    shares = [
        round(100 * passages.share(found, len(text.words), of_first=first))
        for text, first in zip(texts, (True, False), strict=True)
    ]
    return Compared(rows, max(0, len(found) - MOST), shares[0], shares[1], _words(found))


def _words(found: Sequence[Passage]) -> int:
    return sum(row.length for row in found)


def _side(text: said.Text, first: int, length: int) -> Side:
    last = first + length - 1
    before = _between(text, max(0, first - AROUND), first - 1)
    after = _between(text, last + 1, min(len(text.places) - 1, last + AROUND))
    return Side(text.places[first][0], before, _between(text, first, last), after)


def _between(text: said.Text, first: int, last: int) -> str:
    """The text as it stands from one word to another, over pages; "" when there is nothing between."""
    if last < first:
        return ""
    (page, start, _end), (until, _start, end) = text.places[first], text.places[last]
    if page == until:
        return text.pages[page][start:end]
    whole = [text.pages[number] for number in sorted(text.pages) if page < number < until]
    return "\n".join([text.pages[page][start:], *whole, text.pages[until][:end]])
