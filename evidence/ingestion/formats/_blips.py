"""Pictures inside old Office files: the picture records of OfficeArt (MS-ODRAW), wherever they stand in a stream.

Pictures made of points become files of their own; of drawings made of lines the words are read.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from evidence.ingestion.formats import _metafile, _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Member

_RECORD = re.compile(rb"[\x00-\xff]{2}[\x1a-\x1f\x29\x2a]\xf0", re.S)
_PIXELS = {  # record: (extension, bytes that a picture of the kind begins with)
    0xF01D: ("jpg", b"\xff\xd8"),
    0xF02A: ("jpg", b"\xff\xd8"),
    0xF01E: ("png", b"\x89PNG"),
    0xF029: ("tif", b""),
    0xF01F: ("bmp", b""),
}
_DRAWN = {0xF01A: "emf", 0xF01B: "wmf", 0xF01C: "pict"}
_TWO_DIGESTS = {0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5, 0x3D5, 0x217, 0x543}
_PIXELS_ONLY = {extension for extension, _ in _PIXELS.values()}
_MOST = 2000


def members(source: Source, *streams: bytes) -> Iterator[Member]:
    """The pictures in order, each once, as embedded files."""
    seen, meter = set[bytes](), _unpacking.Meter(source)
    for stream in streams:
        for extension, content in _pictures(stream):
            if extension in _PIXELS_ONLY and content not in seen and len(seen) < _MOST:
                seen.add(content)
                name = f"picture {len(seen)}.{extension}"
                yield Member(name.encode(), name, "embedded", meter.through([content]))


def written(*streams: bytes) -> str:
    """The words in drawings, each drawing once."""
    found = dict[str, None]()
    for stream in streams:
        found |= {_metafile.words(c): None for extension, c in _pictures(stream) if extension not in _PIXELS_ONLY}
    return "\n".join(filter(None, found))


def _pictures(stream: bytes) -> Iterator[tuple[str, bytes]]:
    at = 0
    while match := _RECORD.search(stream, at):
        at = match.start() + 1
        if match.start() + 25 > len(stream):
            return
        instance, kind, size = struct.unpack_from("<HHI", stream, match.start())
        start = match.start() + 8
        if size < 26 or start + size > len(stream):
            continue
        digests = 32 if instance >> 4 in _TWO_DIGESTS else 16
        record = stream[start : start + size]
        found = _pixels(kind, record[digests + 1 :]) if kind in _PIXELS else _drawn(kind, record[digests:])
        if found:
            yield found
            at = start + size


def _pixels(kind: int, content: bytes) -> tuple[str, bytes] | None:
    extension, start = _PIXELS[kind]
    if kind == 0xF029 and content[:4] not in (b"II*\0", b"MM\0*"):
        return None
    if kind == 0xF01F:
        return bitmap(content)
    return (extension, content) if content.startswith(start) else None


def bitmap(content: bytes) -> tuple[str, bytes] | None:
    """A bitmap with the file header that it lacks inside a document."""
    if len(content) < 40 or struct.unpack_from("<I", content)[0] != 40:
        return None
    depth, used = struct.unpack_from("<H", content, 14)[0], struct.unpack_from("<I", content, 32)[0]
    colours = used or (1 << depth if depth <= 8 else 0)
    return "bmp", struct.pack("<2sIII", b"BM", 14 + len(content), 0, 54 + 4 * min(colours, 256)) + content


def _drawn(kind: int, record: bytes) -> tuple[str, bytes] | None:
    """A drawing of lines, unpacked; its own reader is whoever knows its kind."""
    if len(record) < 36:
        return None
    size, packed, method = struct.unpack_from("<I", record)[0], struct.unpack_from("<I", record, 28)[0], record[32]
    content = record[34 : 34 + packed]
    if method == 0 and 0 < size < 64 * 2**20:
        try:
            content = zlib.decompressobj().decompress(content, size)
        except zlib.error:
            return None
    return (_DRAWN[kind], content) if content else None
