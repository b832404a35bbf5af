"""OpenDocument text, sheets and slides: paragraphs, tables, notes and comments out of content.xml, properties, objects."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from PIL import Image

from evidence.ingestion import claims
from evidence.ingestion.claims import local
from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _changes, _odf, _pixels
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Page, PageCount

_BASE = "application/vnd.oasis.opendocument."
READS = frozenset(
    {
        f"{_BASE}{kind}{suffix}"
        for kind in ("text", "spreadsheet", "presentation", "graphics", "formula")
        for suffix in ("", "-template")
    }
    | {f"{_BASE}text-master"}
)
VERSION = "2"
PAGED = True
_UNIT = {"table": "sheet", "page": "slide"}
_LONGEST = 12_000


def _content(source: Source) -> Element:
    package = Package.of(source)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Encrypted("The document is locked with a password.")
    root = package.xml("content.xml")
    if root is None:
        raise Damaged("The document is damaged: its text is missing.")
    return root


def metadata(source: Source) -> Iterator[Fact]:
    """meta.xml, macros, tracked changes, hidden sheets and slides."""
    package = Package.of(source)
    yield from claims.properties(package.read("meta.xml"))
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
        yield Fact("active_content", ["macros"])
    root = source.once("odf", lambda: _content(source))
    yield from _changes.facts(_odf.changes(root))
    kind, parts = _odf.parts(root)
    hidden = _odf.hidden(root, parts)
    if kind == "table":
        yield Fact("sheets", [_odf.attribute(part, "name") for part in parts])
    if hidden:
        names = [_odf.attribute(part, "name") for part in hidden]
        yield Fact("hidden_sheets" if kind == "table" else "hidden_slides", names)


def children(source: Source) -> Iterator[Member]:
    """Embedded objects that are files of their own, then pictures."""
    package = Package.of(source)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        return
    for member in package.embedded("Object"):
        if b"/" not in member.name and not member.name.endswith(b".xml"):
            yield member
    if source.request.depth < source.limits.depth:
        yield from package.photographs("Pictures/")
        yield from package.photographs("media/")


def text(source: Source) -> Iterator[Page | PageCount]:
    """A page per sheet (a long one in several) or slide; a text document as one; then what stands beside it."""
    root = source.once("odf", lambda: _content(source))
    kind, parts = _odf.parts(root)
    pages = [("", one) for one in _long(_odf.words(root))] if not parts else []
    for part in parts:
        label = _odf.attribute(part, "name")
        if kind == "table":
            pages += [(label, one) for one in _long(f"{label}\n{_odf.words(part, flat=True)}")]
        else:
            pages.append((label, _odf.words(part)))
    if kind:
        yield PageCount(len(pages), _UNIT[kind])
    pages += [(label, one) for label, content in _beside(source, root) if content.strip() for one in _long(content)]
    for number, (label, content) in enumerate(pages, 1):
        yield Page(number, content, label=label)


def _long(content: str) -> list[str]:
    """A text in parts that are not too long for one page, cut between lines."""
    parts, lines, size = list[str](), list[str](), 0
    for line in content.splitlines(keepends=True):
        if size + len(line) > _LONGEST and lines:
            parts.append("".join(lines))
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    return [*parts, "".join(lines)] if lines or not parts else parts


def _beside(source: Source, root: Element) -> Iterator[tuple[str, str]]:
    """(label, text) of comments, tracked changes, links, embedded objects, headers and footers."""
    package = Package.of(source)
    yield "Comments", _odf.comments(root)
    yield "Tracked changes", _changes.words(_odf.changes(root))
    yield "Links", "\n".join(_odf.links(root))
    inner = [name for name in package.names if name.startswith("Object ") and name.endswith("/content.xml")]
    found = [claims.xml(package.read(name)) for name in inner[:500]]
    yield "Embedded objects", "\n".join(_odf.words(one).strip() for one in found if one is not None)
    styles = package.xml("styles.xml")
    around = [e for e in (styles.iter() if styles is not None else ()) if local(e) in ("header", "footer")]
    yield "Header and footer", "\n".join(_odf.words(e) for e in around)
    yield "Drawings", package.drawn("Pictures/")


# --- pictures of a document that lies too deep to have files of its own: they are read as its pages --------------------


def scan_pages(source: Source, found: Findings) -> list[int]:
    """Pictures to read, numbered behind the text's pages."""
    deep = source.request.depth >= source.limits.depth
    pictures = Package.of(source).pictures("Pictures/") if deep else []
    first = max(found.pages, default=0) + 1
    source.once("picture pages", lambda: {first + n: name for n, name in enumerate(pictures)})
    return list(range(first, first + len(pictures)))


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """The picture behind a page number that `scan_pages` gave."""
    name = source.once("picture pages", lambda: dict[int, str]())[number]
    return _pixels.grey(io.BytesIO(Package.of(source).read(name)), source.limits)
