"""Spreadsheets, new and old: every cell of every sheet, hidden ones too, then comments and text in drawings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import python_calamine

from evidence.ingestion.claims import local
from evidence.ingestion.formats import _office
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Outcome, Page, Trouble, Unreadable

_OPEN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READS = frozenset({_OPEN, "application/vnd.ms-excel"})
VERSION = "1"
_MOST_CELLS = 6_000_000
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')


def _is_open(source: Source) -> bool:
    return source.head(2) == b"PK"


def metadata(source: Source) -> Iterator[Fact]:
    """Properties; sheets, and which of them are hidden."""
    if _is_open(source):
        package = Package.of(source)
        yield from package.facts()
        root = package.xml("xl/workbook.xml")
        sheets = [e for e in root.iter() if local(e) == "sheet"] if root is not None else []
        yield Fact("sheets", [e.get("name", "") for e in sheets])
        hidden = [e.get("name", "") for e in sheets if e.get("state", "visible") != "visible"]
        if hidden:
            yield Fact("hidden_sheets", hidden)


def children(source: Source) -> Iterator[Member]:
    """Files embedded in the workbook."""
    if _is_open(source):
        yield from Package.of(source).embedded("xl/embeddings/")


def text(source: Source) -> Iterator[Page | Trouble]:
    """One page per sheet: rows as lines, cells parted by tabs."""
    if _is_open(source) and _too_wide(source):
        yield from _sparse(source)
    else:
        yield from _dense(source)
    if _is_open(source):
        yield from _beside(source)


def _dense(source: Source) -> Iterator[Page | Trouble]:
    try:
        book = python_calamine.load_workbook(source.open())
    except python_calamine.PasswordError as error:
        raise Encrypted("The workbook is locked with a password.") from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Damaged("The workbook is damaged and could not be opened.") from error
    for number, name in enumerate(book.sheet_names, 1):
        try:
            rows = book.get_sheet_by_name(name).iter_rows()
            lines = ["\t".join(_shown(value) for value in row).rstrip() for row in rows]
        except (python_calamine.CalamineError, ValueError) as error:
            yield Trouble(Outcome.PARTLY_READ, f"The sheet “{name}” could not be read.")
            del error
            continue
        yield Page(number, "\n".join([name, *(line for line in lines if line)]), label=name)


def _shown(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates in ISO 8601."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)


# --- workbooks whose cells lie so far apart that the square between them would not fit into memory ---------------------


def _too_wide(source: Source) -> bool:
    package = Package.of(source)
    for name in package.names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            columns, last, cells = set[bytes](), 0, 0
            for cell in _CELL.finditer(package.read(name)):
                columns.add(cell[1])
                last, cells = max(last, int(cell[2])), cells + 1
            widest = max((_column(c) for c in columns), default=0)
            if widest * last > _MOST_CELLS and widest * last > 20 * cells:
                return True
    return False


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sparse(source: Source) -> Iterator[Page]:
    package = Package.of(source)
    shared = _shared(package)
    sheets = [name for name in package.names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    for number, name in enumerate(sheets, 1):
        root, lines = package.xml(name), []
        for row in root.iter() if root is not None else ():
            if local(row) == "row":
                values = [_value(cell, shared) for cell in row]
                lines.append("\t".join(value for value in values if value))
        yield Page(number, "\n".join(line for line in lines if line), label=f"Sheet {number}")


def _shared(package: Package) -> list[str]:
    root = package.xml("xl/sharedStrings.xml")
    return [_plain(e) for e in root if local(e) == "si"] if root is not None else []


def _plain(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter() if local(t) == "t")


def _value(cell: Element, shared: list[str]) -> str:
    raw = next((e.text or "" for e in cell if local(e) == "v"), "")
    if cell.get("t") == "s" and raw.isdigit() and int(raw) < len(shared):
        return shared[int(raw)]
    return raw or _plain(cell)


def _beside(source: Source) -> Iterator[Page | Trouble]:
    """Comments, and words in drawings and charts."""
    package = Package.of(source)
    for folder, label in (
        ("xl/comments", "Comments"),
        ("xl/threadedComments", "Comments"),
        ("xl/drawings/", "Drawings"),
        ("xl/charts/", "Charts"),
    ):
        parts = []
        for name in (n for n in package.names if n.startswith(folder) and n.endswith(".xml")):
            try:
                parts.append(_office.words(package.xml(name)))
            except Unreadable as error:
                yield Trouble(error.outcome, str(error))
        content = "\n".join(part for part in parts if part.strip())
        if content:
            yield Page(1, content, label=label)
