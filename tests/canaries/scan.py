"""Look for thousands of byte strings in everything that a system wrote, also inside what it compressed.

Eight bytes of each needle are its door: a table of them rejects almost every place of a file in a few machine instructions
(numpy), and what passes is compared in full.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy

DOOR = 8  # bytes
BITS = 22
MIX = numpy.uint64(0x9E3779B97F4A7C15)
CHUNK = 16 << 20
PACKED = re.compile(rb"\x1f\x8b\x08|PK\x03\x04|\x78[\x01\x5e\x9c\xda]")
MOST_UNPACKED = 64 << 20  # bytes of one stream
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A needle that was found: the mark, the encoding, and where."""

    mark: str
    encoding: str
    where: str
    at: int


class Scanner:
    """Finds needles: bytes → (mark, encoding)."""

    def __init__(self, needles: Mapping[bytes, tuple[str, str]]) -> None:
        self.needles = needles
        self._doors: dict[bytes, list[tuple[int, bytes]]] = {}
        for needle in needles:
            at = _door(needle)
            self._doors.setdefault(needle[at : at + DOOR], []).append((at, needle))
        self._table = numpy.zeros(1 << BITS, dtype=bool)
        self._table[self._slots(numpy.frombuffer(b"".join(self._doors), dtype="<u8"))] = True
        self._longest = max(map(len, needles))
        self.read = 0  # bytes, unpacked ones included

    @staticmethod
    def _slots(words: numpy.ndarray) -> numpy.ndarray:
        return (words * MIX) >> numpy.uint64(64 - BITS)

    def scan(self, data: bytes, where: str, depth: int = 0) -> Iterator[Hit]:
        """Hits in `data` and in whatever is packed in it."""
        self.read += len(data)
        for at, needle in self._found(data):
            yield Hit(*self.needles[needle], where, at)
        for match in PACKED.finditer(data) if depth < DEEPEST else ():
            unpacked = _unpacked(data, match.start())
            if len(unpacked) >= DOOR:
                yield from self.scan(unpacked, f"{where} (packed)", depth + 1)

    def scan_file(self, path: Path, where: str) -> Iterator[Hit]:
        """The same of a file, in overlapping pieces."""
        with path.open("rb") as file:
            before = b""
            while piece := file.read(CHUNK):
                yield from self.scan(before + piece, where)
                before = piece[-(1 << 20) :] if len(piece) == CHUNK else piece[-self._longest :]

    def _found(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        for shift in range(min(DOOR, max(len(data) - DOOR + 1, 0))):
            words = numpy.frombuffer(data, dtype="<u8", offset=shift, count=(len(data) - shift) // DOOR)
            for place in numpy.flatnonzero(self._table[self._slots(words)]).tolist():
                at = shift + place * DOOR
                for offset, needle in self._doors.get(data[at : at + DOOR], ()):
                    if at >= offset and data[at - offset : at - offset + len(needle)] == needle:
                        yield at - offset, needle


def _door(needle: bytes) -> int:
    """Where in the needle the eight bytes begin that differ most from one another: the rarest, by and large."""
    return max(range(len(needle) - DOOR + 1), key=lambda at: len(set(needle[at : at + DOOR])))


def _unpacked(data: bytes, at: int) -> bytes:
    """What the compressed stream at `at` holds as far as it can be read; nothing where there is none."""
    if data[at : at + 2] == b"PK":
        start = (
            at
            + 30
            + int.from_bytes(data[at + 26 : at + 28], "little")
            + int.from_bytes(data[at + 28 : at + 30], "little")
        )
        reader = zlib.decompressobj(-15)
    else:
        start, reader = at, zlib.decompressobj(47)
    found = bytearray()
    try:
        for begin in range(start, len(data), 1 << 16):
            found += reader.decompress(data[begin : begin + (1 << 16)])
            if reader.eof or len(found) > MOST_UNPACKED:
                break
    except zlib.error:
        pass
    return bytes(found)


def files_below(root: Path) -> Iterator[Path]:
    """Every regular file, links not followed."""
    return (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())


def all_needles(marks: Iterable[tuple[str, Mapping[bytes, str]]]) -> dict[bytes, tuple[str, str]]:
    """The needles of all marks together: bytes → (mark, encoding)."""
    return {needle: (mark, encoding) for mark, made in marks for needle, encoding in made.items()}
