"""What was written on a PDF page beside its text: values of form fields and people's notes."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MOST = 2000
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
            lines.append(_string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents"))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return "\n".join(line for line in lines if line.strip())


def _string(call: Callable[..., int], *given: Any) -> str:
    """A UTF-16 string that pdfium writes into a buffer of ours."""
    size = min(call(*given, None, 0), 1 << 20)
    held = (ctypes.c_ushort * (size // 2 + 1))()
    call(*given, held, size)
    return bytes(held).decode("utf-16-le", "replace").split("\0")[0].strip()
