"""What may be shown to people: pictures that we made ourselves, measured by their own headers before they are believed."""

from __future__ import annotations

import struct

MOST_SIDE = 8192
_PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"}


class NotAPicture(ValueError):
    """Not a plain PNG or WebP, or larger than a page picture is."""


def measure(content: bytes, media_type: object) -> tuple[int, int]:
    """(width, height) of a plain PNG or WebP without anything beside its pixels; NotAPicture otherwise."""
    if media_type == "image/png":
        size = _png(content)
    elif media_type == "image/webp":
        size = _webp(content)
    else:
        raise NotAPicture("neither PNG nor WebP")
    if not all(0 < side <= MOST_SIDE for side in size):
        raise NotAPicture("sides out of bounds")
    return size


def _png(content: bytes) -> tuple[int, int]:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        raise NotAPicture("not a PNG")
    at = 8
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind not in _PNG_CHUNKS:
            raise NotAPicture("a PNG with more than pixels")
        at += 12 + length
    if at != len(content) or kind != b"IEND":
        raise NotAPicture("a PNG that does not end")
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _webp(content: bytes) -> tuple[int, int]:
    riff, size, webp, kind = struct.unpack_from("<4sI4s4s", content) if len(content) >= 30 else (b"", 0, b"", b"")
    if riff != b"RIFF" or webp != b"WEBP" or size + 8 != len(content):
        raise NotAPicture("not a WebP")
    if kind == b"VP8 ":
        if content[23:26] != b"\x9d\x01\x2a":
            raise NotAPicture("not a WebP frame")
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and content[20] == 0x2F:
        bits = struct.unpack_from("<I", content, 21)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise NotAPicture("a WebP with more than pixels")
