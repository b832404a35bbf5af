"""Names as they came, byte for byte, and as they can be shown. Pure; no name here ever becomes a path."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

LONGEST = 16_384  # bytes of a path
# What would turn a line round, hide in it or break it when shown: controls, bidirectional marks, line separators.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def raw(path: str | bytes) -> bytes:
    """The bytes of a path as they came; a lone surrogate stands for the byte that was no text."""
    found = (
        path if isinstance(path, bytes) else path.encode("utf-8", "surrogateescape" if _escaped(path) else "replace")
    )
    return found[:LONGEST]


def _escaped(path: str) -> bool:
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def shown(path: bytes) -> str:
    """A path for people: bytes that are no UTF-8 as �, and nothing that changes how a line is read."""
    return _UNSHOWN.sub("\ufffd", path.decode("utf-8", "replace")) or "?"


def last(path: str) -> str:
    """The name at the end of a path for people."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def for_download(name: str, ref: str) -> str:
    """A name to save under: the reference, and the extension when it is a plain one."""
    extension = PurePosixPath(last(name)).suffix.lower()
    return ref + (extension if re.fullmatch(r"\.[a-z0-9]{1,8}", extension) else "")
