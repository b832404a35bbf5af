"""7-Zip archives, solid or not, with or without hidden names, through py7zr; nothing is ever written to a disk.

py7zr hands out members by pushing them into writers. Here its decompressors are drawn from instead, member by member, so that
bytes pass through in small pieces whatever the size. What it cannot unpack (BCJ2, for instance) libarchive may.
"""

from __future__ import annotations

import contextlib
import lzma
import zlib
from collections.abc import Iterator
from typing import Any, cast

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError

from evidence.ingestion.formats import _libarchive, _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Refused, Trouble, Unsupported

READS = frozenset({"application/x-7z-compressed"})
VERSION = "1"
_STEP = 1 << 20
_TRIED = 64 * 2**20  # bytes of the first locked member that are unpacked to try a password
_WRONG: tuple[type[Exception], ...] = (
    ArchiveError,
    PasswordRequired,
    lzma.LZMAError,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    TypeError,
)
_WRONG += (
    AssertionError,
    IndexError,
    KeyError,
    AttributeError,
    OverflowError,
    RuntimeError,
)  # what hostile headers raise
_UNFIT: tuple[type[Exception], ...] = (Damaged, *_WRONG)
_CRYPT = b"\x06\xf1\x07\x01"


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """Members in the order of the archive; what is left out is said."""
    try:
        archive, place = _opened(source)
    except UnsupportedCompressionMethodError as error:
        yield from _by_other_means(source, error)
        return
    if place:
        yield from _unpacking.opened_with({place})
    yield from _members(source, archive)


def _by_other_means(source: Source, error: Exception) -> Iterator[Member | Fact | Trouble]:
    if not _libarchive.available():
        raise Unsupported(
            "The archive is packed in a way that cannot be unpacked here; it is kept as it is."
        ) from error
    yield from _libarchive.members(source, "7zip")


def _opened(source: Source) -> tuple[Any, int]:
    """(archive, 1-based place of the password that fits, 0 for none).

    Raises:
        Encrypted: none of the passwords fits.
        Damaged: its table of contents cannot be read.
    """
    locked = False
    for place, password in enumerate((None, *source.request.passwords)):
        try:
            archive = py7zr.SevenZipFile(cast(Any, source.open()), password=password)
            fits = not archive.needs_password() if password is None else _fits(source, password)
        except UnsupportedCompressionMethodError:
            raise
        except PasswordRequired:
            locked = True
            continue
        except _WRONG as error:
            if locked:
                continue  # the table of contents itself is locked, and this is not its password
            raise Damaged(_sentence(source)) from error
        if fits:
            return archive, place
        locked = True
    raise Encrypted("The archive is locked with a password.")


def _sentence(source: Source) -> str:
    if _unpacking.is_part(source.name):
        return (
            "This is one part of an archive that was cut into several files. The table of contents stands in the last part: "
            "nothing can be unpacked from this one alone."
        )
    return "The archive is damaged: its table of contents, which stands at the end, could not be read."


def _fits(source: Source, password: str) -> bool:
    """Whether the password opens the first locked member, as far as its check sum tells."""
    archive = py7zr.SevenZipFile(cast(Any, source.open()), password=password)
    entry = next((e for e in archive.files if not e.emptystream and _is_locked(e.folder)), None)
    if entry is None:
        return True
    size = 0
    try:
        for chunk in _unpacked(archive, entry):
            size += len(chunk)
            if size > _TRIED:
                break
    except _UNFIT:
        return False
    return True


def _is_locked(folder: Any) -> bool:
    return any(coder["method"] == _CRYPT for coder in folder.coders)


def _members(source: Source, archive: Any) -> Iterator[Member | Fact | Trouble]:
    meter, left_out = _unpacking.Meter(source), list[tuple[str, str]]()
    files = [entry for entry in archive.files if not entry.is_directory]
    if not meter.allows(sum(entry.uncompressed for entry in files)):
        raise Refused(meter.sentence)
    for entry in files:
        raw = entry.filename.encode("utf-8", "surrogatepass")
        odd = _odd(entry)
        chunks = meter.through(_unpacked(archive, entry))
        if odd:
            left_out.append((_unpacking.name(raw), odd))
            with contextlib.suppress(Damaged):
                sum(map(len, chunks))  # what stands behind it in the same stream comes only after it
            continue
        yield _unpacking.member(raw, chunks, at=_time(entry))
        if meter.spent:
            break
        with contextlib.suppress(Damaged):
            sum(map(len, chunks))
    yield from _unpacking.skipped(left_out)


def _odd(entry: Any) -> str:
    if entry.is_symlink or entry.is_junction:
        return _unpacking.LINK
    return _unpacking.DEVICE if entry.is_socket else ""


def _time(entry: Any) -> str:
    try:
        return _unpacking.moment(entry.lastwritetime.totimestamp() if entry.lastwritetime else None)
    except (ValueError, OverflowError, TypeError):
        return ""


def _unpacked(archive: Any, entry: Any) -> Iterator[bytes]:
    """One member's bytes. Those of one folder come out of one stream, so they have to be drawn in order.

    Raises:
        Damaged: the stream breaks off, or the check sum is another.
    """
    if entry.emptystream:
        return
    try:
        yield from _drawn(archive, entry)
    except (MemoryError, Damaged):
        raise
    except _WRONG as error:
        raise Damaged(_unpacking.DAMAGED) from error


def _drawn(archive: Any, entry: Any) -> Iterator[bytes]:
    file, folder = archive.fp, entry.folder
    if folder.decompressor is None:
        file.seek(archive.afterheader + _start(archive, folder))
    unpacker, rest, sum_ = folder.get_decompressor(entry.compressed), entry.uncompressed, 0
    while rest > 0:
        before = file.tell()
        piece = unpacker.decompress(file, min(rest, _STEP))
        if not piece and file.tell() == before:
            raise Damaged(_unpacking.DAMAGED)
        rest, sum_ = rest - len(piece), zlib.crc32(piece, sum_)
        yield bytes(piece)
    if entry.crc32 is not None and entry.crc32 != sum_:
        raise Damaged(_unpacking.DAMAGED)


def _start(archive: Any, folder: Any) -> int:
    """Where the folder's first packed stream begins, behind the header at the front."""
    streams = archive.header.main_streams
    first = 0
    for one in streams.unpackinfo.folders:
        if one is folder:
            break
        first += max(1, len(one.packed_indices))
    return int(streams.packinfo.packpositions[first])
