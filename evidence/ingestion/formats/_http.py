"""What a capture holds of an HTTP answer: status, headers, and the content without the wrapping of its transfer."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

import brotli
from backports import zstd

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_MOST_HEAD, _STEP, _OUT = 1 << 18, 1 << 16, 1 << 22
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/css": ".css",
    "text/javascript": ".js",
    "application/javascript": ".js",
    "application/x-javascript": ".js",
    "application/json": ".json",
    "application/ld+json": ".json",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/rss+xml": ".xml",
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "image/x-icon": ".ico",
    "image/vnd.microsoft.icon": ".ico",
    "font/woff": ".woff",
    "font/woff2": ".woff2",
    "video/mp4": ".mp4",
    "audio/mpeg": ".mp3",
}
_ODD = re.compile(r"[\x00-\x1f\x7f!\\]+")


@dataclass
class Answer:
    """An HTTP answer. `content` are the bytes that a browser would have shown, in pieces."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    content: Iterator[bytes] = field(default_factory=lambda: iter(()))


def answer(block: Iterator[bytes]) -> Answer:
    """The answer in a block; one without a head is content alone."""
    start = b""
    while b"\r\n\r\n" not in start and b"\n\n" not in start and len(start) < _MOST_HEAD:
        piece = next(block, b"")
        if not piece:
            break
        start += piece
    found = _STATUS.match(start)
    if not found:
        return Answer(0, {}, _joined(start, block))
    gap = re.search(rb"\r?\n\r?\n", start)
    head, rest = (start[: gap.start()], start[gap.end() :]) if gap else (start, b"")
    headers = fields(head.decode("utf-8", "replace"))
    return Answer(int(found[1]), headers, _plain(_joined(rest, block), headers))


def fields(head: str) -> dict[str, str]:
    """Header fields by lower-case name, the last of equal ones; lines that go on are joined."""
    held: dict[str, str] = {}
    for line in re.sub(r"\r?\n[ \t]+", " ", head).splitlines()[:500]:
        name, colon, value = line.partition(":")
        if colon:
            held[name.strip().lower()[:100]] = value.strip()[:4000]
    return held


def _joined(first: bytes, more: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from more


def _plain(content: Iterator[bytes], headers: dict[str, str]) -> Iterator[bytes]:
    """Chunks joined, compression undone; what is not what its header says is handed on as it stands."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        content = _unchunked(content)
    for packing in reversed(re.split(r"\s*,\s*", headers.get("content-encoding", "").lower())):
        if packing in ("gzip", "x-gzip", "deflate", "br", "zstd"):
            content = _unpacked(content, packing)
    return content


def _unchunked(content: Iterator[bytes]) -> Iterator[bytes]:
    held, started = b"", False
    while True:
        while b"\r\n" not in held and len(held) < 8192:
            piece = next(content, b"")
            if not piece:
                break
            held += piece
        line, gap, rest = held.partition(b"\r\n")
        try:
            size = int(line.split(b";")[0].strip() or b"x", 16)
        except ValueError:
            size = -1
        if not gap or size < 0:
            if not started:  # whoever wrote this joined the chunks already
                yield from _joined(held, content)
            return
        started, held = True, rest
        if size == 0:
            return
        held = yield from _chunk(held, size, content)


def _chunk(held: bytes, size: int, content: Iterator[bytes]) -> Any:
    """Hands on `size` bytes; returns what follows the chunk and its line end."""
    while size > len(held):
        yield held
        size -= len(held)
        held = next(content, b"")
        if not held:
            return b""
    yield held[:size]
    held = held[size:]
    while len(held) < 2 and (piece := next(content, b"")):
        held += piece
    return held.removeprefix(b"\r\n")


def _unpacked(content: Iterator[bytes], packing: str) -> Iterator[bytes]:
    first = next(content, b"")
    made = _unpacker(packing, first)
    if made is None:
        yield from _joined(first, content)
        return
    for piece in _joined(first, content):
        for at in range(0, len(piece), _STEP):
            yield from _through(made, piece[at : at + _STEP])


def _through(made: Any, piece: bytes) -> Iterator[bytes]:
    if isinstance(made, brotli.Decompressor):
        yield made.process(piece)
        return
    if isinstance(made, zstd.ZstdDecompressor):
        yield b"" if made.eof else made.decompress(piece, _OUT)
        while not made.eof and not made.needs_input:
            yield made.decompress(b"", _OUT)
        return
    while piece and not made.eof:
        yield made.decompress(piece, _OUT)
        piece = made.unconsumed_tail


def _unpacker(packing: str, first: bytes) -> Any:
    """Something that unpacks; None when the bytes are not packed so after all."""
    if packing == "br":
        return brotli.Decompressor()
    if packing == "zstd":
        return zstd.ZstdDecompressor() if first[:4] == b"(\xb5/\xfd" else None
    for bits in (47, -15) if packing == "deflate" else (47,):
        try:
            zlib.decompressobj(bits).decompress(first[:_STEP], 1)
        except zlib.error:
            continue
        return zlib.decompressobj(bits)
    return None


def name(address: str, media_type: str, otherwise: str) -> str:
    """A name for what was captured, from its address: host and path, with an ending that says its kind."""
    try:
        parts = urlsplit(address.strip("<> "))
        host = parts.hostname or ""
    except ValueError:
        return otherwise
    path = unquote(parts.path, errors="replace")
    if not host and not path:
        return otherwise
    path = f"{path}index" if not path or path.endswith("/") else path
    query = f" {unquote(parts.query, errors='replace')}" if parts.query else ""
    stem, last = posixpath.splitext(path)
    if query or not re.fullmatch(r"\.\w{1,5}", last):
        stem, last = f"{path}{query.replace('/', '_')}"[:180], ending(media_type) or last
    return _ODD.sub("_", f"{host}{stem}{last}").lstrip("/")[:250]


def ending(media_type: str) -> str:
    """The usual ending of a name for a media type, with its dot; empty when there is none."""
    return _ENDINGS.get(media_type.split(";")[0].strip().lower(), "")
