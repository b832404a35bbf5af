"""ZIP archives that are not whole: cut into parts, without a usable table of contents, damaged."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from evidence.ingestion.formats import _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Trouble

_CHUNK = 1 << 20
_STEP = 1 << 12  # small, so that little is lost before the damage
_MOST = 512 * 2**20
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = b"PK\5\6"
_GONE = "in another part of the archive"


def identify(source: Source, head: bytes) -> str:
    """The last part of a ZIP that was cut up: it ends in a table of contents that counts parts, and begins with anything."""
    return "application/zip" if is_last(source) else ""


def _end(source: Source) -> tuple[int, int, int, int] | None:
    """(number of this part, entries listed here, size of the table, place of the table in its part); None without an end."""
    tail = source.tail(66_000)
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        return None
    disk, first, _, total, size, offset = struct.unpack_from("<4H2I", tail, at + 4)
    fits = size + 22 <= source.size and 46 * total <= size and offset + size <= source.size and first <= disk
    return (disk, total, size, offset) if fits else None


def is_last(source: Source) -> bool:
    """Whether this is the last part of an archive that was cut into several."""
    end = _end(source)
    return end is not None and 0 < end[0] < 0xFFFF and source.size < 2**32


def last(source: Source, archive: zipfile.ZipFile | None = None) -> Iterator[Member | Fact | Trouble]:
    """What is whole in the last part; the others by name, from its table of contents."""
    disk, _, size, offset = _end(source) or (0, 0, 0, 0)
    with source.open() as file:
        file.seek(offset)
        table = file.read(size)
    meter, missing, count, at = _unpacking.Meter(source), list[tuple[str, str]](), 0, 0
    data = source.bytes(_MOST)
    while at + _CENTRAL.size <= len(table) and table[at : at + 4] == b"PK\1\2":
        fields = _CENTRAL.unpack_from(table, at)
        method, packed, name, start = fields[4], fields[8], fields[10], fields[16]
        raw = table[at + _CENTRAL.size : at + _CENTRAL.size + name]
        at += _CENTRAL.size + name + fields[11] + fields[12]
        if raw.endswith(b"/"):
            continue
        if fields[13] != disk or data[start : start + 4] != b"PK\3\4" or fields[3] & 1:
            missing.append((_unpacking.name(raw), _unpacking.LOCKED if fields[3] & 1 else _GONE))
            continue
        count += 1
        inner = start + _LOCAL.size + sum(_LOCAL.unpack_from(data, start)[-2:])
        yield _unpacking.member(raw, list(_inflated(data, inner, method, packed, meter)))
    yield from _unpacking.skipped(missing)
    yield Trouble(Outcome.PARTLY_READ if count else Outcome.DAMAGED, _last_sentence(count, len(missing)))


def _last_sentence(count: int, missing: int) -> str:
    return (
        f"This is the last part of an archive that was cut into several files: {count} files are in it, {missing} more are "
        "listed that lie in its other parts."
    )


def recovered(source: Source) -> Iterator[Member | Fact | Trouble]:
    """Members found by walking from one local header to the next."""
    if is_last(source):
        yield from last(source)
        return
    data, at, found = source.bytes(_MOST), 0, list[bool]()
    meter, lost, locked = _unpacking.Meter(source), list[tuple[str, str]](), 0
    while (at := data.find(b"PK\3\4", at)) >= 0 and at + _LOCAL.size <= len(data):
        _, _, flags, method, _, _, _, packed, _, name_size, extra = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + name_size + extra
        raw = data[at + _LOCAL.size : at + _LOCAL.size + name_size]
        at += 4
        if not raw or raw.endswith(b"/") or (method not in (0, 8) and not flags & 1) or not name_size < 4096:
            continue
        locked += flags & 1
        content = [] if flags & 1 else list(_inflated(data, start, method, packed, meter))
        if not any(content):
            lost.append((_unpacking.name(raw), _unpacking.LOCKED if flags & 1 else "damaged; nothing of it is left"))
            continue
        found.append(start + packed <= len(data))
        at = max(at, start + packed if packed < len(data) else at)
        yield _unpacking.member(raw, content)
    yield from _unpacking.skipped(lost)
    yield from _end_of(source, found, locked, len(lost))


def _end_of(source: Source, found: list[bool], locked: int, lost: int) -> Iterator[Trouble]:
    """What the walk amounts to, in a sentence."""
    if not found and locked:
        yield Trouble(Outcome.ENCRYPTED, "The archive is locked with a password, and damaged as well.")
    elif not found:
        names = " Of what was in it only the names are left." if lost else ""
        raise Damaged(f"The archive is damaged and none of its files could be recovered.{names}")
    elif _first_part(source):
        broken = " The last of them goes on in the next part." if not found[-1] else ""
        yield Trouble(
            Outcome.PARTLY_READ,
            f"This is the first part of an archive that was cut into several files: {len(found)} files in it could be "
            f"read.{broken}",
        )
    else:
        sentence = f"The archive is damaged: {len(found)} files were recovered, others may be missing."
        yield Trouble(Outcome.PARTLY_READ, sentence)


def _first_part(source: Source) -> bool:
    return source.head(4) == b"PK\7\x08" or re.search(r"\.(zip\.0*1|z0*1)$", source.name, re.I) is not None


def _inflated(data: bytes, start: int, method: int, packed: int, meter: _unpacking.Meter) -> Iterator[bytes]:
    if method == 0:
        yield from meter.through([data[start : start + packed]])
        return
    inflate, view = zlib.decompressobj(-15), memoryview(data)
    for at in range(start, len(data), _STEP):
        try:
            piece = inflate.decompress(view[at : at + _STEP], 16 * _CHUNK)
            while piece:
                yield from meter.through([piece])
                piece = inflate.decompress(inflate.unconsumed_tail, 16 * _CHUNK) if inflate.unconsumed_tail else b""
        except zlib.error:
            return
        if inflate.eof:
            return
