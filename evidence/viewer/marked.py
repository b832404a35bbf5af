"""A text cut into pieces: what answers the query and what was taken as an excerpt is told apart, wherever it is shown.

Each piece knows the character it begins with, so that a selection in the browser leads back to the page's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from evidence.search.pages import spans
from evidence.viewer.layer import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text from character `start`; `hit` when it answers the query, `mark` when it is of an excerpt."""

    text: str
    start: int
    hit: bool = False
    mark: bool = False


class Marked:
    """The text of a page with the spans of hits and of excerpts."""

    def __init__(self, text: str, hits: Iterable[Span] = (), marks: Iterable[Span] = ()) -> None:
        self.text = text
        self.hits = apart(hits)
        self.marks = apart(marks)
        self._edges = sorted({edge for span in (*self.hits, *self.marks) for edge in span})

    def cut(self, start: int, end: int) -> list[Piece]:
        """The pieces of the characters from `start` to before `end`."""
        inner = self._edges[bisect_right(self._edges, start) : bisect_left(self._edges, end)]
        edges = [start, *inner, end]
        return [
            Piece(self.text[a:b], a, _inside(a, self.hits), _inside(a, self.marks)) for a, b in pairwise(edges) if a < b
        ]

    def lines(self, start: int = 0, end: int | None = None) -> list[Span]:
        """The lines between two characters, without their ends of line."""
        found, at, stop = [], start, len(self.text) if end is None else end
        while at < stop:
            newline = self.text.find("\n", at, stop)
            close = newline if newline >= 0 else stop
            found.append((at, close))
            at = close + 1
        return found


def apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def _inside(at: int, spans: Sequence[Span]) -> bool:
    place = bisect_right(spans, (at, 1 << 62)) - 1
    return place >= 0 and spans[place][0] <= at < spans[place][1]


def hits_in(text: str, sought: Sequence[Any], language: str) -> list[Span]:
    """The characters of `text` that answer any part of a query; words that answer side by side are one hit."""
    found: list[Span] = []
    for start, end in spans(text, sought, language):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
