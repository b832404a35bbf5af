"""The properties of an item as a mailbox file keeps them in one heap: for embedded items, which libpff gives only so.

What is too long for the heap lies elsewhere in the mailbox and is not reached from here: `missing` counts it. After MS-PST.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from evidence.ingestion.formats._mapi import BINARY, BOOLEAN, FLOAT, LONG, MANY, SHORT, STRING, UNICODE, Bag, Raw, many

_BLOCKS = (8176, 8180)  # bytes of a heap's block in Unicode and ANSI mailboxes
_INLINE = frozenset({SHORT, LONG, FLOAT, BOOLEAN})
_MOST_ROWS = 4000


class Heap:
    """One heap; `property_bag` gives what it holds."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.missing = 0
        self.is_heap = len(data) > 12 and data[2:4] == b"\xec\xbc"
        self._block = _BLOCKS[0]
        for size in _BLOCKS:  # the second block begins with where its own map is
            if len(data) > size + 2 and struct.unpack_from("<H", data, size)[0] in range(2, size):
                self._block = size
                break

    def _piece(self, identifier: int) -> bytes:
        """An allocation by its number; empty when the number makes no sense."""
        start = (identifier >> 16) * self._block
        index = identifier >> 5 & 0x7FF
        block = self._data[start : start + self._block]
        if identifier & 0x1F or not index or len(block) < 4:
            return b""
        table = struct.unpack_from("<H", block)[0]
        place = table + 4 + 2 * (index - 1)
        if place + 4 > len(block):
            return b""
        begin, end = struct.unpack_from("<HH", block, place)
        return block[begin:end]

    def _rows(self) -> list[bytes]:
        """Eight bytes each: number, type, value or where it is."""
        head = self._piece(struct.unpack_from("<I", self._data, 4)[0])
        if len(head) < 8 or head[:3] != b"\xb5\x02\x06":
            return []
        level, pieces = head[3], [self._piece(struct.unpack_from("<I", head, 4)[0])]
        for _ in range(min(level, 4)):
            below = [piece[at + 2 : at + 6] for piece in pieces for at in range(0, len(piece) - 5, 6)]
            pieces = [self._piece(struct.unpack("<I", one)[0]) for one in below[:_MOST_ROWS]]
        return [piece[at : at + 8] for piece in pieces for at in range(0, len(piece) - 7, 8)][:_MOST_ROWS]

    def property_bag(self, names: dict[int, int | str], code_page: str = "") -> Bag:
        """The properties; those that lie outside the heap are counted and left out."""
        raw: dict[int | str, Raw] = {}
        for row in self._rows() if self.is_heap else []:
            number, kind, where = struct.unpack("<HHI", row)
            if kind in _INLINE:
                raw[names.get(number, number)] = (kind, _given(row[4:]))
            elif where & 0x1F:
                self.missing += 1
            else:
                raw[names.get(number, number)] = (kind, _given(self._piece(where), kind))
        return Bag(raw, code_page)


def _given(data: bytes, kind: int = 0) -> Callable[[], bytes | list[bytes]]:
    if kind & MANY and kind & ~MANY in (STRING, UNICODE, BINARY):
        return lambda: many(kind, data)
    return lambda: data
