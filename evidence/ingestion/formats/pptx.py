"""PowerPoint presentations: a page per slide, then its notes and comments; pictures are read where a slide has no words."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _office, _pixels
from evidence.ingestion.formats._package import Package
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Page, PageCount, Trouble, Unreadable

READS = frozenset({"application/vnd.openxmlformats-officedocument.presentationml.presentation"})
VERSION = "1"
PAGED = True
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_WITH_WORDS = {"notesSlide": "Notes", "comments": "Comments", "diagramData": "", "chart": ""}


def _slides(source: Source) -> list[str]:
    """The slides' parts in the order in which they are shown."""
    package = Package.of(source)
    main = next((p for kind, p in package.relations("").values() if kind == "officeDocument"), "ppt/presentation.xml")
    root = package.xml(main)
    if root is None:
        raise Damaged("The presentation is damaged: its list of slides is missing.")
    known = package.relations(main)
    return [known[e.get(_R, "")][1] for e in root.iter() if str(e.tag).endswith("}sldId") and e.get(_R, "") in known]


def metadata(source: Source) -> Iterator[Fact | PageCount]:
    """Properties and the number of slides."""
    yield from Package.of(source).facts()
    yield PageCount(len(_slides(source)), "slide")


def children(source: Source) -> Iterator[Member]:
    """Files embedded in the presentation, sound and film among them."""
    package = Package.of(source)
    yield from package.embedded("ppt/embeddings/")
    for member in package.embedded("ppt/media/"):
        if member.shown.lower().endswith((".mp3", ".mp4", ".wav", ".m4a", ".wmv", ".avi", ".mov", ".mpg")):
            yield member


def text(source: Source) -> Iterator[Page | Trouble]:
    """One page per slide: its words, diagrams and charts, notes, comments."""
    package = Package.of(source)
    for number, part in enumerate(_slides(source), 1):
        parts = []
        try:
            parts.append(_office.words(package.xml(part)))
            for kind, target in package.relations(part).values():
                if kind in _WITH_WORDS:
                    parts.append(_office.words(package.xml(target)))
        except Unreadable as error:
            yield Trouble(error.outcome, str(error))
        content = "\n".join(p for p in parts if p.strip()).replace(_office.PAGE_BREAK, "\n")
        yield Page(number, content, label=f"Slide {number}")


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
        if len(found.pages[number].text.strip() if number in found.pages else "") < 20 and _picture(source, number)
    ]


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """A slide's largest picture."""
    return _pixels.grey(io.BytesIO(Package.of(source).read(_picture(source, number))), source.limits)
