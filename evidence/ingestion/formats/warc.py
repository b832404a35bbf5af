"""Web archives (WARC, also gzipped): every captured answer a child, with its address and the time of capture."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from evidence.ingestion.formats import _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Trouble

READS = frozenset({"application/warc", "application/warc+gzip"})
VERSION = "1"
_MOST_RECORD = 128 * 2**20
_KEPT = {"response", "resource", "conversion", "metadata", "revisit"}


def _records(source: Source) -> Iterator[tuple[dict[str, str], bytes]]:
    """(headers in lower case, block) of each record. Damaged when one does not begin as it should."""
    packed = source.head(2) == b"\x1f\x8b"
    file = cast(BinaryIO, gzip.GzipFile(fileobj=source.open())) if packed else source.open()
    while line := file.readline(1000):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise Damaged("The web archive is damaged: what follows its first captures could not be read.")
        headers = _headers(file)
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > _MOST_RECORD:
            raise Damaged("The web archive is damaged: a capture has no believable length.")
        yield headers, file.read(int(length))


def _headers(file: BinaryIO) -> dict[str, str]:
    held: dict[str, str] = {}
    while (line := file.readline(16_384)).strip():
        name, _, value = line.decode("utf-8", "replace").partition(":")
        held[name.strip().lower()] = value.strip()
    return held


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """The captured contents, without the wrapping of the transfer; addresses and times as facts."""
    meter, captures = _unpacking.Meter(source), list[dict[str, str]]()
    try:
        for headers, block in _records(source):
            kind = headers.get("warc-type", "")
            if kind == "warcinfo":
                yield Fact("claimed_software", block.decode("utf-8", "replace")[:2000])
            if kind not in _KEPT:
                continue
            address, at = headers.get("warc-target-uri", "").strip("<>"), headers.get("warc-date", "")
            captures.append({"address": address, "captured_at": at, "kind": kind})
            body = _body(block) if kind == "response" else block
            name = address or f"{kind} {len(captures)}"
            yield Member(name.encode("utf-8", "replace"), name, "member", meter.through([body]), at)
    except (OSError, EOFError, zlib.error) as error:
        if not captures:
            raise Damaged("The web archive is damaged and could not be read.") from error
        yield Trouble(Outcome.PARTLY_READ, "The web archive is damaged: only its first captures could be read.")
    except Damaged as error:
        yield Trouble(Outcome.PARTLY_READ if captures else Outcome.DAMAGED, str(error))
    if captures:
        yield Fact("claimed_address", captures[0]["address"])
        yield Fact("claimed_captured_at", captures[0]["captured_at"])
        yield Fact("captures", captures[:500])


def _body(block: bytes) -> bytes:
    """An HTTP answer's content: chunks joined, compression undone, as far as it goes."""
    head, _, body = block.partition(b"\r\n\r\n")
    lower = head.lower()
    if b"\r\ntransfer-encoding: chunked" in lower:
        body = _joined(body)
    if b"\r\ncontent-encoding: gzip" in lower or b"\r\ncontent-encoding: deflate" in lower:
        try:
            return zlib.decompressobj(47).decompress(body, _MOST_RECORD)
        except zlib.error:
            return body
    return body


def _joined(body: bytes) -> bytes:
    parts, at = list[bytes](), 0
    while (end := body.find(b"\r\n", at)) > at:
        try:
            size = int(body[at:end].split(b";")[0], 16)
        except ValueError:
            return body if not parts else b"".join(parts)
        if size == 0:
            break
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size
    return b"".join(parts) or body
