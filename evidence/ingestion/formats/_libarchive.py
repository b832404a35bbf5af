"""Archives through libarchive: a system library in C. It parses hostile bytes; the sandbox is there for that.

It is loaded when the readers are, before the sandbox shuts itself in, and by its soname, so that no program is started to
look for it. Where it is missing, `available()` is False and the readers say which package is wanted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from evidence.ingestion.formats import _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Trouble, Unsupported

_BLOCK = 1 << 18
_SONAME = "libarchive.so.13"  # since 2011, all of version 3
_LINKS, _KINDS = 0o120000, {0o020000: _unpacking.DEVICE, 0o060000: _unpacking.DEVICE, 0o010000: "a pipe, not a file"}


def _load() -> Any:
    """The binding; None where the library or the binding is missing."""
    os.environ.setdefault("LIBARCHIVE", _SONAME)
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError):
        return None
    return libarchive


_library: Any = _load()


def available() -> bool:
    """Whether the library is on this machine."""
    return _library is not None


def require(kind: str) -> None:
    """Unsupported, with the package to install, where the library is missing. `kind`: "a RAR archive"."""
    if not available():
        raise Unsupported(
            f"This is {kind}; it is kept as it is. To read it the operator has to install the package libarchive13."
        )


@contextmanager
def _opened(source: Source, form: str, packing: str) -> Iterator[Any]:
    with source.open() as file, _library.stream_reader(file, form, packing, _BLOCK) as archive:
        yield archive


@dataclass
class Left:
    """What a walk through an archive left out and how far it came; filled while `members` runs."""

    out: list[tuple[str, str]]
    count: int = 0
    locked: int = 0


def members(
    source: Source, form: str = "all", *, packing: str = "none", locked: frozenset[int] = frozenset()
) -> Iterator[Member | Fact | Trouble]:
    """Files in order. `locked`: places (from 0, folders counted) of those that want a password.

    Raises:
        Damaged: nothing of it could be read.
    """
    left, meter = Left([]), _unpacking.Meter(source)
    try:
        with _opened(source, form, packing) as archive:
            for place, entry in enumerate(archive):
                yield from _entry(entry, place in locked, meter, left)
                if meter.spent:
                    break
    except (_library.ArchiveError, OSError, ValueError, EOFError) as error:
        if not left.count and not left.locked:
            raise Damaged("The archive is damaged and could not be unpacked.") from error
        sentence = f"The archive is damaged: only its first {left.count} files could be unpacked."
        yield Trouble(Outcome.PARTLY_READ, sentence)
    yield from _unpacking.skipped(left.out)
    yield from _unpacking.locked(left.locked, left.count + left.locked)


def _entry(entry: Any, locked: bool, meter: _unpacking.Meter, left: Left) -> Iterator[Member]:
    path = entry.pathname
    raw = path if isinstance(path, bytes) else (path or "without a name").encode("utf-8", "surrogateescape")
    kind = entry.filetype & 0o170000
    if entry.isdir:
        return
    if kind == _LINKS or entry.islnk:
        left.out.append((_unpacking.name(raw), _unpacking.LINK))
    elif kind in _KINDS:
        left.out.append((_unpacking.name(raw), _KINDS[kind]))
    elif locked:
        left.locked += 1
        left.out.append((_unpacking.name(raw), _unpacking.LOCKED))
    else:
        left.count += 1
        yield _unpacking.member(raw, meter.through(_content(entry)), at=_unpacking.moment(entry.mtime))


def _content(entry: Any) -> Iterator[bytes]:
    try:
        yield from entry.get_blocks(_BLOCK)
    except (_library.ArchiveError, OSError, ValueError) as error:
        raise Damaged(_unpacking.DAMAGED) from error


def stream(source: Source) -> Iterator[bytes]:
    """What a single compressed file (lz4, lzop, lzip, compress, lzma) holds. Damaged when it is not that."""
    try:
        with _opened(source, "raw", "all") as archive:
            for entry in archive:
                yield from _content(entry)
                return
    except (_library.ArchiveError, OSError, ValueError, EOFError) as error:
        raise Damaged(_unpacking.DAMAGED) from error
