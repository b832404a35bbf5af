"""Excel workbooks (.xlsx, .xlsm, .xlsb): every cell, hidden sheets too, comments, text in drawings, embedded files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from evidence.ingestion import claims
from evidence.ingestion.claims import local
from evidence.ingestion.formats import _office, _sheets
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Page, Trouble, Unreadable

READS = frozenset({"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
VERSION = "2"
UNIT = "sheet"
_SECRET = re.compile(r"(password|pwd)\s*=[^;]*", re.I)  # a key to somebody's data is nothing to show around
_MOST_CELLS = 6_000_000
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')


def metadata(source: Source) -> Iterator[Fact]:
    """Properties; sheets, and which of them are hidden; connections to data elsewhere."""
    package = Package.of(source)
    yield from package.facts()
    yield from _sheets.facts(source)
    root = package.xml("xl/connections.xml")
    known = [e.get("name") or e.get("connection") or "" for e in root.iter()] if root is not None else []
    if any(known):
        yield Fact("claimed_connections", [_SECRET.sub(r"\1=…", one) for one in known if one][:100])


def children(source: Source) -> Iterator[Member]:
    """Files embedded in the workbook, then pictures."""
    package = Package.of(source)
    yield from package.embedded("xl/embeddings/")
    if source.request.depth < source.limits.depth:
        yield from package.photographs("xl/media/")


def text(source: Source) -> Iterator[Page | Trouble]:
    """One page per sheet: rows as lines, cells parted by tabs; then what stands beside the cells."""
    if _too_wide(source):
        yield from _sparse(source)
    else:
        yield from _sheets.text(source)
    yield from _beside(source)


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
    """Comments with who wrote them, words in drawings and charts, values kept for pivot tables, links."""
    package = Package.of(source)
    people = _people(package)
    for folder, label, read in (
        ("xl/comments", "Comments", _comments),
        ("xl/threadedComments", "Comments", lambda root: _threads(root, people)),
        ("xl/drawings/", "Drawings", _office.words),
        ("xl/charts/", "Charts", _office.words),
        ("xl/pivotCache/pivotCacheDefinition", "Values kept for pivot tables", _kept),
    ):
        parts = []
        for name in (n for n in package.names if n.startswith(folder) and n.endswith(".xml")):
            try:
                parts.append(read(package.xml(name)))
            except Unreadable as error:
                yield Trouble(error.outcome, str(error))
        content = "\n".join(part for part in parts if part.strip())
        if content:
            yield Page(1, content, label=label)
    for label, content in (("Links", "\n".join(package.links())), ("Drawings", package.drawn("xl/media/"))):
        if content:
            yield Page(1, content, label=label)


def _comments(root: Element | None) -> str:
    """A line per comment: cell, who, what."""
    every = list(root.iter()) if root is not None else []
    authors = [e.text or "" for e in every if local(e) == "author"]
    lines = []
    for one in (e for e in every if local(e) == "comment"):
        number = one.get("authorId", "")
        who = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        lines.append(f"{' '.join(filter(None, (one.get('ref', ''), who)))}: {_plain(one).strip()}")
    return "\n".join(lines)


def _people(package: Package) -> dict[str, str]:
    names = [n for n in package.names if n.startswith("xl/persons/")]
    roots = [root for root in (claims.xml(package.read(n)) for n in names) if root is not None]
    return {e.get("id", ""): e.get("displayName", "") for root in roots for e in root}


def _threads(root: Element | None, people: dict[str, str]) -> str:
    """A line per comment or answer: cell, who, when, what."""
    lines = []
    for one in (e for e in (root.iter() if root is not None else ()) if local(e) == "threadedComment"):
        said = " ".join(e.text or "" for e in one if local(e) == "text")
        about = (one.get("ref", ""), people.get(one.get("personId", ""), ""), one.get("dT", ""))
        lines.append(f"{' '.join(filter(None, about))}: {said}")
    return "\n".join(lines)


def _kept(root: Element | None) -> str:
    """The values of a table that may itself be gone from the workbook."""
    lines = []
    for one in (e for e in (root.iter() if root is not None else ()) if local(e) == "cacheField"):
        values = [e.get("v", "") for e in one.iter() if local(e) in ("s", "n", "d")]
        lines.append(f"{one.get('name', '')}\t" + "\t".join(values))
    return "\n".join(lines)
