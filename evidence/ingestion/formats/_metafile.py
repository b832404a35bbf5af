"""Words out of drawings that Windows programs leave in documents (EMF, WMF): the records that draw text, in order."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from evidence.ingestion import charsets

_WIDE, _NARROW = 84, 83  # EMF: text in UTF-16, text in the code page of its font
_TEXT, _EXTENDED = 0x0521, 0x0A32  # WMF
_MOST = 200_000


def words(content: bytes) -> str:
    """A line per stretch of text; empty when nothing is written in the drawing."""
    if content[40:44] == b" EMF":
        return "\n".join(filter(None, _emf(content)))
    start = 22 if content[:4] == b"\xd7\xcd\xc6\x9a" else 0
    if content[start : start + 4] not in (b"\1\0\x09\0", b"\2\0\x09\0"):
        return ""
    lines = b"\n".join(_wmf(content, start + 18))
    return charsets.decode(lines)[0].strip() if lines else ""


def _emf(content: bytes) -> Iterator[str]:
    at = 0
    for _ in range(_MOST):
        if at + 8 > len(content):
            return
        kind, size = struct.unpack_from("<II", content, at)
        if kind in (_WIDE, _NARROW) and at + 52 <= len(content):
            count, offset = struct.unpack_from("<II", content, at + 44)
            width = 2 if kind == _WIDE else 1
            raw = content[at + offset : at + min(offset + count * width, max(size, 8))]
            yield raw.decode("utf-16-le", "replace") if width == 2 else charsets.decode(raw)[0]
        if size < 8:
            return
        at += size


def _wmf(content: bytes, at: int) -> Iterator[bytes]:
    for _ in range(_MOST):
        if at + 6 > len(content):
            return
        size, kind = struct.unpack_from("<IH", content, at)
        if kind == _TEXT and at + 8 <= len(content):
            count = struct.unpack_from("<H", content, at + 6)[0]
            yield content[at + 8 : at + 8 + count]
        elif kind == _EXTENDED and at + 14 <= len(content):
            count, options = struct.unpack_from("<HH", content, at + 10)
            start = at + 14 + (8 if options & 6 else 0)
            yield content[start : start + count]
        if size < 3:
            return
        at += 2 * size
