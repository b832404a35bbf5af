"""ZIP archives: members in order, links never followed, locked ones tried with the passwords, damaged ones recovered."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator

from evidence.ingestion.formats import _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Outcome, Refused, Trouble

READS = frozenset(
    {"application/zip", "application/wacz", "application/vnd.apple.iwork", "application/vnd.android.package-archive"}
)
VERSION = "1"
_CHUNK = 1 << 20
_STEP = 1 << 12  # small, so that little is lost before the damage
_LOCAL = struct.Struct("<4s5H3I2H")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, struct.error, ValueError)


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """Members as they are unpacked; what is left out is said."""
    try:
        archive = zipfile.ZipFile(source.open())
    except _DAMAGE:
        yield from _recovered(source)
        return
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    meter = _unpacking.Meter(source)
    if not meter.allows(sum(entry.file_size for entry in entries)):
        raise Refused(meter.sentence)
    left_out: list[tuple[str, str]] = []
    locked = 0
    for entry in entries:
        raw = _raw_name(entry)
        if stat.S_ISLNK(entry.external_attr >> 16):
            left_out.append((_unpacking.name(raw), "a link; links are not followed"))
        elif entry.flag_bits & 1 and not _unlock(archive, entry, source):
            locked += 1
            left_out.append((_unpacking.name(raw), "locked with a password"))
        else:
            yield Member(raw, _unpacking.name(raw), "member", meter.through(_content(archive, entry)), _time(entry))
    yield from _unpacking.skipped(left_out)
    if locked:
        sentence = (
            "The archive is locked with a password."
            if locked == len(entries)
            else (f"{locked} of {len(entries)} files in the archive are locked with a password.")
        )
        yield Trouble(Outcome.ENCRYPTED, sentence)


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    """The name's bytes as they stand in the archive."""
    name = entry.orig_filename
    return name.encode("utf-8", "surrogateescape") if entry.flag_bits & 0x800 else name.encode("cp437", "replace")


def _time(entry: zipfile.ZipInfo) -> str:
    year, month, day, hour, minute, second = entry.date_time
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def _unlock(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: Source) -> bool:
    """Whether one of the passwords opens this member; it is set on the archive."""
    for password in source.request.passwords:
        archive.setpassword(password.encode())
        try:
            with archive.open(entry) as file:
                file.read(64)
        except (RuntimeError, *_DAMAGE):
            continue
        return True
    return False


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except RuntimeError as error:
        raise Encrypted("This file is locked with a password.") from error
    except _DAMAGE as error:
        raise Damaged("This file is damaged inside its archive: it was kept as far as it goes.") from error


# --- archives without a usable table of contents ---------------------------------------------------------------------


def _recovered(source: Source) -> Iterator[Member | Trouble]:
    """Members found by walking from one local header to the next."""
    data, at, count = source.bytes(), 0, 0
    meter = _unpacking.Meter(source)
    while (at := data.find(b"PK\3\4", at)) >= 0 and at + _LOCAL.size <= len(data):
        _, _, flags, method, _, _, _, packed, _, name_size, extra = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + name_size + extra
        raw = data[at + _LOCAL.size : at + _LOCAL.size + name_size]
        at += 4
        if not raw or raw.endswith(b"/") or flags & 1 or method not in (0, 8):
            continue
        content = list(_inflated(data, start, method, packed, meter))
        if not any(content):
            continue
        count += 1
        at = max(at, start + packed)
        yield Member(raw, _unpacking.name(raw), "member", content)
    if not count:
        raise Damaged("The archive is damaged and none of its files could be recovered.")
    yield Trouble(Outcome.PARTLY_READ, f"The archive is damaged: {count} files were recovered, others may be missing.")


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
