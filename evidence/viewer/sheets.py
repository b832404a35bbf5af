"""Sheets and long texts in parts: rows with letters and numbers, lines with numbers, so many at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence.viewer.layer import Span
from evidence.viewer.marked import Marked, Piece

UNIT = "sheet"
ROWS = 200  # rows of a sheet at once
LINES = 1000  # lines of a text at once
COLUMNS = 256


@dataclass(slots=True)
class Part:
    """Some of the lines of a page: which part of how many, and the number of the first line."""

    number: int
    parts: int
    first: int
    total: int
    letters: list[str] = field(default_factory=list)
    head: list[list[Piece]] = field(default_factory=list)
    rows: list[tuple[int, list[list[Piece]]]] = field(default_factory=list)
    cut: bool = False  # there are more columns than are shown

    @property
    def last(self) -> int:
        return min(self.first + len(self.rows) - 1, self.total)


def sheet(marked: Marked, asked: int) -> Part:
    """Rows of cells that tabs part; the sheet's first row heads each part."""
    spans = marked.lines()
    part, shown = _part(marked, spans, asked, ROWS)
    part.rows = [(number, _cells(marked, span)) for number, span in shown]
    part.head = _cells(marked, spans[0]) if spans and part.number > 1 else []
    wide = max((len(cells) for _number, cells in part.rows), default=0)
    part.letters = [letters(i) for i in range(wide)]
    part.cut = any(marked.text.count("\t", *span) >= COLUMNS for _number, span in shown)
    return part


def numbered(marked: Marked, asked: int) -> Part:
    """Lines with their numbers."""
    part, shown = _part(marked, marked.lines(), asked, LINES)
    part.rows = [(number, [marked.cut(*span)]) for number, span in shown]
    return part


def _part(marked: Marked, spans: list[Span], asked: int, size: int) -> tuple[Part, list[tuple[int, Span]]]:
    """The part that was asked for (from 1); without that the one with the first excerpt or hit."""
    parts = max(1, -(-len(spans) // size))
    number = min(asked, parts) if asked > 0 else _wanted(marked, spans, size)
    first = (number - 1) * size
    return Part(number, parts, first + 1, len(spans)), list(enumerate(spans[first : first + size], start=first + 1))


def _wanted(marked: Marked, spans: list[Span], size: int) -> int:
    looked_for = marked.marks or marked.hits
    if not looked_for:
        return 1
    at = looked_for[0][0]
    return next((n for n, (_start, end) in enumerate(spans) if at <= end), 0) // size + 1


def _cells(marked: Marked, span: Span) -> list[list[Piece]]:
    found, at = [], span[0]
    for cell in marked.text[slice(*span)].split("\t")[:COLUMNS]:
        found.append(marked.cut(at, at + len(cell)))
        at += len(cell) + 1
    return found


def letters(index: int) -> str:
    """The name of a column: A, …, Z, AA, …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
