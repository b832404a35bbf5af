"""Compound files (OLE2): the folder of streams, and a stream's bytes. Enough to say what an old Office file is.

After MS-CFB. Chains are followed with a guard against loops; damage ends a chain instead of raising.
"""

from __future__ import annotations

import struct

from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SECTORS = 1 << 20
_END = 0xFFFFFFFA  # this and above: no further sector


class Compound:
    """An opened compound file: `streams` maps the path inside (tuple of names) to (first sector, size)."""

    def __init__(self, data: bytes) -> None:
        if data[:8] != SIGNATURE or len(data) < 512:
            raise Damaged("This old Office file is damaged: it does not begin as it should.")
        self._data = data
        self._shift, self._mini_shift = struct.unpack_from("<HH", data, 30)
        if self._shift not in (9, 12) or self._mini_shift != 6:
            raise Damaged("This old Office file is damaged: its table of contents makes no sense.")
        self._fat = self._read_fat()
        first_directory, self._cutoff, first_mini = struct.unpack_from("<I4xII", data, 48)
        mini_fat = self._chain(first_mini)
        self._mini_fat = struct.unpack(f"<{len(mini_fat) // 4}I", mini_fat[: len(mini_fat) // 4 * 4])
        self.streams: dict[tuple[str, ...], tuple[int, int]] = {}
        self.root_class = b""
        self._mini = b""
        self._directory(self._chain(first_directory))

    @classmethod
    def of(cls, source: Source) -> Compound:
        """The compound file of a source, opened once."""
        return source.once("ole", lambda: cls(source.bytes()))

    def _sector(self, number: int) -> bytes:
        at = (number + 1) << self._shift
        return self._data[at : at + (1 << self._shift)]

    def _read_fat(self) -> tuple[int, ...]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        following, seen = struct.unpack_from("<I", self._data, 68)[0], 0
        while following < _END and seen < 4096:
            block = self._sector(following)
            if len(block) < 1 << self._shift:
                break
            *more, following = struct.unpack(f"<{len(block) // 4}I", block)
            numbers += more
            seen += 1
        table = b"".join(self._sector(n) for n in numbers if n < _END)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, first: int, most: int = _MOST_SECTORS) -> bytes:
        parts, number, seen = [], first, set[int]()
        while number < len(self._fat) and number not in seen and len(seen) < most:
            seen.add(number)
            parts.append(self._sector(number))
            number = self._fat[number]
        return b"".join(parts)

    def _directory(self, table: bytes) -> None:
        entries = [table[at : at + 128] for at in range(0, len(table) - 127, 128)]
        if not entries:
            raise Damaged("This old Office file is damaged: its table of contents is missing.")
        self.root_class = entries[0][80:96]
        first, size = struct.unpack_from("<II", entries[0], 116)
        self._mini = self._chain(first)[:size]
        self._walk(entries, struct.unpack_from("<I", entries[0], 76)[0], ())

    def _walk(self, entries: list[bytes], first: int, above: tuple[str, ...]) -> None:
        todo, seen = [(first, above)], set[int]()
        while todo:
            number, path = todo.pop()
            if number >= len(entries) or number in seen:
                continue
            seen.add(number)
            entry = entries[number]
            length, kind = struct.unpack_from("<HB", entry, 64)
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            left, right, child = struct.unpack_from("<III", entry, 68)
            todo += [(left, path), (right, path)]
            if kind == 2:
                self.streams[(*path, name)] = struct.unpack_from("<II", entry, 116)
            elif kind == 1:
                todo.append((child, (*path, name)))

    def read(self, *path: str) -> bytes:
        """A stream's bytes; empty when there is none."""
        first, size = self.streams.get(path, (_END, 0))
        if size >= self._cutoff:
            return self._chain(first)[:size]
        parts, number, seen = [], first, set[int]()
        while number < len(self._mini_fat) and number not in seen:
            seen.add(number)
            parts.append(self._mini[number << 6 : (number + 1) << 6])
            number = self._mini_fat[number]
        return b"".join(parts)[:size]

    def has(self, *path: str) -> bool:
        """Whether there is such a stream."""
        return path in self.streams


def kind(source: Source) -> str:
    """The media type of a compound file, by its streams."""
    try:
        file = Compound.of(source)
    except (Damaged, struct.error):
        return "application/x-ole-storage"
    if file.has("EncryptedPackage"):
        return "application/encrypted"
    tops = {path[0].lower() for path in file.streams}
    for name, media_type in (
        ("__properties_version1.0", "application/vnd.ms-outlook"),
        ("worddocument", "application/msword"),
        ("workbook", "application/vnd.ms-excel"),
        ("book", "application/vnd.ms-excel"),
        ("powerpoint document", "application/vnd.ms-powerpoint"),
        ("pp40", "application/vnd.ms-powerpoint"),
        ("visiodocument", "application/vnd.visio"),
        ("contents", "application/vnd.ms-works"),
    ):
        if name in tops:
            return media_type
    return "application/x-ole-storage"
