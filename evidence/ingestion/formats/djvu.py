"""DjVu: scanned books and archives, as `readied` hands them over: the words that they hold, and a PDF of their pages."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import pdf
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Outcome, Page, PageCount, Refused, Trouble, Unsupported

MEDIA_TYPE = "image/vnd.djvu"
READS = frozenset({MEDIA_TYPE})
VERSION = "1"
PAGED = True
READY = b"DJVU taken apart\n"
_MISSING = (
    "This is a DjVu document; it is kept as it is, but cannot be read here: the package djvulibre-bin is not installed."
)
_UNDRAWN = "The pages of the DjVu document could not be drawn: it is damaged or too large; its own words were read."


def is_djvu(head: bytes) -> bool:
    """Whether the first 16 bytes are those of a DjVu document of one page or many."""
    return head.startswith(b"AT&TFORM") and head[12:16] in (b"DJVU", b"DJVM")


def _parts(source: Source) -> tuple[bytes, bytes]:
    """(words, PDF). Unsupported when nobody took the document apart; Damaged when that gave nothing."""
    head = source.head(len(READY) + 8)
    if not head.startswith(READY) or len(head) < len(READY) + 8:
        raise Unsupported(_MISSING)
    data, start = source.bytes(), len(READY) + 8
    end = start + struct.unpack(">Q", head[len(READY) :])[0]
    words, pages = data[start:end], data[end:]
    if not words.strip() and not pages:
        raise Damaged("The DjVu document is damaged: neither its words nor its pages could be read.")
    return words, pages


def _document(source: Source) -> pypdfium2.PdfDocument | None:
    """The PDF of the pages, where there is one; the reader of PDFs finds it there too."""
    content = source.once("djvu", lambda: _parts(source))[1]
    if not content:
        return None
    try:
        return source.once("pdf", lambda: pypdfium2.PdfDocument(content))
    except pypdfium2.PdfiumError:
        return None


def metadata(source: Source) -> Iterator[PageCount | Trouble]:
    """The number of pages."""
    if _document(source) is None:
        yield Trouble(Outcome.PARTLY_READ, _UNDRAWN)
        return
    pages = pdf.count(source)
    if pages > source.limits.pages:
        raise Refused(f"The document has more than {source.limits.pages:,} pages.")
    yield PageCount(pages)


def text(source: Source) -> Iterator[Page]:
    """The words that the document holds itself, page by page; empty where it holds none."""
    words, _ = source.once("djvu", lambda: _parts(source))
    pages = words.decode("utf-8", "replace").split("\f") if words.strip() else []
    if pages and not pages[-1].strip():
        pages.pop()
    for number, content in enumerate(pages[: source.limits.pages], 1):
        yield Page(number, content.replace("\x1f", "\n").replace("\x1d", "\n"))


def scan_pages(source: Source, found: Findings) -> list[int]:
    """Pages without words of their own."""
    return pdf.scan_pages(source, found) if _document(source) is not None else []


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """The page in grey."""
    _drawable(source)
    return pdf.scan(source, number, dpi)


def draw(source: Source, number: int, width: int) -> Image.Image:
    """The page in colour."""
    _drawable(source)
    return pdf.draw(source, number, width)


def _drawable(source: Source) -> None:
    if _document(source) is None:
        raise IndexError("no pages")
