"""OpenDocument text, sheets and slides: paragraphs, tables, notes and comments out of content.xml, properties, objects."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from PIL import Image

from evidence.ingestion import claims
from evidence.ingestion.claims import local
from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _pixels
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
VERSION = "1"
PAGED = True
_LINE_AFTER = {"p", "h", "table-row", "list-item", "line-break"}
_SKIPPED = {
    "tracked-changes",
    "scripts",
    "font-face-decls",
    "automatic-styles",
    "styles",
    "binary-data",
    "sequence-decls",
}
_UNIT = {"table": "sheet", "page": "slide"}


def _content(source: Source) -> Element:
    package = Package.of(source)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Encrypted("The document is locked with a password.")
    root = package.xml("content.xml")
    if root is None:
        raise Damaged("The document is damaged: its text is missing.")
    return root


def metadata(source: Source) -> Iterator[Fact]:
    """meta.xml, and whether macros are inside."""
    package = Package.of(source)
    yield from claims.properties(package.read("meta.xml"))
    if any(name.startswith("Basic/") for name in package.names):
        yield Fact("active_content", ["macros"])


def children(source: Source) -> Iterator[Member]:
    """Embedded objects that are files of their own."""
    for member in Package.of(source).embedded("Object"):
        if b"/" not in member.name:
            yield member


def text(source: Source) -> Iterator[Page | PageCount]:
    """A page per sheet or slide; a text document as one, with its headers and footers behind."""
    root = source.once("odf", lambda: _content(source))
    body = next((e for e in root if local(e) == "body"), root)
    kind = local(body[0]) if len(body) else ""
    name = {"spreadsheet": "table", "presentation": "page", "drawing": "page"}.get(kind, "")
    parts = [e for e in body[0] if local(e) == name] if name else []
    if not parts:
        yield Page(1, _words(body))
        styles = Package.of(source).xml("styles.xml")
        beside = [e for e in (styles.iter() if styles is not None else ()) if local(e) in ("header", "footer")]
        words = "\n".join(_words(e) for e in beside)
        if words.strip():
            yield Page(2, words, label="Header and footer")
        return
    yield PageCount(len(parts), _UNIT[name])
    for number, part in enumerate(parts, 1):
        label = next((v for k, v in part.attrib.items() if k.endswith("}name")), "")
        yield Page(number, (f"{label}\n" if name == "table" else "") + _words(part), label=label)


def _words(root: Element) -> str:
    """All text under `root` in order."""
    parts: list[str] = []
    todo: list[tuple[Element, bool]] = [(root, False)]
    while todo:
        element, done = todo.pop()
        name = local(element)
        if done:
            parts.append("\n" if name in _LINE_AFTER else "\t" if name == "table-cell" else "")
            parts.append(element.tail or "" if element is not root else "")
        elif name in _SKIPPED:
            parts.append(element.tail or "")
        else:
            parts.append({"tab": "\t", "s": _blanks(element)}.get(name, ""))
            parts.append(element.text or "")
            todo.append((element, True))
            todo.extend((child, False) for child in reversed(element))
    return "".join(parts)


def _blanks(element: Element) -> str:
    count = next((v for k, v in element.attrib.items() if k.endswith("}c")), "1")
    return " " * (min(int(count), 200) if count.isdigit() else 1)


def scan_pages(source: Source, found: Findings) -> list[int]:
    """Pictures to read, behind the text's pages: only where the document has hardly any text."""
    written = sum(len(page.text.strip()) for page in found.pages.values())
    pictures = Package.of(source).pictures("Pictures/") if written < 200 else []
    first = max(found.pages, default=0) + 1
    source.once("picture pages", lambda: {first + n: name for n, name in enumerate(pictures)})
    return list(range(first, first + len(pictures)))


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """The picture behind a page number that `scan_pages` gave."""
    name = source.once("picture pages", lambda: dict[int, str]())[number]
    return _pixels.grey(io.BytesIO(Package.of(source).read(name)), source.limits)
