"""What was put on a PDF page beside its text: values of form fields, people's notes, files pinned to it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from evidence.ingestion.stage import Member

_MOST = 2000
_MOST_PAGES = 5000
_NOTES = {
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_CARET,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_SQUARE,
    pdfium.FPDF_ANNOT_CIRCLE,
    pdfium.FPDF_ANNOT_POLYGON,
}


def words(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> str:
    """A line per field (`name: value`) and per note; empty when there are none."""
    lines = []
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET and document.formenv:
            name = _string(pdfium.FPDFAnnot_GetFormFieldName, document.formenv, annotation)
            value = _string(pdfium.FPDFAnnot_GetFormFieldValue, document.formenv, annotation)
            lines.append(f"{name}: {value}" if value else "")
        elif kind in _NOTES:
            lines.append(_note(annotation))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return "\n".join(line for line in lines if line.strip())


def _note(annotation: Any) -> str:
    """`author: words`; the words alone where nobody is named."""
    content = _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
    author = _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"T")
    return f"{author}: {content}" if author and content else content


def files(document: pypdfium2.PdfDocument, pages: int) -> Iterator[Member]:
    """Files that were pinned to pages; those of the document as a whole are told elsewhere."""
    for number in range(min(pages, _MOST_PAGES)):
        handle = pdfium.FPDF_LoadPage(document, number)
        if not handle:
            continue
        for at in range(min(pdfium.FPDFPage_GetAnnotCount(handle), _MOST)):
            annotation = pdfium.FPDFPage_GetAnnot(handle, at)
            if annotation and pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                yield from _file(document, annotation, number + 1)
            if annotation:
                pdfium.FPDFPage_CloseAnnot(annotation)
        pdfium.FPDF_ClosePage(handle)


def _file(document: pypdfium2.PdfDocument, annotation: Any, page: int) -> Iterator[Member]:
    raw = pdfium.FPDFAnnot_GetFileAttachment(annotation)
    if not raw:
        return
    attached = pypdfium2.PdfAttachment(raw, document)
    try:
        name, content = attached.get_name() or f"on page {page}", bytes(attached.get_data())
    except pypdfium2.PdfiumError:
        return
    yield Member(name.encode("utf-8", "surrogatepass"), name, "embedded", [content], about={"claimed_page": page})


def _string(call: Callable[..., int], *given: Any) -> str:
    """A UTF-16 string that pdfium writes into a buffer of ours."""
    size = min(call(*given, None, 0), 1 << 20)
    held = (ctypes.c_ushort * (size // 2 + 1))()
    call(*given, held, size)
    return bytes(held).decode("utf-16-le", "replace").split("\0")[0].strip()
