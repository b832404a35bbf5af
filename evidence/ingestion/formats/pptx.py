"""PowerPoint presentations: a page per slide with notes and comments; a slide's picture is read where it has no words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from PIL import Image

from evidence.ingestion.claims import local
from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _office, _pixels
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Page, PageCount, Trouble, Unreadable

READS = frozenset({"application/vnd.openxmlformats-officedocument.presentationml.presentation"})
VERSION = "2"
PAGED = True
_WITH_WORDS = {"notesSlide": "Notes", "comments": "Comments", "diagramData": "", "chart": ""}
_HEARD = (".mp3", ".mp4", ".wav", ".m4a", ".wmv", ".avi", ".mov", ".mpg", ".mpeg", ".m4v", ".wma", ".ogg", ".webm")
_FEW = 20  # letters: a slide with fewer is its picture


def _main(package: Package) -> str:
    found = (p for kind, p in package.relations("").values() if kind == "officeDocument")
    return next(found, "ppt/presentation.xml")


def _slides(source: Source) -> list[str]:
    """The slides' parts in the order in which they are shown."""
    package = Package.of(source)
    main = _main(package)
    root = package.xml(main)
    if root is None:
        raise Damaged("The presentation is damaged: its list of slides is missing.")
    known = package.relations(main)
    ids = [_relation(e) for e in root.iter() if local(e) == "sldId"]
    return [known[one][1] for one in ids if one in known]


def _relation(element: Element) -> str:
    """The id under which a slide is related; it stands beside one of its own that has no namespace."""
    return next((v for k, v in element.attrib.items() if k.endswith("}id")), "")


def metadata(source: Source) -> Iterator[Fact | PageCount]:
    """Properties, the number of slides, which of them are hidden, their titles."""
    package = Package.of(source)
    yield from package.facts()
    slides = _slides(source)
    yield PageCount(len(slides), "slide")
    roots = [_part(package, name) for name in slides]
    hidden = [n for n, root in enumerate(roots, 1) if root is not None and root.get("show") in ("0", "false")]
    if hidden:
        yield Fact("hidden_slides", hidden)
    titles = [_title(root) for root in roots]
    if any(titles):
        yield Fact("claimed_slide_titles", titles)


def _part(package: Package, name: str) -> Element | None:
    """A part parsed; None when it cannot be: reading its text says so."""
    try:
        return package.xml(name)
    except Unreadable:
        return None


def _title(root: Element | None) -> str:
    for shape in root.iter() if root is not None else ():
        if local(shape) == "sp" and any(
            local(e) == "ph" and e.get("type") in ("title", "ctrTitle") for e in shape.iter()
        ):
            return " ".join(_office.words(shape).split())
    return ""


def children(source: Source) -> Iterator[Member]:
    """Files embedded in the presentation, sound and film among them, then pictures."""
    package = Package.of(source)
    yield from package.embedded("ppt/embeddings/")
    for member in package.embedded("ppt/media/"):
        if member.shown.lower().endswith(_HEARD):
            yield member
    if source.request.depth < source.limits.depth:
        wordless = [n for n, name in enumerate(_slides(source), 1) if len(_own(package, name)) < _FEW]
        yield from package.photographs("ppt/media/", {_picture(source, number) for number in wordless})


def _own(package: Package, name: str) -> str:
    """A slide's own words."""
    return _office.words(_part(package, name)).strip()


def text(source: Source) -> Iterator[Page | Trouble]:
    """One page per slide: its words, diagrams and charts, notes, comments; then links."""
    package, number = Package.of(source), 0
    writers = _writers(package)
    for number, part in enumerate(_slides(source), 1):
        parts = []
        try:
            parts.append(_office.words(package.xml(part)))
            for kind, target in package.relations(part).values():
                if kind in _WITH_WORDS:
                    root = package.xml(target)
                    parts.append(_comments(root, writers) if kind == "comments" else _office.words(root))
        except Unreadable as error:
            yield Trouble(error.outcome, str(error))
        content = "\n".join(p for p in parts if p.strip()).replace(_office.PAGE_BREAK, "\n")
        yield Page(number, content, label=f"Slide {number}")
    for label, content in (("Links", "\n".join(package.links())), ("Drawings", package.drawn("ppt/media/"))):
        if content:
            number += 1
            yield Page(number, content, label=label)


def _writers(package: Package) -> dict[str, str]:
    """id: name of those who commented, in the older and the newer way of keeping them."""
    roots = [_part(package, name) for name in ("ppt/commentAuthors.xml", "ppt/authors.xml")]
    found = [e for root in roots if root is not None for e in root if e.get("id")]
    return {e.get("id", ""): e.get("name", "") for e in found}


def _comments(root: Element | None, writers: dict[str, str]) -> str:
    """A line per comment or reply: who, when, what."""
    lines = []
    for one in root.iter() if root is not None else ():
        if local(one) in ("cm", "reply"):
            own = [e for e in one if local(e) in ("text", "txBody")]
            said = "".join((e.text or "") if local(e) == "text" else _office.words(e) for e in own).strip()
            at = one.get("dt") or one.get("created") or ""
            who = " ".join(filter(None, (writers.get(one.get("authorId", ""), ""), at)))
            lines.append(f"{who}: {said}" if who else said)
    return "\n".join(lines)


def _picture(source: Source, number: int) -> str:
    """The largest pixel picture of a slide; empty when it has none."""
    package = Package.of(source)
    names = {p for kind, p in package.relations(_slides(source)[number - 1]).values() if kind == "image"}
    pixels = names & set(package.pictures("ppt/media/"))
    return max(pixels, key=lambda name: (len(package.read(name)), name), default="")


def scan_pages(source: Source, found: Findings) -> list[int]:
    """Slides without words that show a picture."""
    return [
        number
        for number in range(1, len(_slides(source)) + 1)
        if len(found.pages[number].text.strip() if number in found.pages else "") < _FEW and _picture(source, number)
    ]


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """A slide's largest picture."""
    return _pixels.grey(io.BytesIO(Package.of(source).read(_picture(source, number))), source.limits)
