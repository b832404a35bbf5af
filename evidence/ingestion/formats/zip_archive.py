"""ZIP archives: members in order, links never followed, locked ones tried with the passwords, damaged ones recovered."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from backports import zstd

from evidence.ingestion.formats import _unpacking, _zip_content, _zip_parts
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Refused, Trouble

READS = frozenset({"application/zip", "application/vnd.apple.iwork", "application/vnd.android.package-archive"})
VERSION = "2"
IDENTIFIES = _zip_parts.identify
_CHUNK = 1 << 20
_TRIED = 1 << 20  # bytes of a locked member that are unpacked to try a password
_DAMAGE: tuple[type[Exception], ...] = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError)
_DAMAGE += (struct.error, ValueError, lzma.LZMAError, zstd.ZstdError)
_WRONG: tuple[type[Exception], ...] = (RuntimeError, Damaged, *_DAMAGE)


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """Members as they are unpacked; what is left out is said."""
    try:
        archive = zipfile.ZipFile(source.open())
    except _DAMAGE:
        yield from _zip_parts.recovered(source)
        return
    if _zip_parts.is_last(source):
        yield from _zip_parts.last(source, archive)
        return
    yield from members(source, archive, [entry for entry in archive.infolist() if not entry.filename.endswith("/")])


def members(
    source: Source, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> Iterator[Member | Fact | Trouble]:
    """`entries` of an archive. Refused when they would grow beyond measure."""
    meter = _unpacking.Meter(source)
    if not meter.allows(sum(entry.file_size for entry in entries)):
        raise Refused(meter.sentence)
    left_out, places, locked = list[tuple[str, str]](), set[int](), 0
    for entry in entries:
        raw = raw_name(entry)
        key = _key(archive, entry, source) if entry.flag_bits & 1 else None
        if stat.S_ISLNK(entry.external_attr >> 16):
            left_out.append((_unpacking.name(raw), _unpacking.LINK))
        elif entry.flag_bits & 1 and key is None:
            locked += 1
            left_out.append((_unpacking.name(raw), _unpacking.LOCKED))
        else:
            said = {"claimed_comment": _unpacking.name(entry.comment)[:2000]} if entry.comment else {}
            chunks = meter.through(_content(source, archive, entry, key[1] if key else None))
            places |= {key[0]} if key else set()
            yield _unpacking.member(raw, chunks, at=_time(entry), **said)
    if archive.comment:
        yield Fact("claimed_comment", _unpacking.name(archive.comment)[:2000])
    yield from _unpacking.opened_with(places)
    yield from _unpacking.skipped(left_out)
    yield from _unpacking.locked(locked, len(entries))


def raw_name(entry: zipfile.ZipInfo) -> bytes:
    """The name's bytes as they stand in the archive."""
    name = entry.orig_filename
    return name.encode("utf-8", "surrogateescape") if entry.flag_bits & 0x800 else name.encode("cp437", "replace")


def _time(entry: zipfile.ZipInfo) -> str:
    year, month, day, hour, minute, second = entry.date_time
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}" if month and day else ""


def _spellings(password: str) -> Iterator[bytes]:
    """The bytes that programs made of a password: UTF-8, or a code page where it is not plain Latin."""
    yield password.encode()
    for page in ("cp866", "cp1251") if not password.isascii() else ():
        try:
            yield password.encode(page)
        except UnicodeEncodeError:
            continue


def _key(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: Source) -> tuple[int, bytes] | None:
    """(1-based place of the password that opens this member, its bytes); None when none does."""
    lock = _zip_content.lock(entry)
    for place, password in enumerate(source.request.passwords, 1):
        for spelt in _spellings(password):
            try:
                fits = _zip_content.fits(source, entry, lock, spelt) if lock else _opens(archive, entry, spelt)
            except _WRONG:
                continue
            if fits:
                return place, spelt
    return None


def _opens(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, password: bytes) -> bool:
    """Whether the old cipher gives sense: its one byte fits, and what comes unpacks without complaint."""
    with archive.open(entry, pwd=password) as file:
        file.read(_TRIED)
    return True


def _content(
    source: Source, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, password: bytes | None
) -> Iterator[bytes]:
    lock = _zip_content.lock(entry) if entry.compress_type == _zip_content.AES else None
    try:
        if lock:
            plain = _zip_content.decrypted(source, entry, lock, password or b"")
            yield from _zip_content.checked(_zip_content.unpacked(plain, lock.method), entry, crc=lock.version == 1)
        elif entry.flag_bits & 1:
            yield from _read(archive, entry, password)
        else:
            pieces = _zip_content.packed(source, entry)
            yield from _zip_content.checked(_zip_content.unpacked(pieces, entry.compress_type), entry, crc=True)
    except RuntimeError as error:
        raise Encrypted("This file is locked with a password.") from error
    except _DAMAGE as error:
        raise Damaged(_unpacking.DAMAGED) from error


def _read(archive: Any, entry: zipfile.ZipInfo, password: bytes | None) -> Iterator[bytes]:
    with archive.open(entry, pwd=password) as file:
        while chunk := file.read(_CHUNK):
            yield chunk
