"""RAR archives of versions 1.5 to 5, unpacked by libarchive; locked ones and parts of a set are told by their headers.

The headers are walked here because libarchive says of a locked member only that it cannot be read. No free library opens
locked RAR archives: they are recognised and kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence.ingestion.formats import _libarchive
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Encrypted, Fact, Member, Outcome, Trouble

READS = frozenset({"application/x-rar"})
VERSION = "1"
_OLD, _NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_MOST_HEADERS = 100_000
_MOST_HEADER = 2**21


@dataclass
class _Layout:
    """What the headers tell. `locked`: the places of locked files among all entries."""

    hidden: bool = False
    entries: int = 0
    locked: set[int] = field(default_factory=set)
    volume: bool = False
    later: bool = False  # not the first of its set
    more: bool = False  # something goes on in another part


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """Members as they are unpacked; Encrypted when even the names are locked."""
    layout = _layout(source)
    if layout.hidden or (layout.locked and len(layout.locked) >= layout.entries):
        yield Fact("protected", True)
        raise Encrypted(
            "The RAR archive is locked with a password. Locked RAR archives cannot be opened here, also with the password: "
            "open it with its own program and hand in what is inside."
        )
    _libarchive.require("a RAR archive")
    if layout.volume:
        yield Trouble(Outcome.PARTLY_READ, _sentence(layout))
    yield from _libarchive.members(source, locked=frozenset(layout.locked))


def _sentence(layout: _Layout) -> str:
    which = "a later part" if layout.later else "the first part" if layout.more else "a part"
    return f"This is {which} of a RAR archive that was cut into several files: only what is whole in this one was unpacked."


def _layout(source: Source) -> _Layout:
    """The walk from header to header, forgiving: it ends where nothing believable follows."""
    found = _Layout()
    start = source.head(8)
    steps = _new(source, found) if start == _NEW else _old(source, found) if start[:7] == _OLD else iter(())
    for number, _ in enumerate(steps):
        if number > _MOST_HEADERS:
            break
    return found


def _old(source: Source, found: _Layout) -> Iterator[None]:
    """Version 1.5 to 4: crc, type, flags, size, then by type."""
    at = 7
    with source.open() as file:
        while at + 7 <= source.size:
            file.seek(at)
            head = file.read(64)
            if len(head) < 7:
                return
            kind, flags, size = struct.unpack_from("<BHH", head, 2)
            added = struct.unpack_from("<I", head, 7)[0] if len(head) >= 11 and (flags & 0x8000 or kind == 0x74) else 0
            if kind == 0x73:
                found.volume, found.hidden = bool(flags & 1), bool(flags & 0x80)
                found.later = found.volume and bool(size and flags & 1 and not flags & 0x100)
            elif kind == 0x74:
                added += struct.unpack_from("<I", head, 32)[0] << 32 if flags & 0x100 and len(head) >= 36 else 0
                _entry(found, locked=bool(flags & 4), before=bool(flags & 1), after=bool(flags & 2))
            if kind == 0x7B or size < 7 or found.hidden:
                return
            at += size + added
            yield


def _entry(found: _Layout, *, locked: bool, before: bool, after: bool) -> None:
    if locked:
        found.locked.add(found.entries)
    found.entries += 1
    found.later, found.more = found.later or before, found.more or after


def _number(data: bytes, at: int) -> tuple[int, int]:
    """(value, place behind it) of a number in groups of seven bits; IndexError at the end of the data."""
    value = shift = 0
    while shift < 70:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise IndexError


def _new(source: Source, found: _Layout) -> Iterator[None]:
    """Version 5: crc, size, type, flags, size of extra area, size of data, then by type."""
    at = 8
    with source.open() as file:
        while at + 7 <= source.size:
            file.seek(at + 4)
            data = file.read(_MOST_HEADER)
            try:
                size, start = _number(data, 0)
                kind, here = _number(data, start)
                flags, here = _number(data, here)
                extra, here = _number(data, here) if flags & 1 else (0, here)
                packed, here = _number(data, here) if flags & 2 else (0, here)
                _block(found, kind, flags, data[here : start + size], extra)
            except IndexError:
                return
            if kind == 5 or size == 0 or found.hidden:
                return
            at += 4 + start + size + packed
            yield


def _block(found: _Layout, kind: int, flags: int, body: bytes, extra: int) -> None:
    if kind == 4:
        found.hidden = True
    elif kind == 1:
        archive, at = _number(body, 0)
        found.volume = bool(archive & 1)
        found.later = bool(archive & 2) and _number(body, at)[0] > 0
    elif kind == 2:
        area = body[-extra:] if extra else b""
        _entry(found, locked=_says_locked(area), before=bool(flags & 8), after=bool(flags & 16))


def _says_locked(area: bytes) -> bool:
    """Whether the extra area holds a record of type 1, encryption."""
    at = 0
    while at < len(area):
        size, start = _number(area, at)
        if _number(area, start)[0] == 1:
            return True
        at = start + size
        if not size:
            return False
    return False
