"""The text over the picture of a page: words as SVG text at their places, boxes of hits and excerpts below them.

Attributes alone place and size the glyphs, so it holds under a policy without inline style, scales with the picture and
prints. Coordinates count thousandths of the page's width. Pure: words in, shapes out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

WIDE = 1000.0
NEAR, FAR = 60, 400  # characters in which the next word of the text is looked for; a short one only near
LONG_WORD = 4
ROWS_AGREE = 0.5  # share of its height by which a word may stand off the line before
ROOM = 0.3  # of a line's height, around a word that is marked: what is drawn around it does not touch it
LEAST_ROOM = 4.0  # thousandths of the page's width
MOST_MARKED = 1000  # hits that are drawn on a page
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
class Sheet:
    """The picture as it was given, `width` by `height`, and the `transform` that sets it upright; empty where it is."""

    width: float
    height: float
    transform: str = ""


@dataclass(slots=True)
class Layer:
    """What is drawn, `width` by `height`: the picture; lines of words; of each hit and of each excerpt its boxes, and those
    of the excerpt that was asked for. All stands upright, however the picture lies. Hits above MOST_MARKED are
    counted as `unmarked`."""

    width: float
    height: float
    sheet: Sheet
    lines: list[list[Glyphs]] = field(default_factory=list)
    hits: list[list[Rect]] = field(default_factory=list)
    unmarked: int = 0
    marks: list[list[Rect]] = field(default_factory=list)
    chosen: list[Rect] = field(default_factory=list)


def layer(words: Words, text: str, shape: tuple[float, float], hits: Iterable[Span] = (), turn: int = 0) -> Layer:
    """The layer of a page, without the excerpts.

    Args:
        shape: width and height of the picture as it was given, in any unit.
        hits: spans of `text` that answer a query.
        turn: degrees clockwise (0, 90, 180, 270) that set the picture upright; boxes of words are those before.
    """
    wide, high = shape[::-1] if turn % 180 else shape
    tall = round(WIDE * high / wide, 1) if wide else WIDE
    words = [[row[0], *upright(row[1:5], turn), *row[5:]] for row in words] if turn else words
    places = spans(text, words)
    made = Layer(WIDE, tall, _sheet(tall, turn))
    made.lines = [[_glyphs(words[i], places[i], tall) for i in line] for line in lines(words)]
    there = [found for found in map(Boxes(words, places).of, hits) if found]
    made.hits, made.unmarked = [roomy(rects(found, tall)) for found in there[:MOST_MARKED]], len(there[MOST_MARKED:])
    return made


def _sheet(tall: float, turn: int) -> Sheet:
    """The picture of a page that is `tall` when it stands upright."""
    moved = {90: (WIDE, 0.0), 180: (WIDE, tall), 270: (0.0, tall)}.get(turn)
    transform = f"translate({moved[0]:g} {moved[1]:g}) rotate({turn})" if moved else ""
    return Sheet(tall, WIDE, transform) if turn % 180 else Sheet(WIDE, tall, transform)


def upright(box: Sequence[float], turn: int) -> list[float]:
    """A box (left, top, right, bottom as shares) of a picture on the same picture turned clockwise by `turn` degrees."""
    x0, y0, x1, y1 = box
    turned = {90: (1 - y1, x0, 1 - y0, x1), 180: (1 - x1, 1 - y1, 1 - x0, 1 - y0), 270: (y0, 1 - x1, y1, 1 - x0)}
    return list(turned.get(turn, (x0, y0, x1, y1)))


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


class Boxes:
    """Finds the boxes of many passages of one page: its lines are told apart once, and a passage costs its own words."""

    def __init__(self, words: Words, places: Sequence[Span | None]) -> None:
        self.words = words
        self.line_of = {i: number for number, line in enumerate(lines(words)) for i in line}
        self.placed = [(*place, i) for i, place in enumerate(places) if place]
        self.starts, self.ends = [one[0] for one in self.placed], [one[1] for one in self.placed]

    def of(self, span: Span) -> list[list[float]]:
        """The boxes, one to a line, of the words that touch `span`: rows of left, top, right, bottom as shares of the page."""
        touched = self.placed[bisect_right(self.ends, span[0]) : bisect_left(self.starts, span[1])]
        found = []
        for _line, inside in groupby((i for _start, _end, i in touched), self.line_of.__getitem__):
            rows = [self.words[i] for i in inside]
            edges = (min(r[1] for r in rows), min(r[2] for r in rows), max(r[3] for r in rows), max(r[4] for r in rows))
            found.append([round(float(edge), 5) for edge in edges])
        return found


def boxes(words: Words, places: Sequence[Span | None], span: Span) -> list[list[float]]:
    """As `Boxes.of`, of one passage."""
    return Boxes(words, places).of(span)


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


def roomy(drawn: Iterable[Rect]) -> list[Rect]:
    """The boxes with some room around what is in them: OCR draws them close, on slanted pages through the letters."""
    found = []
    for one in drawn:
        room = round(max(one.height * ROOM, LEAST_ROOM), 1)
        grown = (one.x - room, one.y - room, one.width + 2 * room, one.height + 2 * room)
        found.append(Rect(*(round(value, 1) for value in grown)))
    return found
