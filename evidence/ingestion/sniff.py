"""What a file is, by its content alone. The name is asked only where content cannot tell (a comma list from prose)."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import puremagic

from evidence.ingestion import charsets, formats, signatures
from evidence.ingestion.formats import _cms, _ole, _pgp
from evidence.ingestion.source import Source

EMPTY, UNKNOWN = "inode/x-empty", "application/octet-stream"
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?[^\r\n]*|[ \t][^\r\n]*|From [^\r\n]*|>From [^\r\n]*")
_MAIL = re.compile(
    rb"(?im)^(from|to|subject|date|message-id|received|mime-version|return-path|content-type|delivered-to|reply-to|cc|"
    rb"x-[a-z0-9-]+|sender|content-transfer-encoding|envelope-to|status|resent-from|resent-date|dkim-signature):"
)
_HTML = re.compile(
    r"<(!doctype\s+html|html|head|body|title|meta|table|div|script|p|br|h[1-6]|a|ul|span|font|center)\b", re.I
)


def sniff(source: Source) -> str:
    """The media type; `application/octet-stream` when nothing is recognised."""
    if source.size == 0:
        return EMPTY
    head = source.head(8192)
    known = _binary(source, head)
    if known in signatures.VAGUE:
        return _asked(source, head) or known
    return known or _asked(source, head) or _textual(source, head) or _guess(head)


def _asked(source: Source, head: bytes) -> str:
    """What a reader that must look at the content itself says of it."""
    said = (reader.IDENTIFIES(source, head) for reader in formats.load() if hasattr(reader, "IDENTIFIES"))
    return next(filter(None, said), "")


def is_plain(source: Source) -> bool:
    """Whether this is text without any form, told by its first bytes alone: no reader of a format is asked."""
    head = source.head(8192)
    return bool(head) and b"\0" not in head and _is_text(head) and sniff(source) == "text/plain"


def _binary(source: Source, head: bytes) -> str:
    if head.startswith(_ole.SIGNATURE):
        return _ole.kind(source)
    if head.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08PK\3\4", b"PK00PK\3\4")):
        return zip_kind(source)
    if head.startswith(b"\x1f\x8b"):
        return _gzip_kind(source)
    for magic, media_type in signatures.MAGIC:
        if head.startswith(magic):
            return media_type if magic != b"MZ" or b"\0" in head[:64] else ""
    if head[4:8] == b"ftyp":
        return signatures.BRANDS.get(head[8:12], "video/mp4")
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip") and head[:2] == b"\0\0":
        return "video/quicktime"
    if head[:4] == b"RIFF":
        return signatures.RIFF.get(head[8:12], "")
    return _recording(head) or _looser(head)


def _recording(head: bytes) -> str:
    """Sound and film whose kind stands behind the signature of the container."""
    if head.startswith(b"OggS"):
        return "video/ogg" if b"\x80theora" in head[:512] else "audio/ogg"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC"):
        return "audio/x-aiff"
    if head[:2] in (b"\xff\xf1", b"\xff\xf9"):
        return "audio/aac"
    if len(head) > 376 and {head[0], head[188], head[376]} == {0x47}:
        return "video/mp2t"
    return "image/x-portable-anymap" if re.match(rb"P[1-6]\s+(#[^\n]*\n)?\s*\d+\s+\d+\s", head[:200]) else ""


def _looser(head: bytes) -> str:
    """Signatures that stand further in, or are too short to be trusted alone."""
    if head[257:262] == b"ustar" or _old_tar(head):
        return "application/x-tar"
    if b"%PDF-" in head[:1100]:
        return "application/pdf"
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"):
        return "audio/mpeg"
    return _cms.media_type(head) or _pgp.kind(head)


def _old_tar(head: bytes) -> bool:
    """A tar header without its magic word: the checksum field fits."""
    if len(head) < 512 or not head[0] or not re.fullmatch(rb"[ 0-7]{1,7}[\0 ]*", head[148:156]):
        return False
    total = sum(head[:148]) + 8 * 32 + sum(head[156:512])
    return total == int(head[148:156].strip(b"\0 ") or b"0", 8)


def _gzip_kind(source: Source) -> str:
    """gzip, or the web archive that it always wraps."""
    try:
        start = zlib.decompressobj(31).decompress(source.head(4096), 64)
    except zlib.error:
        return "application/gzip"
    return "application/warc+gzip" if start.startswith(b"WARC/") else "application/gzip"


def zip_kind(source: Source) -> str:
    """Which of the many that are zips inside, by the members."""
    try:
        with zipfile.ZipFile(source.open()) as archive:
            names = archive.namelist()[:5000]
            declared = archive.read("mimetype")[:100].decode("ascii", "replace").strip() if "mimetype" in names else ""
    except Exception:  # any damage: the archive's reader will say what is wrong
        return "application/zip"
    known = set(names)
    if declared.startswith("application/") and ("META-INF/manifest.xml" in known or "epub" in declared):
        return declared
    if "[Content_Types].xml" in known:
        for prefix, media_type in signatures.OFFICE:
            if any(name.startswith(prefix) for name in names):
                return media_type
    if "datapackage.json" in known and any(name.startswith("archive/") for name in names):
        return "application/wacz"
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        return "application/vnd.apple.iwork"
    return "application/vnd.android.package-archive" if "AndroidManifest.xml" in known else "application/zip"


def _textual(source: Source, head: bytes) -> str:
    """The kind of a text; empty when the bytes are none."""
    encoding = charsets.detect(head)
    if not encoding.startswith("utf-16") and not encoding.startswith("utf-32") and not _is_text(head):
        return ""
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if not text:
        return "text/plain" if source.size > 1 else UNKNOWN
    return _mail_kind(source, head) or _json_kind(text) or _markup_kind(text) or _marked_kind(source, text)


def _is_text(head: bytes) -> bool:
    odd = sum(head.count(bytes([byte])) for byte in (*range(9), *range(14, 27), *range(28, 32), 127))
    return odd * 40 < len(head)


def _mail_kind(source: Source, head: bytes) -> str:
    """mail, a mailbox or Apple's numbered mail, by the shape of the first lines."""
    start = head.lstrip(b"\xef\xbb\xbf\r\n \t")
    if re.match(rb"From \S+ .*\d\d:\d\d.*\d{4}", start) and _MAIL.search(start):
        return "message/rfc822" if source.extension == "eml" else "application/mbox"
    if re.match(rb"\d{1,10}[ ]*\r?\n[A-Za-z-]+:", start) and _MAIL.search(start):
        return "message/x-emlx"
    headers = re.split(rb"\r?\n\r?\n|\r\r", start, maxsplit=1)[0]
    lines = headers.splitlines()
    fitting = sum(_HEADER.fullmatch(line) is not None for line in lines)
    names = {m.lower() for m in _MAIL.findall(headers)}
    strong = names & {b"from", b"message-id", b"received", b"mime-version", b"return-path", b"subject", b"date"}
    enough = (
        len(strong) >= 2
        or (len(names) >= 2 and strong)
        or (
            b"content-type" in names
            and (
                b"mime-version" in names
                or re.match(rb"(?i)content-type:\s*multipart/\w+;\s*boundary", headers) is not None
            )
        )
    )
    return "message/rfc822" if enough and fitting >= 0.9 * len(lines) and _HEADER.match(start) else ""


def _json_kind(text: str) -> str:
    return (
        "application/json"
        if re.match(
            r'\{\s*("[^"]*"\s*:|\}\s*$)|\[\s*(["\[{\]]|-?\d+(\.\d+)?([eE][+-]?\d+)?\s*[,\]]|true|false|null)', text
        )
        else ""
    )


def _markup_kind(text: str) -> str:
    start = text[:3000].lower()
    if start.startswith("<?xml") or (start.startswith("<!doctype") and "html" not in start[:60]):
        if re.search(r"<html[\s>]", start) or "<!doctype html" in start:
            return "application/xhtml+xml" if "xhtml" in start else "text/html"
        if re.search(r"<svg[\s>]", start) or "<!doctype svg" in start:
            return "image/svg+xml"
        return "text/xml"
    if start.startswith("<svg"):
        return "image/svg+xml"
    if re.match(r"(<!--.*?-->\s*)*<!doctype\s+html|<html", start, re.S):
        return "text/html"
    tags = len(_HTML.findall(text))
    return "text/html" if tags >= 3 or (start.startswith("<") and tags) else ""


def _marked_kind(source: Source, text: str) -> str:
    """Texts with a grammar of their own; what remains is told from prose by its name."""
    if text.startswith("BEGIN:VCALENDAR"):
        return "text/calendar"
    if text.startswith("BEGIN:VCARD"):
        return "text/vcard"
    if text.startswith("WEBVTT"):
        return "text/vtt"
    named = {
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "tab": "text/tab-separated-values",
        "md": "text/markdown",
    }
    return named.get(source.extension, "text/plain")


def _guess(head: bytes) -> str:
    """A wide library's opinion, where it is sure."""
    try:
        best = puremagic.magic_stream(io.BytesIO(head))
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    found = next((m for m in best if m.confidence >= 0.8 and m.mime_type), None)
    return str(found.mime_type) if found else UNKNOWN
