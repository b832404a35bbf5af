"""Old Office files, made byte by byte when a test asks for them."""

from __future__ import annotations

import struct

from evidence.ingestion.formats._ole_writing import rebuilt

LOCKED_PPT, OPEN_PPT = 0xF3D1C4DF, 0xE391C05F


def properties(values: dict[int, str], page: int = 1251) -> bytes:
    """A property set with strings in a code page."""
    entries = {1: struct.pack("<IH2x", 2, page)}
    for number, value in values.items():
        raw = value.encode(f"cp{page}") + b"\0"
        raw += b"\0" * (-len(raw) % 4)
        entries[number] = struct.pack("<II", 30, len(raw)) + raw
    at, places, body = 8 + 8 * len(entries), b"", b""
    for number, entry in entries.items():
        places += struct.pack("<II", number, at + len(body))
        body += entry
    section = struct.pack("<II", at + len(body), len(entries)) + places + body
    return struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, bytes(16), 1, bytes(16), 48) + section


def word(
    narrow: str,
    wide: str,
    footnotes: str = "",
    deleted: tuple[int, int] = (0, 0),
    flags: int = 0x200,
    more: dict[tuple[str, ...], bytes] | None = None,
) -> bytes:
    """A Word 97 file: a piece in single bytes, one in UTF-16, footnotes behind; some letters of the wide piece deleted."""
    start, behind = 1024, 1024 + len(narrow)
    letters = narrow.encode("cp1252") + (wide + footnotes).encode("utf-16-le")
    stream = bytearray(start) + letters
    stream += bytes(-len(stream) % 512)
    page = len(stream) // 512
    stream += _sheet(behind + 2 * deleted[0], behind + 2 * deleted[1])
    ends = (0, len(narrow), len(narrow) + len(wide) + len(footnotes))
    pieces = struct.pack("<3I", *ends)
    pieces += struct.pack("<HIH", 0, 2 * start | 0x40000000, 0) + struct.pack("<HIH", 0, behind, 0)
    tables = {
        33: b"\2" + struct.pack("<I", len(pieces)) + pieces,
        12: struct.pack("<III", behind, behind + 2 * len(wide), page),
        51: struct.pack("<HHHH", 0xFFFF, 1, 0, 5) + "Ақсай".encode("utf-16-le"),
    }
    table = b""
    for number, content in tables.items():
        struct.pack_into("<II", stream, 0x9A + 8 * number, len(table), len(content))
        table += content
    struct.pack_into("<HH", stream, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<HH", stream, 6, 0x0419, 0)
    struct.pack_into("<H", stream, 10, flags)
    struct.pack_into("<ii", stream, 0x4C, len(narrow) + len(wide), len(footnotes))
    streams = {("WordDocument",): bytes(stream), ("1Table",): table, **(more or {})}
    return rebuilt(streams)


def _sheet(start: int, end: int) -> bytes:
    """A page of formatting: letters from byte `start` to `end` deleted by the first author on 2022-01-05 at 10:30."""
    when = 30 | 10 << 6 | 5 << 11 | 1 << 16 | 122 << 20
    marks = struct.pack("<HBHHHI", 0x0800, 1, 0x4863, 0, 0x6864, when)
    page = bytearray(512)
    struct.pack_into("<II", page, 0, start, end)
    page[8], page[400], page[511] = 200, len(marks), 1
    page[401 : 401 + len(marks)] = marks
    return bytes(page)


def word_6(text: str) -> bytes:
    """A Word 6 file in the Russian code page."""
    raw = text.encode("cp1251")
    stream = bytearray(1024) + raw
    struct.pack_into("<HH", stream, 0, 0xA5DC, 0x0065)
    struct.pack_into("<H", stream, 6, 0x0419)
    struct.pack_into("<ii", stream, 24, 1024, 1024 + len(raw))
    struct.pack_into("<i", stream, 0x34, len(raw))
    return rebuilt({("WordDocument",): bytes(stream)})


def native(name: str, content: bytes) -> bytes:
    """A file as it is wrapped when it is dropped into a document."""
    raw = name.encode() + b"\0"
    body = struct.pack("<H", 2) + raw + raw + struct.pack("<II", 3, len(raw)) + raw
    body += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def blip(png: bytes) -> bytes:
    """A picture record."""
    return struct.pack("<HHI", 0x6E00, 0xF01E, 17 + len(png)) + bytes(17) + png


def record(kind: int, content: bytes, instance: int = 0, holds: bool = False) -> bytes:
    """A PowerPoint record."""
    return struct.pack("<HHI", instance << 4 | (15 if holds else 0), kind, len(content)) + content


def slides(token: int = OPEN_PPT) -> bytes:
    """Two slides, the second of them saved first in the file, hidden and with notes."""

    def box(kind: int, words: str) -> bytes:
        said = record(0x0F9F, struct.pack("<I", kind)) + record(0x0FA0, words.encode("utf-16-le"))
        return record(0x040C, record(0xF00D, said), holds=True)

    def slide(words: str, notes: int, flags: int) -> bytes:
        atom = record(0x03EF, bytes(16) + struct.pack("<II", notes, 0))
        return record(
            0x03EE, atom + record(0x03F9, bytes(10) + struct.pack("<HI", flags, 0)) + box(0, words), holds=True
        )

    def listed(instance: int, *entries: tuple[int, int]) -> bytes:
        atoms = [record(0x03F3, struct.pack("<IIIII", place, 0, 0, number, 0)) for place, number in entries]
        return record(0x0FF0, b"".join(atoms), instance, holds=True)

    parts = {
        1: record(0x03E8, listed(0, (3, 256), (2, 257)) + listed(2, (4, 900)), holds=True),
        2: slide("екінші", 900, 4),
        3: slide("первый", 0, 0),
        4: record(0x03F0, box(2, "заметка"), holds=True),
    }
    stream, places = b"", []
    for content in parts.values():
        places.append(len(stream))
        stream += content
    directory = len(stream)
    stream += record(0x1772, struct.pack("<I4I", 1 | 4 << 20, *places))
    edit = len(stream)
    stream += record(0x0FF5, struct.pack("<IHBBIIII", 0, 0, 0, 3, 0, directory, 1, 4) + bytes(4))
    user = record(0x0FF6, struct.pack("<III", 20, token, edit) + bytes(12))
    return rebuilt({("PowerPoint Document",): stream, ("Current User",): user, ("Pictures",): b""})


def workbook(cell: str, comment: str) -> bytes:
    """An Excel 97 workbook: one hidden sheet with one cell and a comment."""

    def said(words: str, head: str) -> bytes:
        return struct.pack(head, len(words), 1) + words.encode("utf-16-le")

    def row(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def begin(kind: int) -> bytes:
        return row(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    sheet = begin(0x10) + row(0x0204, struct.pack("<HHH", 0, 0, 0) + said(cell, "<HB"))
    sheet += row(0x01B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, len(comment), 16, 0))
    sheet += row(0x3C, b"\1" + comment.encode("utf-16-le")) + row(0x0A, b"")
    name = said("лист", "<BB")
    at = len(begin(5)) + 4 + 6 + len(name) + 4
    book = begin(5) + row(0x85, struct.pack("<IBB", at, 1, 0) + name) + row(0x0A, b"") + sheet
    return rebuilt({("Workbook",): book})
