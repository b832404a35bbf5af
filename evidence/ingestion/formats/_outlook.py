"""An item of Outlook (a message, an appointment, a contact, a task, a note) out of its properties, wherever these were kept."""

from __future__ import annotations

import base64
import datetime as dt
import email.utils
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from email.parser import Parser

from evidence.ingestion import charsets
from evidence.ingestion.formats import _headers, _letter, _outlook_items, _rtf_body, html
from evidence.ingestion.formats._mapi import STRING, UNICODE, Bag, codec, person
from evidence.ingestion.formats._markup import parsed
from evidence.ingestion.stage import Fact

_HTML_NAMES = {"cp65001": "utf-8", "koi8_r": "koi8-r", "koi8_u": "koi8-u", "latin-1": "iso-8859-1"}
_HTML_NAMES |= {"iso8859_5": "iso-8859-5", "iso2022_jp": "iso-2022-jp", "euc_jp": "euc-jp", "euc_kr": "euc-kr"}
_IMPORTANCE = {0: "low", 2: "high"}


@dataclass
class Attached:
    """Something attached: its properties, what gives its bytes, the item that it is, if it is one."""

    bag: Bag
    chunks: Callable[[], Iterable[bytes]]
    letter: Letter | None = None
    number: int = 1

    @property
    def name(self) -> str:
        """As it was called; made up where it had no name."""
        given = self.bag.first(0x3707, 0x3704, 0x3001)
        if self.letter is not None:
            return f"{(given or self.letter.subject or f'message {self.number}')[:150]}.eml"
        return given or f"attachment {self.number}{self.bag.text(0x3703)}"

    @property
    def media_type(self) -> str:
        """The type it was sent with; empty when none was kept."""
        return self.bag.text(0x370E)

    @property
    def content_id(self) -> str:
        """By which the body names it."""
        return self.bag.text(0x3712).strip("<> ")

    @property
    def inline(self) -> bool:
        """Whether it is shown inside the body."""
        return bool(self.content_id) and bool(int(self.bag.number(0x3714) or 0) & 4)


@dataclass(frozen=True)
class Body:
    """text: plain. html: markup as stored, and the encoding it is said to be in. rtf: kept when it is the only form."""

    text: str = ""
    html: bytes = b""
    html_charset: str = ""
    rtf: bytes = b""

    def shown(self) -> str:
        """What a reader sees."""
        if self.text.strip() or not self.html:
            return self.text
        markup = charsets.decode(self.html, self.html_charset)[0] if self.html_charset else html.decode(self.html)[0]
        return html.visible(parsed(markup))


@dataclass
class Letter:
    """An item with its people and what is attached."""

    bag: Bag
    recipients: list[Bag] = field(default_factory=list)
    attachments: list[Attached] = field(default_factory=list)
    _held: _letter.Held | None = None
    _body: Body | None = None

    @property
    def kind(self) -> str:
        """Outlook's class of the item in lower case: ipm.note, ipm.contact, …"""
        return self.bag.text(0x001A).lower()

    @property
    def subject(self) -> str:
        """Without the mark that mailbox files put before it."""
        kind, data = self.bag.raw.get(0x0037, (0, bytes))[0], self.bag.data(0x0037)
        if data[:1] == b"\1":
            data = data[4 if kind == UNICODE else 2 :]
        return self.bag.decoded(kind, data) if kind in (STRING, UNICODE) else ""

    @property
    def stored_headers(self) -> str:
        """The headers it came with over the internet; empty for what never did."""
        return self.bag.text(0x007D).lstrip("\n")

    @property
    def held(self) -> _letter.Held:
        """All headers: those it came with, and in their place where there are none, Outlook's own."""
        if self._held is None:
            held = (
                _headers.all_of(Parser().parsestr(self.stored_headers, headersonly=True)) if self.stored_headers else {}
            )
            for name, value in self._own_headers():
                known = " ".join(held.get(name, []))
                if value and (
                    not known.strip() or (name in ("from", "to", "cc") and "@" in value and "@" not in known)
                ):
                    held[name] = [value]
            self._held = held
        return self._held

    def _own_headers(self) -> Iterator[tuple[str, str]]:
        yield "subject", self.subject
        yield "from", self.sender or self.actor
        yield "sender", self.actor if self.sender and self.actor != self.sender else ""
        for name, number in (("to", 1), ("cc", 2), ("bcc", 3)):
            yield name, ", ".join(self.people(number)) or self.bag.text({1: 0x0E04, 2: 0x0E03, 3: 0x0E02}[number])
        sent = self.bag.moment(0x0039)
        yield "date", email.utils.format_datetime(dt.datetime.fromisoformat(sent)) if sent else ""
        yield "message-id", self.bag.text(0x1035)
        yield "in-reply-to", self.bag.text(0x1042)
        yield "references", self.bag.text(0x1039)
        yield "thread-topic", self.bag.text(0x0070)
        yield "thread-index", base64.b64encode(self.bag.data(0x0071)).decode()
        yield "importance", _IMPORTANCE.get(int(self.bag.number(0x0017) or 1), "")
        yield "x-message-class", self.bag.text(0x001A) if self.kind not in ("", "ipm.note") else ""

    @property
    def sender(self) -> str:
        """On whose behalf it was sent."""
        return person(self.bag.text(0x0042), _address(self.bag, (0x5D02, 0x0065), 0x0064)) or self.bag.text(0x0065)

    @property
    def actor(self) -> str:
        """Who sent it."""
        return person(self.bag.text(0x0C1A), _address(self.bag, (0x5D01, 0x0C1F), 0x0C1E)) or self.bag.text(0x0C1F)

    def people(self, number: int) -> list[str]:
        """Recipients of one kind (1 to, 2 copy, 3 blind copy), each once, as `Name <address>`."""
        rows = [bag for bag in self.recipients if int(bag.number(0x0C15) or 1) & 0xF == number]
        made = [person(bag.first(0x3001, 0x5FF6), _address(bag, (0x39FE, 0x3003), 0x3002)) for bag in rows]
        return list(dict.fromkeys(filter(None, made)))

    def body(self) -> Body:
        """The forms of the body: plain and HTML as stored; RTF opened where they are missing."""
        if self._body is None:
            text, markup, charset = self.bag.text(0x1000), *_html(self.bag)
            rtf = b"" if markup else _rtf_body.unpack(self.bag.data(0x1009))
            wraps, found = _rtf_body.content(rtf) if rtf else ("", "")
            if wraps == "html":
                markup, charset, rtf = found.encode("utf-8", "replace"), "utf-8", b""
            elif found.strip() and not text.strip():
                text = charsets.tidy(found)
            keep = rtf if wraps == "rtf" and (b"\\pict" in rtf or b"\\objdata" in rtf) else b""
            self._body = Body(text, markup, charset, keep)
        return self._body

    def lines(self) -> list[tuple[str, str]]:
        """What an appointment, a contact, a task or a note says of itself, as (label, value)."""
        return _outlook_items.lines(self.kind, self.bag)

    def text(self) -> str:
        """The first page: see `_letter`."""
        return _letter.page(_letter.head(self.held, self.lines()), self.body().shown())

    def facts(self) -> Iterator[Fact]:
        """Headers and Outlook's own, in the vocabulary of claims."""
        yield from _letter.facts(self.held)
        for key, number in (("delivered_at", 0x0E06), ("created_at", 0x3007), ("modified_at", 0x3008)):
            if self.bag.moment(number):
                yield Fact(f"claimed_{key}", self.bag.moment(number))
        if self.stored_headers and self.bag.moment(0x0039):
            yield Fact("claimed_submitted_at", self.bag.moment(0x0039))
        if int(self.bag.number(0x0E07) or 0) & 8:
            yield Fact("claimed_unsent", True)
        categories = self.bag.texts("keywords")
        if categories:
            yield Fact("claimed_keywords", categories)
        yield from _outlook_items.facts(self.kind, self.bag)


def _address(bag: Bag, keys: tuple[int, int], kind: int) -> str:
    """The internet address; an address inside an Exchange only where it is all there is to tell a person by."""
    smtp, own = bag.text(keys[0]), bag.text(keys[1])
    if smtp or "@" in own:
        return smtp or own
    return "" if bag.text(kind).upper() in ("EX", "SMTP", "") or own.startswith("/") else own


def _html(bag: Bag) -> tuple[bytes, str]:
    """(markup, encoding) as stored; both empty when there is none."""
    data = bag.data(0x1013)
    if bag.raw.get(0x1013, (0, bytes))[0] == UNICODE:
        return data.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace"), "utf-8"
    from_page = bag.number(0x3FDE)
    if not data.strip(b"\0") or not from_page:
        return data.rstrip(b"\0"), ""
    number = int(from_page)
    name = f"windows-{number}" if 1250 <= number <= 1258 else ""
    return data.rstrip(b"\0"), name or _named(number)


def _named(number: int) -> str:
    name = codec(number)
    return _HTML_NAMES.get(name, name)
