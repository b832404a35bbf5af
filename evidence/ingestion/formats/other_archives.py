"""Cabinets, disc images, ar, cpio, lha, xar and RPM and Debian packages: what libarchive reads beside RAR."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion import names
from evidence.ingestion.formats import _libarchive
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Trouble

_FORMS = {
    "application/vnd.ms-cab-compressed": ("cab", "none"),
    "application/x-iso9660-image": ("iso9660", "none"),
    "application/x-archive": ("ar", "none"),
    "application/x-debian-package": ("ar", "none"),
    "application/x-cpio": ("cpio", "none"),
    "application/x-lzh-compressed": ("lha", "none"),
    "application/x-xar": ("xar", "none"),
    "application/x-rpm": ("cpio", "all"),
}
READS = frozenset(_FORMS)
VERSION = "1"
_MARKS = (
    (b"!<arch>\n", "application/x-archive"),
    (b"070701", "application/x-cpio"),
    (b"070702", "application/x-cpio"),
    (b"070707", "application/x-cpio"),
    (b"\xc7\x71", "application/x-cpio"),
    (b"xar!", "application/x-xar"),
    (b"\xed\xab\xee\xdb", "application/x-rpm"),
)


def identify(source: Source, head: bytes) -> str:
    """The kind of archive by its first bytes; a disc image says so at 32 KiB. Empty for anything else."""
    if head.startswith(b"!<arch>\ndebian-binary"):
        return "application/x-debian-package"
    for mark, media_type in _MARKS:
        if head.startswith(mark):
            return media_type
    if head[2:5] in (b"-lh", b"-lz", b"-pm") and head[6:7] == b"-":
        return "application/x-lzh-compressed"
    if source.size > 34_822:
        with source.open() as file:
            file.seek(32_769)
            return "application/x-iso9660-image" if file.read(5) == b"CD001" else ""
    return ""


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """The files inside, in order. Unsupported where the library is missing."""
    media_type = _kind(source)
    _libarchive.require(names.plain(media_type))
    yield from _libarchive.members(source, _FORMS[media_type][0], packing=_FORMS[media_type][1])


def _kind(source: Source) -> str:
    head = source.head(4096)
    return identify(source, head) or "application/vnd.ms-cab-compressed"


IDENTIFIES = identify
