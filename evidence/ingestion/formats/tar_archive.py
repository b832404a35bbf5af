"""TAR archives; files packed with gzip, bzip2, xz, zstd and older programs: a TAR inside, or the one file that was packed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import posixpath
import struct
import tarfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from backports import zstd

from evidence.ingestion import names
from evidence.ingestion.formats import _libarchive, _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Trouble

READS = frozenset(
    {
        "application/x-tar",
        "application/gzip",
        "application/x-bzip2",
        "application/x-xz",
        "application/zstd",
        "application/x-lzma",
        "application/x-lzip",
        "application/x-lz4",
        "application/x-compress",
        "application/x-lzop",
    }
)
VERSION = "2"
_CHUNK = 1 << 20
_DAMAGE = (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, zstd.ZstdError, ValueError, Damaged)
_KINDS = {
    tarfile.SYMTYPE: _unpacking.LINK,
    tarfile.LNKTYPE: _unpacking.LINK,
    tarfile.CHRTYPE: _unpacking.DEVICE,
    tarfile.BLKTYPE: _unpacking.DEVICE,
    tarfile.FIFOTYPE: "a pipe, not a file",
}
_OLD_PACKERS = {
    b"\x04\x22\x4d\x18": "application/x-lz4",
    b"LZIP": "application/x-lzip",
    b"\x1f\x9d": "application/x-compress",
    b"\x89LZO\0\r\n\x1a\n": "application/x-lzop",
    b"\x5d\0\0": "application/x-lzma",
}
_SHORT = {
    "tgz": "tar",
    "tbz": "tar",
    "tbz2": "tar",
    "txz": "tar",
    "tlz": "tar",
    "tzst": "tar",
    "svgz": "svg",
    "emz": "emf",
}


def identify(source: Source, head: bytes) -> str:
    """The kind of the older packers; LZMA, which has no mark of its own, by a believable size behind a usual beginning."""
    for mark, media_type in _OLD_PACKERS.items():
        if head.startswith(mark) and (media_type != "application/x-lzma" or _is_lzma(head)):
            return media_type
    return ""


def _is_lzma(head: bytes) -> bool:
    size = head[5:13]
    return len(size) == 8 and (size == b"\xff" * 8 or struct.unpack("<Q", size)[0] < 2**40) and head[13:14] == b"\0"


class _Pulled(io.RawIOBase):
    """A stream over chunks that are made as they are asked for."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill `buffer` from what comes; 0 at the end."""
        while not self._rest:
            found = next(self._chunks, None)
            if found is None:
                return 0
            self._rest = found
        piece = self._rest[: len(buffer)]
        buffer[: len(piece)] = piece
        self._rest = self._rest[len(piece) :]
        return len(piece)


def _stream(source: Source) -> BinaryIO:
    """The file without its outer packing."""
    head = source.head(64)
    if head[:2] == b"\x1f\x8b":
        return cast(BinaryIO, gzip.GzipFile(fileobj=source.open()))
    if head[:3] == b"BZh":
        return cast(BinaryIO, bz2.BZ2File(source.open()))
    if head[:6] == b"\xfd7zXZ\0" or head[:3] == b"\x5d\0\0":
        return cast(BinaryIO, lzma.LZMAFile(source.open()))
    if head[:4] == b"(\xb5/\xfd":
        return cast(BinaryIO, zstd.ZstdFile(source.open()))
    media_type = identify(source, head)
    if media_type:
        _libarchive.require(names.plain(media_type))
        return cast(BinaryIO, io.BufferedReader(_Pulled(_libarchive.stream(source)), _CHUNK))
    return source.open()


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """The tar's files, or the one file that was packed."""
    meter = _unpacking.Meter(source)
    head = source.head(64)
    packed = not (_is_tar(source.head(512)) or head[:1] == b"\0")
    if packed and not _holds_tar(source):
        if _unpacking.is_part(source.name):
            yield Trouble(Outcome.PARTLY_READ, "This is the first part of a file that was cut into several.")
        yield _unpacking.member(_inner_name(source), meter.through(_chunks(_stream(source))), at=_packed_at(head))
        return
    yield from _tar(source, meter)


def _tar(source: Source, meter: _unpacking.Meter) -> Iterator[Member | Fact | Trouble]:
    left_out: list[tuple[str, str]] = []
    count = 0
    try:
        with tarfile.open(fileobj=_stream(source), mode="r|", errors="surrogateescape") as archive:
            for entry in archive:
                if meter.spent:
                    break
                raw = entry.name.encode("utf-8", "surrogateescape")
                if entry.isreg():
                    count += 1
                    chunks = meter.through(_chunks(cast(BinaryIO, archive.extractfile(entry))))
                    yield _unpacking.member(raw, chunks, at=_unpacking.moment(entry.mtime))
                elif not entry.isdir():
                    left_out.append((_unpacking.name(raw), _KINDS.get(entry.type, "not a file")))
    except _DAMAGE as error:
        if not count:
            raise Damaged("The archive is damaged and could not be unpacked.") from error
        yield Trouble(Outcome.PARTLY_READ, f"The archive is damaged: only its first {count} files could be unpacked.")
    yield from _unpacking.skipped(left_out)


def _is_tar(block: bytes) -> bool:
    """Whether a block is a header of a tar, old ones without the magic word too: its check sum fits."""
    if len(block) < 512 or not block[0]:
        return False
    try:
        tarfile.TarInfo.frombuf(block[:512], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _holds_tar(source: Source) -> bool:
    try:
        with _stream(source) as file:
            return _is_tar(file.read(512))
    except _DAMAGE:
        return False


def _inner_name(source: Source) -> bytes:
    """The name in the gzip header, else the outer name without its ending."""
    head = source.head(4096)
    if head[:2] == b"\x1f\x8b" and head[3] & 8 and not head[3] & 4:
        return posixpath.basename(head[10 : head.find(b"\0", 10)]) or b"contents"
    stem, ending = posixpath.splitext(posixpath.basename(source.name))
    inner = f"{stem}.{_SHORT[ending[1:].lower()]}" if ending[1:].lower() in _SHORT else stem
    return inner.encode("utf-8", "surrogateescape") or b"contents"


def _packed_at(head: bytes) -> str:
    """When the packed file was changed, as gzip says it."""
    return _unpacking.moment(struct.unpack_from("<I", head, 4)[0]) if head[:2] == b"\x1f\x8b" and len(head) >= 8 else ""


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    try:
        while chunk := file.read(_CHUNK):
            yield chunk
    except _DAMAGE as error:
        raise Damaged(_unpacking.DAMAGED) from error


IDENTIFIES = identify
