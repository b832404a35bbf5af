"""Stage ocr: reads pages that have no usable text, with Tesseract, in Kazakh, Russian and English together.

A picture is looked at first: without shapes that could be letters it is not read (photographs cost a look). A page read with
little confidence is tried turned and straightened. Every page has a time limit, every reading a budget; pages it did not come
to are said in PagesLeft.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import ModuleType

from evidence.ingestion import formats, scans, tesseract
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Finding, Outcome, Page, PagesLeft, ReadRequest, Trouble, Unreadable, pack

NAME, VERSION = "ocr", "2"
DPI = 300
CUT = "The picture is damaged: only a part of it is there."
_MISSING = Trouble(
    Outcome.PARTLY_READ, "Pages that are pictures could not be read: text recognition is not installed here."
)
_OFF = Trouble(
    Outcome.PARTLY_READ, "Pages that are pictures were not read: the operator has switched text recognition off."
)


def warm(request: ReadRequest) -> None:
    """Load the language data into the server, so that children have it at once."""
    tesseract.engine(request.languages)


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Pages with source `ocr` and boxes; which pages lie turned; what was left for another time."""
    reader = formats.reader(found.media_type)
    if reader is None or not hasattr(reader, "scan"):
        return
    needing = reader.scan_pages(source, found)  # always asked: office documents number their pictures here
    pages = list(source.request.pages) or needing
    engine = tesseract.engine(source.request.languages)
    if not pages:
        return
    if engine is None:
        yield _MISSING if source.request.languages else _OFF
        return
    yield from _pages(source, found, pages, engine, reader)
    if engine.missing:
        yield Trouble(Outcome.PARTLY_READ, f"Pages that are pictures were read without the data for {engine.missing}.")


def _pages(
    source: Source, found: Findings, pages: list[int], engine: tesseract.Engine, reader: ModuleType
) -> Iterator[Finding]:
    started, turned, late, cut = time.monotonic(), dict[str, int](), 0, 0
    for at, number in enumerate(pages):
        if time.monotonic() - started > source.limits.ocr_seconds:
            yield PagesLeft(NAME, tuple(pages[at:]))
            break
        try:
            picture = reader.scan(source, number, DPI)
            cut += bool(picture.info.pop("cut", False))
            read = tesseract.read(engine, picture, source.limits.ocr_page_seconds)
        except Unreadable as error:
            yield Trouble(Outcome.PARTLY_READ if len(pages) > 1 else error.outcome, str(error))
            continue
        late += read.late
        if read.turned:
            turned[str(number)] = read.turned
        yield from _page(number, read, found)
    if turned:
        yield Fact("turned_pages", turned)
    if cut:
        yield Trouble(Outcome.DAMAGED, CUT)
    if late:
        yield Trouble(
            Outcome.PARTLY_READ, f"{late} of {len(pages)} pages took too long to read as pictures and were left."
        )


def _page(number: int, read: tesseract.Reading, found: Findings) -> Iterator[Page]:
    """The page, unless its own text layer says more; what only the layer says is put behind."""
    layer = found.pages.get(number)
    own = layer.text if layer else ""
    if not read.text.strip() and layer:
        return
    if scans.usable(own) and len(read.text) < 1.3 * len(own):
        return
    known = set(read.text.casefold().split())
    lost = [line for line in own.splitlines() if scans.usable(line) and not set(line.casefold().split()) <= known]
    yield Page(
        number,
        "\n".join([read.text, *lost]),
        "ocr",
        layer.label if layer else "",
        layer.width if layer else float(read.width),
        layer.height if layer else float(read.height),
        read.confidence,
        pack(read.words),
    )
