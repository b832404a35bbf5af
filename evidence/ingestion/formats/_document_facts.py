"""What a PDF claims of itself: Info and XMP, which need not agree; signatures, forms, what is active in it."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from evidence.ingestion import claims
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact

_INFO = {
    "Title": "claimed_title",
    "Author": "claimed_author",
    "Subject": "claimed_subject",
    "Keywords": "claimed_keywords",
    "Creator": "claimed_software",
    "Producer": "claimed_producer",
}
_DATES = {"CreationDate": "created_at", "ModDate": "modified_at"}
_ACTIVE = {
    b"/JavaScript": "a script",
    b"/Launch": "a command to start a program",
    b"/EmbeddedFile": "embedded files",
    b"/SubmitForm": "a form that sends itself",
    b"/RichMedia": "a film or sound",
}
_FORMS = {
    pdfium.FORMTYPE_ACRO_FORM: "fields to fill in",
    pdfium.FORMTYPE_XFA_FULL: "fields to fill in (XFA)",
    pdfium.FORMTYPE_XFA_FOREGROUND: "fields to fill in (XFA)",
}
_WHOLE = 64 * 2**20  # bytes of a file that is searched from end to end
_MOST_SIGNATURES, _MOST_PACKET = 50, 4 * 2**20
_CATALOG = re.compile(rb"/Type\s*/Catalog\b")
_METADATA = re.compile(rb"/Metadata\s+(\d{1,10})\s+(\d{1,5})\s+R")


def facts(source: Source, opened: pypdfium2.PdfDocument) -> Iterator[Fact]:
    """Everything but pages and text. Where XMP says other than Info, both are told."""
    data = source.bytes() if source.size < _WHOLE else source.head(2**20) + source.tail(2**20)
    told = {fact.key: fact.value for fact in _info(opened)}
    yield from (Fact(key, value) for key, value in told.items())
    for fact in claims.xmp(_packet(data)):
        if fact.key not in told:
            yield fact
        elif _plain(fact.value) != _plain(told[fact.key]):
            yield Fact(f"{fact.key}_in_xmp", fact.value)
    version = opened.get_version()
    if version:
        yield Fact("pdf_version", f"{version // 10}.{version % 10}")
    if opened.get_formtype() in _FORMS:
        yield Fact("form", _FORMS[opened.get_formtype()])
    signatures = list(_signatures(opened, source.size))
    if signatures:
        yield Fact("claimed_signatures", signatures)
    yield from _raw(source, data)


def _plain(value: Any) -> str:
    """A value as it is compared: dates without their marks, texts without case and space."""
    return re.sub(r"[\W_]+", "", str(value)).casefold().removesuffix("z").removesuffix("0000")


def _info(opened: pypdfium2.PdfDocument) -> Iterator[Fact]:
    """The document's Info entries; broken letters in them are replaced, not refused."""
    for key in (*_INFO, *_DATES):
        size = pdfium.FPDF_GetMetaText(opened, key.encode(), None, 0)
        held = ctypes.create_string_buffer(size)
        pdfium.FPDF_GetMetaText(opened, key.encode(), held, size)
        value = held.raw.decode("utf-16-le", "replace").replace("\0", "").strip()
        if value and key in _INFO:
            yield Fact(_INFO[key], value)
        elif value:
            yield from claims.pdf_date(_DATES[key], value)


def _packet(data: bytes) -> bytes:
    """The document's own XMP: the one that its catalog names; else the first that speaks of a PDF. Pictures inside carry
    packets of their own, which say nothing of the document."""
    for catalog in _CATALOG.finditer(data):
        around = data[max(0, data.rfind(b" obj", 0, catalog.start())) : data.find(b"endobj", catalog.end())]
        named = _METADATA.search(around)
        found = _stream(data, named) if named else b""
        if found:
            return found
    start = 0
    while (start := data.find(b"<x:xmpmeta", start)) >= 0:
        end = data.find(b"</x:xmpmeta>", start) + 12
        if end > 12 and b"ns.adobe.com/pdf/" in data[start:end]:
            return data[start:end]
        start += 10
    return b""


def _stream(data: bytes, named: re.Match[bytes]) -> bytes:
    """The newest packet under an object's number; unpacked where it is packed."""
    heads = list(re.finditer(rb"(?<!\d)%s\s+%s\s+obj\b" % (named[1], named[2]), data))
    if not heads:
        return b""
    body = data[heads[-1].end() : heads[-1].end() + _MOST_PACKET]
    begin = re.search(rb"stream\r?\n", body)
    if begin is None:
        return b""
    content = body[begin.end() : body.find(b"endstream", begin.end())]
    if b"/FlateDecode" in body[: begin.start()]:
        try:
            content = zlib.decompressobj().decompress(content, _MOST_PACKET)
        except zlib.error:
            return b""
    start, end = content.find(b"<x:xmpmeta"), content.rfind(b"</x:xmpmeta>")
    return content[start : end + 12] if 0 <= start < end else b""


def _signatures(opened: pypdfium2.PdfDocument, size: int) -> Iterator[dict[str, Any]]:
    """What signatures say: kind, time, reason, and whether they cover the file to its end. None is verified."""
    for number in range(min(max(0, pdfium.FPDF_GetSignatureCount(opened)), _MOST_SIGNATURES)):
        one = pdfium.FPDF_GetSignatureObject(opened, number)
        if not one:
            continue
        said: dict[str, Any] = {
            "kind": _ascii(pdfium.FPDFSignatureObj_GetSubFilter, one),
            "reason": _wide(pdfium.FPDFSignatureObj_GetReason, one),
        }
        written = _ascii(pdfium.FPDFSignatureObj_GetTime, one)
        said["at"] = next((str(fact.value) for fact in claims.pdf_date("at", written)), "") if written else ""
        count = pdfium.FPDFSignatureObj_GetByteRange(one, None, 0)
        if 0 < count <= 64:
            held = (ctypes.c_int * count)()
            pdfium.FPDFSignatureObj_GetByteRange(one, held, count)
            said["covers"] = "the whole file" if held[count - 2] + held[count - 1] >= size else "an earlier state of it"
        yield {key: value for key, value in said.items() if value}


def _ascii(call: Callable[..., int], one: Any) -> str:
    size = min(call(one, None, 0), 4096)
    held = ctypes.create_string_buffer(max(1, size))
    call(one, held, size)
    return held.value.decode("ascii", "replace").strip()


def _wide(call: Callable[..., int], one: Any) -> str:
    size = min(call(one, None, 0), 1 << 16)
    held = ctypes.create_string_buffer(max(2, size))
    call(one, held, size)
    return held.raw[:size].decode("utf-16-le", "replace").split("\0")[0].strip()


def _raw(source: Source, data: bytes) -> Iterator[Fact]:
    """What pdfium does not tell: active content, revisions, what hangs on behind."""
    active = [words for mark, words in _ACTIVE.items() if mark in data]
    if active:
        yield Fact("active_content", active)
    if b"/Encrypt" in source.tail(4096) or b"/Encrypt" in data:
        yield Fact("protected", True)
    if b"PK\5\6" in source.tail(66_000):
        yield Fact("trailing_data", "An archive follows behind the document.")
    revisions = data.count(b"%%EOF")
    if revisions > 1:
        yield Fact("revisions", revisions)
