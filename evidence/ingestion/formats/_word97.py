"""Word 97–2003 and Word 6/95 files (MS-DOC): text by the table of pieces, and the properties of characters and paragraphs.

`Document` gives the whole text as one string (`text`, a position per character) and where the parts of it begin: the body,
footnotes, headers, comments, endnotes, text boxes. What is damaged is read as far as it goes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from evidence.ingestion import charsets
from evidence.ingestion.formats._ole import Compound
from evidence.ingestion.stage import Damaged, Encrypted

PARTS = ("body", "footnotes", "headers", "macros", "comments", "endnotes", "text boxes", "text boxes in headers")
_COUNTS_97 = (0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64, 0x68)
_COUNTS_95 = (0x34, 0x38, 0x3C, 0x40, 0x44, 0x48, 0x4C, 0x50)
_CYRILLIC = {0x19, 0x22, 0x23, 0x3F, 0x02, 0x40, 0x28, 0x44}  # low byte of the language: ru, uk, be, kk, bg, ky, tg, tt
_MOST_CHARS = 40_000_000
_VARIABLE = 6
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


class Piece(NamedTuple):
    """A stretch of text: positions [start, end) in the document stand at byte `at` of the stream, `width` bytes each."""

    start: int
    end: int
    at: int
    width: int


class Document:
    """An opened Word file. Damaged when it is none, Encrypted when it is locked."""

    def __init__(self, file: Compound) -> None:
        names = {path[0].lower(): path[0] for path in file.streams if len(path) == 1}
        self.stream = file.read(names.get("worddocument", ""))
        if len(self.stream) < 0x180:
            raise Damaged("The Word document is damaged: its text is missing.")
        magic, self.version = struct.unpack_from("<HH", self.stream)
        flags = self._short(10)
        self.old = magic in (0xA5DC, 0xA5DB, 0xA59B, 0xA59C) or self.version < 0x00C0
        if flags & 0x100:
            raise Encrypted("The Word document is locked with a password.")
        self.table = self.stream if self.old else file.read("1Table" if flags & 0x200 else "0Table")
        self.complex, self.language = bool(flags & 4), self._short(6)
        counts = [self._long(at) for at in (_COUNTS_95 if self.old else _COUNTS_97)]
        self.counts = dict(zip(PARTS, (max(0, count) for count in counts), strict=True))
        self.page = self._code_page()
        self.pieces = list(self._pieces())
        self.text = self._whole()

    def _short(self, at: int) -> int:
        return int(struct.unpack_from("<H", self.stream, at)[0])

    def _long(self, at: int) -> int:
        return int(struct.unpack_from("<i", self.stream, at)[0])

    def part(self, name: str) -> tuple[int, int]:
        """Where a part begins and ends in the text."""
        start = sum(self.counts[one] for one in PARTS[: PARTS.index(name)])
        return start, start + self.counts[name]

    def lying(self, number: int) -> bytes:
        """The table that the header of the file lists at place `number` (of Word 97's list)."""
        at = 0x9A + 8 * number
        if self.old or at + 8 > len(self.stream):
            return b""
        start, size = struct.unpack_from("<II", self.stream, at)
        return self.table[start : start + size] if size < 64 * 2**20 else b""

    # --- pieces -------------------------------------------------------------------------------------------------------

    def _code_page(self) -> str:
        """What single bytes mean: Western in Word 97; before it, what the text itself looks like."""
        if not self.old:
            return "cp1252"
        first, last = self._long(24), self._long(28)
        found = charsets.detect(self.stream[max(0, first) : max(0, last)].replace(b"\7", b" ").replace(b"\r", b"\n"))
        cyrillic = found in ("cp1251", "kz1048", "ptcp154") or self.language & 0xFF in _CYRILLIC
        return (found if found in ("kz1048", "ptcp154") else "cp1251") if cyrillic else "cp1252"

    def _pieces(self) -> Iterator[Piece]:
        total = min(sum(self.counts.values()) + 1, _MOST_CHARS)
        table = self._piece_table()
        if not table:
            first = self._long(24)
            yield Piece(0, min(total, max(0, self._long(28) - first)), max(0, first), 1)
            return
        count = (len(table) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", table)
        for number in range(count):
            where = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
            narrow = self.old or where & 0x40000000
            at = where if self.old else (where & 0x3FFFFFFF) // 2 if narrow else where & 0x3FFFFFFF
            if ends[number] < ends[number + 1] <= _MOST_CHARS:
                yield Piece(ends[number], ends[number + 1], at, 1 if narrow else 2)

    def _piece_table(self) -> bytes:
        """The PlcPcd out of the Clx; empty when the text lies in one stretch."""
        if self.old:
            start, size = struct.unpack_from("<II", self.stream, 0x160) if self.complex else (0, 0)
            clx = self.stream[start : start + size]
        else:
            clx = self.lying(33)
        at = 0
        while at + 5 <= len(clx) and clx[at] == 1:  # properties of pieces that were changed last; not needed
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if at + 5 > len(clx) or clx[at] != 2:
            return b""
        return clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]

    def _whole(self) -> str:
        """All characters, at their positions; what is missing is filled up so that later ones keep theirs."""
        parts, at = [], 0
        for piece in self.pieces:
            raw = self.stream[piece.at : piece.at + (piece.end - piece.start) * piece.width]
            # One character per position, always: a lone half of a pair, and a byte without meaning, become a sign.
            made = raw.decode("utf-16-le", "surrogatepass") if piece.width == 2 else raw.decode(self.page, "replace")
            if piece.width == 2 and len(made) != len(raw) // 2:
                made = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
            parts += [" " * max(0, piece.start - at), made.ljust(piece.end - piece.start)]
            at = piece.end
        return "".join(parts)

    # --- properties ---------------------------------------------------------------------------------------------------

    def runs(self, *, paragraphs: bool) -> Iterator[tuple[int, int, bytes]]:
        """(first position, last + 1, properties) of stretches that have any, of characters or of paragraphs."""
        bins = self.lying(13 if paragraphs else 12)
        count = (len(bins) - 4) // 8
        for number in range(max(0, count)):
            page = struct.unpack_from("<I", bins, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
            sheet = self.stream[page * 512 : page * 512 + 512]
            if len(sheet) == 512:
                for start, end, properties in _sheet(sheet, paragraphs=paragraphs):
                    for first, last in self._positions(start, end):
                        yield first, last, properties

    def _positions(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Positions in the text of bytes [start, end) of the stream."""
        for piece in self.pieces:
            last = piece.at + (piece.end - piece.start) * piece.width
            if start < last and end > piece.at:
                first = piece.start + (max(start, piece.at) - piece.at) // piece.width
                yield first, piece.start + -(-(min(end, last) - piece.at) // piece.width)


def _sheet(sheet: bytes, *, paragraphs: bool) -> Iterator[tuple[int, int, bytes]]:
    """The stretches (in bytes of the stream) of one page of 512 bytes of formatting."""
    count = sheet[511]
    width = 13 if paragraphs else 1
    if 4 * (count + 1) + width * count > 511:
        return
    ends = struct.unpack_from(f"<{count + 1}I", sheet)
    for number in range(count):
        at = 2 * sheet[4 * (count + 1) + width * number]
        if not at:
            continue
        size, start = sheet[at], at + 1
        if paragraphs:
            size, start = (2 * sheet[min(at + 1, 511)], at + 2) if not size else (2 * size - 1, at + 1)
            size, start = size - 2, start + 2  # the number of the style stands before
        if size > 0:
            yield ends[number], ends[number + 1], sheet[start : start + size]


def properties(packed: bytes) -> dict[int, bytes]:
    """number of a property: its value."""
    found, at = {}, 0
    while at + 2 <= len(packed):
        number = struct.unpack_from("<H", packed, at)[0]
        at, kind = at + 2, number >> 13
        if kind != _VARIABLE:
            size = _SIZES[kind]
        elif number == 0xD608:
            size = 1 + struct.unpack_from("<H", packed.ljust(at + 2, b"\0"), at)[0]
        else:
            size = 1 + (packed[at] if at < len(packed) else 0)
        found[number] = packed[at : at + size]
        at += size
    return found


def strings(table: bytes) -> list[str]:
    """A list of UTF-16 strings as Word stores it (names of those who changed something)."""
    found = list[str]()
    if len(table) < 6 or table[:2] != b"\xff\xff":
        return found
    count, extra = struct.unpack_from("<HH", table, 2)
    at = 6
    for _ in range(min(count, 5000)):
        if at + 2 > len(table):
            break
        size = struct.unpack_from("<H", table, at)[0]
        found.append(table[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace"))
        at += 2 + 2 * size + extra
    return found
