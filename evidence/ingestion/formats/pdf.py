"""PDF: text with the place of every word, page pictures, properties, files embedded in it. By pdfium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import partial
from typing import cast

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from evidence.ingestion import scans
from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _annotations, _document_facts
from evidence.ingestion.source import Source
from evidence.ingestion.stage import (
    Damaged,
    Encrypted,
    Fact,
    Limits,
    Member,
    Outcome,
    Page,
    PageCount,
    Refused,
    Trouble,
    Word,
    pack,
)

READS = frozenset({"application/pdf"})
VERSION = "1"
PAGED = True
_MOST_OCR_PIXELS = 24_000_000
_MOST_SEARCHED = 64 * 2**20
_WORD = re.compile(r"\S+")


def _open(source: Source) -> pypdfium2.PdfDocument:
    """The document, opened with the first password that fits. Encrypted, Damaged."""
    for number, password in enumerate((None, *source.request.passwords)):
        try:
            document = pypdfium2.PdfDocument(source.open(), password=password)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "assword" in str(error):
                continue
            raise Damaged("The PDF is damaged and could not be opened.") from error
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()
        source.once("password", partial(int, number))
        return document
    raise Encrypted("The PDF is locked with a password.")


def document(source: Source) -> pypdfium2.PdfDocument:
    """Opened once for all stages."""
    return source.once("pdf", lambda: _open(source))


def count(source: Source) -> int:
    """Pages that can really be reached, at most one above the limit: the file's own count may lie."""
    return source.once("pdf pages", lambda: min(len(document(source)), source.limits.pages + 1))


# --- metadata, children -----------------------------------------------------------------------------------------------


def metadata(source: Source) -> Iterator[Fact | PageCount]:
    """Properties, XMP, what is active in it, how it is protected, and the number of pages."""
    opened = document(source)
    pages = count(source)
    if pages > source.limits.pages:
        raise Refused(f"The PDF claims more than {source.limits.pages:,} pages.")
    yield PageCount(pages)
    yield from _document_facts.facts(source, opened)
    if place := source.once("password", lambda: 0):
        yield Fact("opened_with", place)


def children(source: Source) -> Iterator[Member]:
    """Files embedded in the document."""
    opened = document(source)
    for number in range(min(opened.count_attachments(), source.limits.children + 1)):
        attached = opened.get_attachment(number)
        name = attached.get_name() or f"embedded {number + 1}"
        yield Member(name.encode("utf-8", "surrogatepass"), name, "embedded", [bytes(attached.get_data())])
    if _may_pin(source):
        yield from _annotations.files(opened, min(count(source), source.limits.pages))


def _may_pin(source: Source) -> bool:
    """Whether files may be pinned to pages: not when nothing is packed out of sight and the word for it never occurs."""
    data = source.bytes() if source.size < _MOST_SEARCHED else b"/ObjStm"
    return b"/FileAttachment" in data or b"/ObjStm" in data


# --- text -------------------------------------------------------------------------------------------------------------


def text(source: Source) -> Iterator[Page | Trouble]:
    """Every page in order, empty ones too; a page that cannot be read is skipped and said."""
    opened, broken, words = document(source), 0, 0
    for number in range(min(count(source), source.limits.pages)):
        try:
            page = opened[number]
        except (pypdfium2.PdfiumError, RuntimeError):
            broken += 1
            continue
        found = _page(opened, page, number + 1, words < source.limits.words)
        words += found.words.count("],[") + 1
        yield found
        page.close()
    if broken:
        yield Trouble(Outcome.PARTLY_READ, f"{broken} of {count(source)} pages are damaged and could not be read.")


def _page(opened: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int, boxes: bool) -> Page:
    layer = page.get_textpage()
    raw = layer.get_text_range()
    characters = layer.count_chars()
    width, height = page.get_size()
    words = _words(page, layer, raw) if boxes and len(raw) == characters else []
    layer.close()
    content = re.sub("[\x02\ufffe](\r?\n)?", "-", raw)
    beside = _annotations.words(opened, page)
    content = f"{content}\n\n{beside}" if beside else content
    return Page(number, content, "pdf", "", round(width, 2), round(height, 2), None, pack(words))


def _words(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, raw: str) -> list[Word]:
    """Words with boxes in fractions of the page as it is shown (turned and cropped)."""
    ox, oy, ux, uy, vx, vy = _transform(page)
    first, last, box, handle = pdfium.FS_RECTF(), pdfium.FS_RECTF(), pdfium.FPDFText_GetLooseCharBox, layer.raw
    to_first, to_last = ctypes.byref(first), ctypes.byref(last)
    found = []
    for word in _WORD.finditer(raw):
        if not box(handle, word.start(), to_first) or not box(handle, word.end() - 1, to_last):
            continue
        left, right = min(first.left, last.left), max(first.right, last.right)
        bottom, top = min(first.bottom, last.bottom), max(first.top, last.top)
        x0, y0 = ox + left * ux + bottom * vx, oy + left * uy + bottom * vy
        x1, y1 = ox + right * ux + top * vx, oy + right * uy + top * vy
        if x0 > x1:
            x0, x1 = x1, x0
        if y0 > y1:
            y0, y1 = y1, y0
        if x0 >= -0.01 and x1 <= 1.01 and y0 >= -0.01 and y1 <= 1.01:
            found.append(Word(word.group(), x0, y0, x1, y1))
    return found


def _transform(page: pypdfium2.PdfPage) -> tuple[float, float, float, float, float, float]:
    """Origin, x step and y step from page units to fractions of the shown page, by three points pdfium maps itself."""
    scale, span = 1_000_000, 1000.0
    x, y = ctypes.c_int(), ctypes.c_int()
    points = []
    for at in ((0.0, 0.0), (span, 0.0), (0.0, span)):
        pdfium.FPDF_PageToDevice(page, 0, 0, scale, scale, 0, *at, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value / scale, y.value / scale))
    (ox, oy), (ax, ay), (bx, by) = points
    return ox, oy, (ax - ox) / span, (ay - oy) / span, (bx - ox) / span, (by - oy) / span


# --- pictures ---------------------------------------------------------------------------------------------------------


def scan_pages(source: Source, found: Findings) -> list[int]:
    """Pages whose text layer is empty or unusable although something is drawn on them."""
    wanted = []
    for number in range(1, min(count(source), source.limits.pages) + 1):
        known = found.pages.get(number)
        layer = known.text if known else ""
        if scans.usable(layer) and len(layer) > 400:
            continue
        try:
            page = document(source)[number - 1]
        except (pypdfium2.PdfiumError, RuntimeError):
            continue
        covered, drawn = _drawn(page)
        if drawn and (not scans.usable(layer) or covered > 0.4):
            wanted.append(number)
        page.close()
    return wanted


def _drawn(page: pypdfium2.PdfPage) -> tuple[float, bool]:
    """(share of the page that its largest picture covers, whether anything but text is drawn)."""
    width, height = page.get_size()
    largest, drawn, seen = 0.0, False, 0
    for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH), max_depth=3):
        drawn, seen = True, seen + 1
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = thing.get_bounds()
            largest = max(largest, abs((x1 - x0) * (y1 - y0)) / max(1.0, width * height))
        if seen > 400:
            break
    return largest, drawn or pdfium.FPDFPage_CountObjects(page) > 0


def _one(source: Source, number: int) -> pypdfium2.PdfPage:
    try:
        return document(source)[number - 1]
    except (pypdfium2.PdfiumError, RuntimeError) as error:
        raise Damaged("Some pages are damaged and cannot be shown.") from error


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """The page in grey at `dpi`, fewer where it would exceed 24 million pixels."""
    page = _one(source, number)
    return _render(page, dpi / 72, _MOST_OCR_PIXELS, source.limits, grayscale=True)


def draw(source: Source, number: int, width: int) -> Image.Image:
    """The page in colour, `width` pixels wide."""
    page = _one(source, number)
    return _render(page, width / max(1.0, page.get_width()), 16_000_000, source.limits)


def _render(
    page: pypdfium2.PdfPage, scale: float, most: int, limits: Limits, *, grayscale: bool = False
) -> Image.Image:
    across, down = page.get_size()
    if across <= 0 or down <= 0:
        raise Damaged("A page has no size and cannot be shown.")
    scale = min(scale, (most / (across * down)) ** 0.5, 8000 / max(across, down))
    if min(across, down) * scale < 1:
        raise Refused("A page is too long and narrow to be shown.")
    picture = page.render(scale=scale, grayscale=grayscale).to_pil()
    page.close()
    return cast(Image.Image, picture).convert("L" if grayscale else "RGB")
