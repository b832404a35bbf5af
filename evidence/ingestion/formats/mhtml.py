"""Web pages saved in one file: MHTML (a browser's "single file") and Safari's webarchive.

The page itself is the text; its pictures, frames and styles are children, each with the address it came from.
"""

from __future__ import annotations

import email.parser
import email.policy
import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from evidence.ingestion import charsets
from evidence.ingestion.formats import _headers, _http, html
from evidence.ingestion.formats._markup import parsed
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Page

READS = frozenset({"multipart/related", "application/x-webarchive"})
VERSION = "1"
_MOST, _MOST_PARTS = 256 * 2**20, 20_000
_RELATED = re.compile(rb"(?im)^content-type:\s*multipart/related")
_LETTER = re.compile(rb"(?im)^(to|received|return-path|delivered-to|message-id):")
_SAVED = re.compile(rb"(?im)^(snapshot-content-location:|from:\s*<?saved by|x-maf-)")


@dataclass
class _Part:
    """A resource of a saved page."""

    address: str
    media_type: str
    charset: str
    content: bytes


@dataclass
class _Saved:
    """A saved page, whatever its format."""

    main: _Part
    others: list[_Part]
    facts: dict[str, Any] = field(default_factory=dict)


def identify(source: Source, head: bytes) -> str:
    """A webarchive by its first key; MHTML by a header of related parts that is no letter's."""
    if head.startswith(b"bplist00"):
        return "application/x-webarchive" if b"WebMainResource" in head + source.tail(65_536) else ""
    top = re.split(rb"\r?\n\r?\n", head.lstrip(b"\xef\xbb\xbf\r\n \t"), maxsplit=1)[0]
    if not _RELATED.search(top):
        return ""
    saved = _SAVED.search(top) or (b"content-location:" in head.lower() and not _LETTER.search(top))
    return "multipart/related" if saved or source.extension in ("mht", "mhtml") else ""


IDENTIFIES = identify


def _saved(source: Source) -> _Saved:
    binary = source.head(8) == b"bplist00"
    return source.once("saved page", lambda: _webarchive(source) if binary else _mhtml(source))


def metadata(source: Source) -> Iterator[Fact]:
    """Address, time and program as the file says them; title and the rest as the page says."""
    saved = _saved(source)
    said = {fact.key: fact.value for fact in html.claims_of(_tree(saved))}
    yield from (Fact(key, value) for key, value in {**said, **saved.facts}.items() if value)
    yield Fact("resources", 1 + len(saved.others))


def text(source: Source) -> Iterator[Page]:
    """What a reader of the page would see."""
    yield Page(1, html.visible(_tree(_saved(source))))


def children(source: Source) -> Iterator[Member]:
    """The page's resources in order."""
    for number, part in enumerate(_saved(source).others, 1):
        shown = _http.name(part.address, part.media_type, f"part {number}{_http.ending(part.media_type)}")
        about = {"claimed_address": part.address[:4000], "claimed_media_type": part.media_type}
        kept = {key: value for key, value in about.items() if value}
        yield Member(shown.encode("utf-8", "replace"), shown, "embedded", [part.content], "", "", kept)


def _tree(saved: _Saved) -> LexborHTMLParser:
    markup, _ = (
        charsets.decode(saved.main.content, saved.main.charset)
        if saved.main.charset
        else html.decode(saved.main.content)
    )
    return parsed(markup)


# --- MHTML ------------------------------------------------------------------------------------------------------------


def _mhtml(source: Source) -> _Saved:
    """Damaged when there is no page in it."""
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(source.bytes(_MOST))
    leaves = [part for part in message.walk() if not part.is_multipart()][:_MOST_PARTS]
    if not leaves:
        raise Damaged("The saved web page is damaged: there is no page in it.")
    address = _headers.plain(str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or ""))
    chosen = _main(message, leaves, address)
    parts = [_part(leaf) for leaf in leaves]
    main = parts[chosen]
    program = re.match(r"<?saved by (.*?)>?$", _headers.plain(str(message.get("From") or "")), re.I)
    facts = {
        "claimed_address": address or main.address,
        "claimed_captured_at": _headers.plain(str(message.get("Date") or "")),
        "claimed_software": program[1] if program else _headers.plain(str(message.get("X-MimeOLE") or "")),
        "claimed_title": _headers.plain(str(message.get("Subject") or "")),
    }
    return _Saved(main, [part for number, part in enumerate(parts) if number != chosen], facts)


def _main(message: Message, leaves: list[Message], address: str) -> int:
    """The place of the page itself: by its address, by the name of the start, else the first page."""
    start = str(message.get_param("start") or "").strip("<> ")
    pages = [n for n, leaf in enumerate(leaves) if leaf.get_content_type() in ("text/html", "application/xhtml+xml")]
    for number in pages:
        leaf = leaves[number]
        same = address and str(leaf.get("Content-Location") or "").strip() == address
        if same or (start and str(leaf.get("Content-ID") or "").strip("<> ") == start):
            return number
    return (pages or [0])[0]


def _part(leaf: Message) -> _Part:
    content = leaf.get_payload(decode=True)
    charset = leaf.get_content_charset("") or ""
    address = _headers.plain(str(leaf.get("Content-Location") or leaf.get_filename("") or ""))
    return _Part(address, leaf.get_content_type(), charset, content if isinstance(content, bytes) else b"")


# --- Safari -----------------------------------------------------------------------------------------------------------


def _webarchive(source: Source) -> _Saved:
    """Damaged when it cannot be taken apart."""
    try:
        held = plistlib.loads(source.bytes(_MOST), fmt=plistlib.FMT_BINARY)
        main = _resource(held["WebMainResource"])
    except (
        plistlib.InvalidFileException,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OverflowError,
    ) as error:
        raise Damaged("The saved web page is damaged and could not be taken apart.") from error
    return _Saved(main, list(_resources(held, 0)), {"claimed_address": main.address, "claimed_software": "Safari"})


def _resources(held: dict[str, Any], depth: int) -> Iterator[_Part]:
    """The resources of a page and of the frames in it, frames first as pages of their own."""
    for one in held.get("WebSubresources") or ():
        if isinstance(one, dict):
            yield _resource(one)
    for frame in held.get("WebSubframeArchives") or ():
        if isinstance(frame, dict) and isinstance(frame.get("WebMainResource"), dict) and depth < 5:
            yield _resource(frame["WebMainResource"])
            yield from _resources(frame, depth + 1)


def _resource(one: dict[str, Any]) -> _Part:
    content = one.get("WebResourceData")
    address, media_type = str(one.get("WebResourceURL") or ""), str(one.get("WebResourceMIMEType") or "")
    charset = str(one.get("WebResourceTextEncodingName") or "")
    return _Part(address, media_type, charset, content if isinstance(content, bytes) else b"")
