"""Web archives: WARC and the older ARC, also gzipped. Every captured answer is a child, with address, time and status.

Blocks are passed through in pieces; a record is never held whole. What asks (`request`) and what says that nothing changed
(`revisit`) has no content: both are told as facts of the whole.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from evidence.ingestion.formats import _http, _unpacking
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Trouble

READS = frozenset({"application/warc", "application/warc+gzip", "application/x-internet-archive"})
VERSION = "2"
_STEP, _MOST_LINE = 1 << 18, 16_384
_MOST_LISTED = 500
_KEPT = {"response", "resource", "conversion", "metadata"}
_INFO = {
    "software": "software",
    "isPartOf": "part_of",
    "description": "description",
    "operator": "author",
    "hostname": "host",
}
_ARC = re.compile(rb"(\S+) (\S+) (\d{12,14}) (\S+)(?: .*?)? (\d+)\s*$")


def identify(source: Source, head: bytes) -> str:
    """ARC files, which begin with a description of themselves."""
    return (
        "application/x-internet-archive" if head.startswith(b"filedesc://") and _ARC.match(head.split(b"\n")[0]) else ""
    )


IDENTIFIES = identify


@dataclass
class _Record:
    """One record: kind, address, time in ISO 8601, headers, and its block in pieces, to be taken before the next record."""

    kind: str
    address: str
    at: str
    headers: dict[str, str]
    block: Iterator[bytes]


@dataclass
class _Whole:
    """What is told of the archive as a whole, gathered on the way."""

    captures: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    members: int = 0


def children(source: Source) -> Iterator[Member | Fact | Trouble]:
    """The captured contents, without the wrapping of the transfer; addresses and times as facts."""
    meter, whole = _unpacking.Meter(source), source.once("captures", _Whole)
    try:
        for record in _records(source):
            yield from _told(record, whole, meter)
            for _ in record.block:  # whatever was not asked for
                pass
    except (OSError, EOFError, zlib.error, Damaged) as error:
        if not whole.count:
            raise Damaged("The web archive is damaged and could not be read.") from error
        sentence = f"The web archive is damaged: only its first {whole.count} captures could be read."
        yield Trouble(Outcome.PARTLY_READ, sentence)
    if whole.captures:
        first = next((one for one in whole.captures if one["kind"] == "response"), whole.captures[0])
        yield Fact("claimed_address", first["address"])
        yield Fact("claimed_captured_at", first["captured_at"])
        yield Fact("captures", whole.captures)
        yield Fact("captures_count", whole.count)


def text(source: Source) -> Iterator[Page]:
    """The list of captures, a line each: time, status, address."""
    whole = source.once("captures", _Whole)
    if not whole.count:
        for _ in children(source):
            pass
    lines = (f"{one['captured_at']}  {one['status'] or one['kind']}  {one['address']}" for one in whole.captures)
    yield Page(1, "\n".join(lines))


def _told(record: _Record, whole: _Whole, meter: _unpacking.Meter) -> Iterator[Member | Fact]:
    if record.kind == "warcinfo":
        said = b"".join(record.block)[:65_536].decode("utf-8", "replace")
        held = {line.partition(":")[0].strip(): line.partition(":")[2].strip() for line in said.splitlines()}
        yield from (Fact(f"claimed_{key}", held[name][:2000]) for name, key in _INFO.items() if held.get(name))
        return
    if record.kind not in _KEPT and record.kind not in ("request", "revisit", "filedesc"):
        return
    whole.count += 1
    found = _http.answer(record.block) if record.kind == "response" else _http.Answer(0, {}, record.block)
    if len(whole.captures) < _MOST_LISTED:
        whole.captures.append(
            {"address": record.address, "captured_at": record.at, "kind": record.kind, "status": found.status}
        )
    if record.kind not in _KEPT:
        return
    whole.members += 1
    media_type = found.headers.get("content-type") or record.headers.get("content-type", "")
    shown = _http.name(record.address, media_type, f"{record.kind} {whole.members}")
    if record.kind != "response":
        shown = f"{record.kind} of {shown}" if record.kind == "metadata" else shown
    about = {
        "claimed_address": record.address,
        "claimed_captured_at": record.at,
        "claimed_http_status": found.status or None,
        "claimed_media_type": media_type[:200],
        "claimed_last_modified": found.headers.get("last-modified", "")[:100],
        "claimed_server": found.headers.get("server", "")[:200],
        "claimed_ip_address": record.headers.get("warc-ip-address", "")[:60],
        "claimed_location": found.headers.get("location", "")[:2000],
        "claimed_payload_digest": record.headers.get("warc-payload-digest", "")[:200],
    }
    kept = {key: value for key, value in about.items() if value}
    raw = shown.encode("utf-8", "replace")
    yield Member(raw, shown, "member", meter.through(piece for piece in found.content if piece), record.at, "", kept)


# --- records ----------------------------------------------------------------------------------------------------------


def _records(source: Source) -> Iterator[_Record]:
    """The records in order. Damaged when one does not begin as it should."""
    packed = source.head(2) == b"\x1f\x8b"
    file = cast(BinaryIO, gzip.GzipFile(fileobj=source.open())) if packed else source.open()
    while line := file.readline(_MOST_LINE):
        if not line.strip():
            continue
        if line.startswith(b"WARC/"):
            yield _warc(file)
        elif found := _ARC.match(line):
            yield _arc(file, found)
        else:
            raise Damaged("The web archive is damaged: what follows its first captures could not be read.")


def _warc(file: BinaryIO) -> _Record:
    lines: list[str] = []
    while (line := file.readline(_MOST_LINE)).strip() and len(lines) < 500:
        lines.append(line.decode("utf-8", "replace"))
    headers = _http.fields("".join(lines))
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise Damaged("The web archive is damaged: a capture has no believable length.")
    address = headers.get("warc-target-uri", "").strip("<> ")
    return _Record(
        headers.get("warc-type", ""), address, headers.get("warc-date", "")[:40], headers, _block(file, int(length))
    )


def _arc(file: BinaryIO, found: re.Match[bytes]) -> _Record:
    address, day = found[1].decode("utf-8", "replace"), found[3].decode().ljust(14, "0")
    at = f"{day[:4]}-{day[4:6]}-{day[6:8]}T{day[8:10]}:{day[10:12]}:{day[12:14]}Z"
    kind = "filedesc" if address.startswith("filedesc:") else "response"
    headers = {
        "content-type": found[4].decode("utf-8", "replace"),
        "warc-ip-address": found[2].decode("utf-8", "replace"),
    }
    return _Record(kind, address, at, headers, _block(file, int(found[5])))


def _block(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0:
        piece = file.read(min(length, _STEP))
        if not piece:
            raise EOFError
        length -= len(piece)
        yield piece
