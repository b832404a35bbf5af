"""Old PowerPoint presentations (.ppt): a page per slide with notes and comments; pictures, sounds, objects as children."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from evidence.ingestion.formats import _blips, _objects, _properties, _unpacking
from evidence.ingestion.formats._ole import Compound
from evidence.ingestion.formats._ppt97 import OLE_STORAGE, Presentation, Slide
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Page, PageCount

READS = frozenset({"application/vnd.ms-powerpoint"})
VERSION = "1"
PAGED = True
_MOST = 256 * 2**20


def _open(source: Source) -> Presentation:
    return source.once("ppt", lambda: Presentation(Compound.of(source)))


def _slides(source: Source) -> list[Slide]:
    return source.once("ppt slides", lambda: list(_open(source).slides()))


def metadata(source: Source) -> Iterator[Fact | PageCount]:
    """Properties, the number of slides, which of them are hidden, their titles."""
    yield from _properties.facts(Compound.of(source))
    slides = _slides(source)
    yield PageCount(len(slides), "slide")
    hidden = [number for number, slide in enumerate(slides, 1) if slide.hidden]
    if hidden:
        yield Fact("hidden_slides", hidden)
    titles = [slide.title for slide in slides]
    if any(titles):
        yield Fact("claimed_slide_titles", titles)


def children(source: Source) -> Iterator[Member]:
    """Embedded objects, sounds, pictures."""
    opened, meter = _open(source), _unpacking.Meter(source)
    for number, record in enumerate(opened.every(OLE_STORAGE), 1):
        content = opened.content(record)
        if record.instance == 1 and len(content) > 4:
            content = _unpacked(content[4:], struct.unpack_from("<I", content)[0])
        name, content = _objects.unwrapped(content, f"object {number}")
        if content:
            yield Member(name.encode("utf-8", "replace"), name, "embedded", meter.through([content]))
    for name, content in opened.sounds():
        yield Member(name.encode("utf-8", "replace"), name, "embedded", [content])
    yield from _blips.members(source, Compound.of(source).read("Pictures"))


def _unpacked(packed: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, min(size, _MOST) or 1)
    except zlib.error:
        return b""


def text(source: Source) -> Iterator[Page]:
    """A page per slide: its words, then notes and comments; then the addresses of links."""
    slides = _slides(source)
    for number, slide in enumerate(slides, 1):
        parts = [slide.words, slide.notes, slide.comments]
        yield Page(number, "\n\n".join(part for part in parts if part), label=f"Slide {number}")
    number = len(slides)
    drawn = _blips.written(Compound.of(source).read("Pictures"))
    for label, content in (("Links", "\n".join(_open(source).links())), ("Drawings", drawn)):
        if content:
            number += 1
            yield Page(number, content, label=label)
