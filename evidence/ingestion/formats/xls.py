"""Old Excel workbooks (.xls): every cell, hidden sheets too, comments, text boxes; pictures and embedded files as children."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from evidence.ingestion.formats import _blips, _objects, _properties, _sheets
from evidence.ingestion.formats._ole import SIGNATURE, Compound
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Page, Trouble

READS = frozenset({"application/vnd.ms-excel"})
VERSION = "2"
UNIT = "sheet"
_NOTE, _CONTINUED, _BOX, _DRAWINGS = 0x1C, 0x3C, 0x1B6, 0xEB
_MOST_RECORDS = 4_000_000


def _file(source: Source) -> Compound | None:
    """The compound file; None for the still older workbooks that are a bare stream."""
    return Compound.of(source) if source.head(8) == SIGNATURE else None


def _stream(source: Source) -> bytes:
    file = _file(source)
    return (file.read("Workbook") or file.read("Book")) if file else source.bytes()


def metadata(source: Source) -> Iterator[Fact]:
    """Properties, sheets, macros; who commented."""
    file = _file(source)
    if file:
        yield from _properties.facts(file)
    yield from _sheets.facts(source)
    authors = list(dict.fromkeys(filter(None, _authors(source))))
    if authors:
        yield Fact("claimed_comment_authors", authors[:200])


def children(source: Source) -> Iterator[Member]:
    """Embedded objects, then pictures."""
    file = _file(source)
    if file:
        yield from _objects.members(file)
        yield from _blips.members(source, _drawings(source))


def text(source: Source) -> Iterator[Page | Trouble]:
    """A page per sheet, then comments and text boxes, then words in drawings."""
    yield from _sheets.text(source)
    beside = (("Comments", "\n".join(_boxes(source))), ("Drawings", _blips.written(_drawings(source))))
    for label, content in beside:
        if content.strip():
            yield Page(1, content, label=label)


def _records(source: Source) -> Iterator[tuple[int, bytes]]:
    """(number, content) of the workbook's records."""
    data, at = _stream(source), 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(data):
            return
        number, size = struct.unpack_from("<HH", data, at)
        yield number, data[at + 4 : at + 4 + size]
        at += 4 + size


def _drawings(source: Source) -> bytes:
    """The group of drawings, put together again: a record holds no more than 8,224 bytes."""

    def gathered() -> bytes:
        parts, before = list[bytes](), 0
        for number, content in _records(source):
            if number == _DRAWINGS or (number == _CONTINUED and before == _DRAWINGS):
                parts.append(content)
                number = _DRAWINGS
            before = number
        return b"".join(parts)

    return source.once("xls drawings", gathered)


def _boxes(source: Source) -> Iterator[str]:
    """What is written in comments and text boxes: the length in one record, the letters in the next."""
    left = 0
    for number, content in _records(source):
        if number == _BOX and len(content) >= 12:
            left = struct.unpack_from("<H", content, 10)[0]
        elif number == _CONTINUED and left and content:
            wide = bool(content[0] & 1)
            raw = content[1 : 1 + left * (2 if wide else 1)]
            yield raw.decode("utf-16-le" if wide else "cp1252", "replace").strip()
            left = 0
        else:
            left = 0


def _authors(source: Source) -> Iterator[str]:
    """Who wrote the comments."""
    for number, content in _records(source):
        if number == _NOTE and len(content) >= 11:
            size, wide = struct.unpack_from("<HB", content, 8)
            raw = content[11 : 11 + size * (2 if wide & 1 else 1)]
            yield raw.decode("utf-16-le" if wide & 1 else "cp1252", "replace").strip()
