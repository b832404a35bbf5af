"""Drawings in SVG: their words only. They are programs as much as pictures, so they are never drawn."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

from evidence.ingestion import claims
from evidence.ingestion.formats import xml
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Page, Trouble

READS = frozenset({"image/svg+xml"})
VERSION = "1"
_MOST = 64 * 2**20
_MOST_LINKS, _MOST_CHILDREN = 50, 200
_DATA = re.compile(r"data:(?P<type>[\w/+.-]*)(?:;[\w=-]+)*?(?P<base>;base64)?,", re.IGNORECASE)
_OUTSIDE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", re.IGNORECASE)
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg"}


def _root(source: Source) -> Element | None:
    return source.once("svg", lambda: claims.xml(source.bytes(_MOST)))


def metadata(source: Source) -> Iterator[Fact]:
    """Size, title, what could act, where it points."""
    root = _root(source)
    if root is None:
        return
    for name in ("width", "height", "viewBox"):
        if root.get(name):
            yield Fact(name.lower(), str(root.get(name))[:100])
    for element in root:
        if claims.local(element) in ("title", "desc") and _words(element):
            yield Fact("claimed_title" if claims.local(element) == "title" else "claimed_description", _words(element))
    yield from claims.xmp(claims.packet(source))
    active = sorted({kind for element in root.iter() for kind in _active(element)})
    if active:
        yield Fact("active_content", active)
    links = list(dict.fromkeys(link for element in root.iter() for link in _links(element)))
    if links:
        yield Fact("points_outside", [link[:500] for link in links[:_MOST_LINKS]])


def _active(element: Element) -> Iterator[str]:
    """What in an element could do something if it were shown."""
    name = claims.local(element)
    if name == "script":
        yield "a script"
    if name in ("foreignObject", "iframe", "object", "embed"):
        yield "a foreign document"
    if name in ("animate", "set", "animateTransform", "animateMotion"):
        yield "animation"
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1].lower().startswith("on") or value.strip().lower().startswith("javascript:"):
            yield "a script"


def _links(element: Element) -> Iterator[str]:
    """Addresses that showing it would fetch or open."""
    found = [value for key, value in element.attrib.items() if key.rsplit("}", 1)[-1] in ("href", "src")]
    styled = " ".join([element.get("style", ""), (element.text or "") if claims.local(element) == "style" else ""])
    found += [one or other for one, other in _URL.findall(styled)]
    yield from (link.strip() for link in found if _OUTSIDE.match(link) and not link.strip().lower().startswith("data:"))


def children(source: Source) -> Iterator[Member]:
    """Pictures packed into the drawing."""
    root, count = _root(source), 0
    for element in root.iter() if root is not None else ():
        for key, value in element.attrib.items():
            match = _DATA.match(value) if key.rsplit("}", 1)[-1] == "href" else None
            if match is None or count >= _MOST_CHILDREN:
                continue
            count += 1
            shown = f"picture {count}.{_ENDINGS.get(match['type'].lower(), 'bin')}"
            yield Member(shown.encode(), shown, "embedded", [_bytes(value[match.end() :], bool(match["base"]))])


def _bytes(written: str, base64ed: bool) -> bytes:
    plain = unquote_to_bytes(written)
    if not base64ed:
        return plain
    try:
        return base64.b64decode(b"".join(plain.split()), validate=False)
    except binascii.Error:
        return plain


def text(source: Source) -> Iterator[Page | Trouble]:
    """The words, a line per piece of text; of what is no sound XML those between the tags."""
    root = _root(source)
    if root is None:
        yield from xml.text(source)
        return
    wanted = [element for element in root.iter() if claims.local(element) in ("text", "title", "desc", "foreignObject")]
    lines = [_words(element) for element in wanted]
    yield Page(1, "\n".join(line for line in lines if line))


def _words(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())[:100_000]
