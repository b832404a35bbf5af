"""The text over the picture of a page: words as SVG text at their places, boxes of hits and excerpts below them.

Attributes alone place and size the glyphs, so it holds under a policy without inline style, scales with the picture and
prints. Coordinates count thousandths of the page's width. Pure: words in, shapes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

WIDE = 1000.0
NEAR, FAR = 60, 400  # characters in which the next word of the text is looked for; a short one only near
LONG_WORD = 4
ROWS_AGREE = 0.5  # share of its height by which a word may stand off the line before
Span = tuple[int, int]
Words = Sequence[Sequence[Any]]  # rows of [text, x0, y0, x1, y1, confidence]


@dataclass(slots=True)
class Glyphs:
    """One word: its text, where its baseline begins, how large it is and how wide it has to be, and which character of the
    page's text it begins with (-1 where the text does not have it)."""

    text: str
    x: float
    y: float
    size: float
    width: float
    start: int


@dataclass(slots=True)
class Rect:
    """A box on the page."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Layer:
    """What is drawn over a picture of `width` by `height`: lines of words; of each hit and of each excerpt its boxes, and
    those of the excerpt that was asked for."""

    width: float
    height: float
    lines: list[list[Glyphs]] = field(default_factory=list)
    hits: list[list[Rect]] = field(default_factory=list)
    marks: list[list[Rect]] = field(default_factory=list)
    chosen: list[Rect] = field(default_factory=list)


def layer(words: Words, text: str, shape: tuple[float, float], hits: Iterable[Span] = ()) -> Layer:
    """The layer of a page, without the excerpts.

    Args:
        shape: width and height of the picture, in any unit.
        hits: spans of `text` that answer a query.
    """
    tall = round(WIDE * shape[1] / shape[0], 1) if shape[0] else WIDE
    places = spans(text, words)
    made = Layer(WIDE, tall)
    made.lines = [[_glyphs(words[i], places[i], tall) for i in line] for line in lines(words)]
    made.hits = [rects(found, tall) for span in hits if (found := boxes(words, places, span))]
    return made


def spans(text: str, words: Words) -> list[Span | None]:
    """Of each word the characters of `text` that it is; None where the text has it not at its place."""
    found: list[Span | None] = []
    at = 0
    for row in words:
        word = row[0]
        start = text.find(word, at, at + len(word) + (FAR if len(word) >= LONG_WORD else NEAR))
        if start < 0 or not word:
            found.append(None)
            continue
        at = start + len(word)
        found.append((start, at))
    return found


def lines(words: Words) -> Iterator[list[int]]:
    """Indexes of the words, line by line as they are read."""
    line: list[int] = []
    for i, row in enumerate(words):
        if line and not _follows(words[line[-1]], row):
            yield line
            line = []
        line.append(i)
    if line:
        yield line


def _follows(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether `other` stands on the line of `one`, to its right or, on pages upside down and in some scripts, to its left."""
    middle = (other[2] + other[4]) / 2
    slack = (one[4] - one[2]) * ROWS_AGREE
    return bool(one[2] - slack / 2 <= middle <= one[4] + slack / 2)


def boxes(words: Words, places: Sequence[Span | None], span: Span) -> list[list[float]]:
    """The boxes, one to a line, of the words that touch `span`: rows of left, top, right, bottom as shares of the page."""
    touched = {i for i, place in enumerate(places) if place and place[0] < span[1] and span[0] < place[1]}
    found = []
    for line in lines(words):
        rows = [words[i] for i in line if i in touched]
        if rows:
            edges = (min(r[1] for r in rows), min(r[2] for r in rows), max(r[3] for r in rows), max(r[4] for r in rows))
            found.append([round(float(edge), 5) for edge in edges])
    return found


def _glyphs(row: Sequence[Any], place: Span | None, tall: float) -> Glyphs:
    text, x0, y0, x1, y1 = row[:5]
    high = max((y1 - y0) * tall, 1.0)
    return Glyphs(
        text=text,
        x=round(x0 * WIDE, 1),
        y=round(y1 * tall - high * 0.2, 1),
        size=round(high * 0.9, 1),
        width=round(max((x1 - x0) * WIDE, 1.0), 1),
        start=place[0] if place else -1,
    )


def rects(rows: Iterable[Sequence[float]], tall: float) -> list[Rect]:
    """Boxes in shares of the page as they are drawn on one that is `tall`."""
    return [
        Rect(round(x0 * WIDE, 1), round(y0 * tall, 1), round((x1 - x0) * WIDE, 1), round((y1 - y0) * tall, 1))
        for x0, y0, x1, y1 in rows
    ]
