"""Word documents: paragraphs and tables in order, headers, footers, notes, comments, text boxes, properties, embedded files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from PIL import Image

from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _changes, _office, _pixels
from evidence.ingestion.formats._changes import Change
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Page, PageCount, Trouble, Unreadable

READS = frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
VERSION = "2"
PAGED = True
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BESIDE = (
    ("header", "Header"),
    ("footer", "Footer"),
    ("footnotes", "Footnotes"),
    ("endnotes", "Endnotes"),
    ("comments", "Comments"),
    ("chart", "Charts"),
    ("diagramData", "Diagrams"),
)


def _main(package: Package) -> str:
    """The part with the document itself; named by the package's relations."""
    found = [part for kind, part in package.relations("").values() if kind == "officeDocument"]
    return next((part for part in [*found, "word/document.xml"] if part in package.names), "")


def metadata(source: Source) -> Iterator[Fact]:
    """Properties; how much was changed with tracking on."""
    package = Package.of(source)
    yield from package.facts()
    root = _root(source)
    yield from _changes.facts(_tracked(source))
    hidden = _office.hidden(root) if root is not None else []
    if hidden:
        yield Fact("hidden_text", hidden[:200])


def _root(source: Source) -> Element | None:
    package = Package.of(source)
    return source.once("docx", lambda: package.xml(_main(package)))


def _tracked(source: Source) -> list[Change]:
    root = _root(source)
    return source.once("docx changes", lambda: _office.changes(root) if root is not None else [])


def children(source: Source) -> Iterator[Member]:
    """Files embedded in the document, documents that it takes in whole, pictures."""
    package = Package.of(source)
    yield from package.embedded("word/embeddings/")
    for kind, part in package.relations(_main(package)).values():
        if kind == "aFChunk":
            yield from package.embedded(part)
    if source.request.depth < source.limits.depth:
        yield from package.photographs("word/media/")


def text(source: Source) -> Iterator[Page | PageCount | Trouble]:
    """Pages as Word last broke them; what stands beside the text follows on pages of its own."""
    package = Package.of(source)
    main = _main(package)
    root = _root(source)
    if root is None:
        raise Damaged("The Word document is damaged: its text is missing.")
    made = _office.pages(_office.words(root, _labels(root, package)))
    yield PageCount(len(made))
    for number, content in enumerate(made, 1):
        yield Page(number, content)
    number = len(made)
    for kind, part in package.relations(main).values():
        label = dict(_BESIDE).get(kind)
        if label is None:
            continue
        try:
            content = _office.comments(package.xml(part)) if kind == "comments" else _office.words(package.xml(part))
        except Unreadable as error:
            yield Trouble(error.outcome, str(error))
            continue
        if content.strip():
            number += 1
            yield Page(number, content.replace(_office.PAGE_BREAK, "\n"), label=label)
    beside = (
        ("Links", "\n".join(package.links())),
        ("Tracked changes", _changes.words(_tracked(source))),
        ("Drawings", package.drawn("word/media/")),
    )
    for label, content in beside:
        if content:
            number += 1
            yield Page(number, content, label=label)


# --- the numbers of lists, which the text itself does not hold ----------------------------------------------------------


def _labels(root: Element, package: Package) -> dict[Element, str]:
    """paragraph: "2.1. " for automatically numbered paragraphs, by their own numbering or their style's."""
    numbering = package.xml("word/numbering.xml")
    formats = _levels(numbering) if numbering is not None else {}
    styles = _styles(package.xml("word/styles.xml")) if formats else {}
    counts: dict[str, list[int]] = {}
    labels = {}
    for paragraph in root.iter(f"{_W}p") if formats else ():
        style = styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")), ("", 0))
        place = paragraph.find(f"{_W}pPr/{_W}numPr")
        number, level = _numbered(place) if place is not None else style
        levels = formats.get(number, {})
        if level not in levels or not 0 <= level <= 8:
            continue
        counter = counts.setdefault(number, [0] * 9)
        counter[level] += 1
        counter[level + 1 :] = [0] * (8 - level)
        labels[paragraph] = _label(levels, counter, level)
    return labels


def _numbered(place: Element) -> tuple[str, int]:
    level = _value(place.find(f"{_W}ilvl"))
    return _value(place.find(f"{_W}numId")), int(level) if level.isdigit() else 0


def _styles(root: Element | None) -> dict[str, tuple[str, int]]:
    """style: (number id, level) for styles that number their paragraphs."""
    found = {}
    for style in root.iter(f"{_W}style") if root is not None else ():
        place = style.find(f"{_W}pPr/{_W}numPr")
        if place is not None:
            found[style.get(f"{_W}styleId", "")] = _numbered(place)
    return found


def _value(element: Element | None) -> str:
    return element.get(f"{_W}val", "") if element is not None else ""


def _levels(numbering: Element) -> dict[str, dict[int, tuple[str, str, int]]]:
    """number id: level: (format, pattern such as "%1.%2.", start)."""
    abstract = {}
    for one in numbering.iter(f"{_W}abstractNum"):
        abstract[one.get(f"{_W}abstractNumId", "")] = {
            int(level.get(f"{_W}ilvl", 0)): (
                _value(level.find(f"{_W}numFmt")),
                _value(level.find(f"{_W}lvlText")),
                int(_value(level.find(f"{_W}start")) or 1),
            )
            for level in one.iter(f"{_W}lvl")
        }
    return {
        one.get(f"{_W}numId", ""): abstract.get(_value(one.find(f"{_W}abstractNumId")), {})
        for one in numbering.iter(f"{_W}num")
    }


def _label(levels: dict[int, tuple[str, str, int]], counter: list[int], level: int) -> str:
    kind, pattern, _ = levels[level]
    if kind in ("bullet", "none", ""):
        return "• " if kind == "bullet" else ""

    def count(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form, _, start = levels.get(at, ("decimal", "", 1))
        return _written(form, start + max(0, counter[at] - 1))

    return re.sub(r"%(\d)", count, pattern) + " "


def _written(form: str, number: int) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        signs = (
            (1000, "m"),
            (900, "cm"),
            (500, "d"),
            (400, "cd"),
            (100, "c"),
            (90, "xc"),
            (50, "l"),
            (40, "xl"),
            (10, "x"),
            (9, "ix"),
            (5, "v"),
            (4, "iv"),
            (1, "i"),
        )
        made = ""
        for value, sign in signs:
            made += sign * (number // value)
            number %= value
        return made.upper() if form == "upperRoman" else made
    return str(number)


# --- pictures of a document that lies too deep to have files of its own: they are read as its pages --------------------


def scan_pages(source: Source, found: Findings) -> list[int]:
    """Pictures to read, numbered behind the text's pages."""
    deep = source.request.depth >= source.limits.depth
    pictures = Package.of(source).pictures("word/media/") if deep else []
    first = max(found.pages, default=0) + 1
    source.once("picture pages", lambda: {first + n: name for n, name in enumerate(pictures)})
    return list(range(first, first + len(pictures)))


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """The picture behind a page number that `scan_pages` gave."""
    name = source.once("picture pages", lambda: dict[int, str]())[number]
    return _pixels.grey(io.BytesIO(Package.of(source).read(name)), source.limits)
