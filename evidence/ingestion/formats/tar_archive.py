"""TAR archives, also inside gzip, bzip2 and xz; and single files inside those."""

from __future__ import annotations

import bz2
import gzip
import lzma
import posixpath
import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from evidence.ingestion.formats import _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Trouble

READS = frozenset({"application/x-tar", "application/gzip", "application/x-bzip2", "application/x-xz"})
VERSION = "1"
_CHUNK = 1 << 20
_DAMAGE = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError)
_LINK, _DEVICE = "a link; links are not followed", "a device, not a file"
_KINDS = {
    tarfile.SYMTYPE: _LINK,
    tarfile.LNKTYPE: _LINK,
    tarfile.CHRTYPE: _DEVICE,
    tarfile.BLKTYPE: _DEVICE,
    tarfile.FIFOTYPE: "a pipe, not a file",
}


def _stream(source: Source) -> BinaryIO:
    """The file without its outer packing."""
    head = source.head(6)
    if head[:2] == b"\x1f\x8b":
        return cast(BinaryIO, gzip.GzipFile(fileobj=source.open()))
    if head[:3] == b"BZh":
        return cast(BinaryIO, bz2.BZ2File(source.open()))
    return cast(BinaryIO, lzma.LZMAFile(source.open())) if head == b"\xfd7zXZ\0" else source.open()


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """The tar's files, or the one file that was packed."""
    packed = source.head(2) in (b"\x1f\x8b", b"BZ", b"\xfd7")
    meter = _unpacking.Meter(source)
    if packed and not _holds_tar(source):
        raw = _inner_name(source)
        yield Member(raw, _unpacking.name(raw), "member", meter.through(_chunks(_stream(source))))
        return
    left_out: list[tuple[str, str]] = []
    count = 0
    try:
        with tarfile.open(fileobj=_stream(source), mode="r|", errors="surrogateescape") as archive:
            for entry in archive:
                raw = entry.name.encode("utf-8", "surrogateescape")
                if entry.isreg():
                    count += 1
                    file = archive.extractfile(entry)
                    yield Member(raw, _unpacking.name(raw), "member", meter.through(_chunks(cast(BinaryIO, file))))
                elif not entry.isdir():
                    left_out.append((_unpacking.name(raw), _KINDS.get(entry.type, "not a file")))
    except _DAMAGE as error:
        if not count:
            raise Damaged("The archive is damaged and could not be unpacked.") from error
        yield Trouble(Outcome.PARTLY_READ, f"The archive is damaged: only its first {count} files could be unpacked.")
    yield from _unpacking.skipped(left_out)


def _holds_tar(source: Source) -> bool:
    try:
        with _stream(source) as file:
            return file.read(262)[257:262] == b"ustar" or source.name.lower().endswith(
                (".tgz", ".tar.gz", ".tbz2", ".tar.bz2")
            )
    except _DAMAGE:
        return False


def _inner_name(source: Source) -> bytes:
    """The name in the gzip header, else the outer name without its ending."""
    head = source.head(4096)
    if head[:2] == b"\x1f\x8b" and head[3] & 8 and not head[3] & 4:
        return posixpath.basename(head[10 : head.find(b"\0", 10)]) or b"contents"
    return posixpath.splitext(posixpath.basename(source.name))[0].encode("utf-8", "surrogateescape") or b"contents"


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := file.read(_CHUNK):
            yield chunk
    except _DAMAGE as error:
        raise Damaged("This file is damaged inside its archive: it was kept as far as it goes.") from error
