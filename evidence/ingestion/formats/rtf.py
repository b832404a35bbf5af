"""RTF in any code page: the text, what stands beside it, tracked changes, links; pictures and embedded files as children."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from evidence.ingestion.formats import _blips, _changes, _metafile, _objects, _rtf, _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Page

READS = frozenset({"text/rtf", "application/rtf"})
VERSION = "2"
_MOST = 128 * 2**20
_INFO = {
    "title": "title",
    "author": "author",
    "subject": "subject",
    "operator": "last_modified_by",
    "company": "company",
    "manager": "manager",
    "category": "category",
    "doccomm": "description",
    "comment": "description",
    "keywords": "keywords",
}
_TIMES = {"creatim": "created_at", "revtim": "modified_at", "printim": "printed_at"}
_POINTS = {"pngblip": "png", "jpegblip": "jpg"}
_LINK = re.compile(r'HYPERLINK\s+(?:\\l\s+)?(?:"([^"]{1,2000})"|(\S{1,2000}))', re.I)
_OUTSIDE = re.compile(rb"\\objupdate|\\objautlink|\\\*\\template|INCLUDEPICTURE|INCLUDETEXT|DDEAUTO", re.I)


def _read(source: Source) -> _rtf.Rtf:
    return source.once("rtf", lambda: _rtf.Parser(source.bytes(_MOST), "cp1252").run())


def metadata(source: Source) -> Iterator[Fact]:
    """Title, author, times and the like; changes; whether it reaches outside."""
    found = _read(source)
    for name, key in _INFO.items():
        value = found.info.get(name, "").strip()
        if value:
            yield Fact(f"claimed_{key}", value[:2000])
    for name, key in _TIMES.items():
        parts = dict(re.findall(r"\b(yr|mo|dy|hr|min)(\d+)", found.info.get(name, "")))
        if {"yr", "mo", "dy"} <= set(parts) and int(parts["yr"]):
            year, month, day, hour, minute = (int(parts.get(part, 0)) for part in ("yr", "mo", "dy", "hr", "min"))
            yield Fact(f"claimed_{key}", f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
    yield from _changes.facts(found.changes)
    if _OUTSIDE.search(source.bytes(_MOST)):
        yield Fact("active_content", ["a link that updates itself"])


def children(source: Source) -> Iterator[Member]:
    """Embedded files, then pictures made of points."""
    found, meter = _read(source), _unpacking.Meter(source)
    for number, data in enumerate(found.objects, 1):
        made = _object(data, f"object {number}")
        if made is not None:
            yield Member(made[0].encode("utf-8", "replace"), made[0], "embedded", meter.through([made[1]]))
    seen = dict.fromkeys((_POINTS[kind], content) for kind, content in found.pictures if kind in _POINTS and content)
    for number, (extension, content) in enumerate(seen, 1):
        name = f"picture {number}.{extension}"
        yield Member(name.encode(), name, "embedded", meter.through([content]))
    bitmaps = [made for kind, c in found.pictures if kind == "dibitmap" and (made := _blips.bitmap(c))]
    for number, (extension, content) in enumerate(bitmaps, len(seen) + 1):
        name = f"picture {number}.{extension}"
        yield Member(name.encode(), name, "embedded", meter.through([content]))


def _object(data: bytes, name: str) -> tuple[str, bytes] | None:
    """The file in an object as RTF holds it (OLE 1.0): three strings, then the object's own bytes."""
    at, strings = 8, list[bytes]()
    try:
        if struct.unpack_from("<I", data, 4)[0] != 2:  # a link has nothing inside
            return None
        for _ in range(3):
            size = struct.unpack_from("<I", data, at)[0]
            strings.append(data[at + 4 : at + 4 + size].rstrip(b"\0"))
            at += 4 + size
        size = struct.unpack_from("<I", data, at)[0]
    except struct.error:
        return None
    content = data[at + 4 : at + 4 + size]
    if strings[0] == b"Package":
        return _objects.native(struct.pack("<I", len(content)) + content, name)
    return _objects.inside(content, name)


def text(source: Source) -> Iterator[Page]:
    """The body, cut where pages were broken; then what stands beside it, each under its label."""
    found = _read(source)
    number = 0
    for number, part in enumerate([p for p in found.text("body").split("\f") if p.strip()] or [""], 1):
        yield Page(number, part)
    links = dict.fromkeys(
        (match[1] or match[2]).replace("\\\\", "\\") for one in found.links if (match := _LINK.search(one))
    )
    drawn = [_metafile.words(c) for kind, c in found.pictures if kind in ("emfblip", "wmetafile")]
    beside = {name: found.text(name) for name in found.texts if name != "body"}
    beside |= {"Links": "\n".join(links), "Tracked changes": _changes.words(found.changes)}
    beside["Drawings"] = "\n".join(dict.fromkeys(filter(None, drawn)))
    for label, content in beside.items():
        if content.strip():
            number += 1
            yield Page(number, content.replace("\f", "\n").strip("\n"), label=label)
