"""What Outlook wraps its mail in (TNEF, winmail.dat): body and properties of the item, its attachments in order.

The properties are those of a .msg; an attached message is a TNEF of its own inside. After MS-OXTNEF; a wrong checksum or a cut
end is said and what stands before it is read.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Iterator

from evidence.ingestion.formats import _headers, _mapi
from evidence.ingestion.formats._mapi import BINARY, MANY, NAMED, OBJECT, STRING, TIME, UNICODE, Bag, Raw
from evidence.ingestion.formats._outlook import Attached, Letter
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Trouble

READS = frozenset({"application/vnd.ms-tnef"})
VERSION = "1"
MOST = 256 * 2**20
_SIGNATURE = b"\x78\x9f\x3e\x22"
_CODE_PAGE, _CLASS, _SUBJECT, _BODY, _SENT, _MESSAGE_ID = 0x9007, 0x8008, 0x8004, 0x800C, 0x8005, 0x8009
_PROPERTIES, _RECIPIENTS, _ATTACHED, _TITLE, _DATA, _ATTACHED_PROPERTIES = (
    0x9003,
    0x9004,
    0x9002,
    0x8010,
    0x800F,
    0x9005,
)
_PLAIN = {_CLASS: 0x001A, _SUBJECT: 0x0037, _BODY: 0x1000, _MESSAGE_ID: 0x1035}
_SIZES = {2: 4, 3: 4, 4: 4, 0xA: 4, 0xB: 4, 5: 8, 6: 8, 7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_LONG = frozenset({STRING, UNICODE, BINARY, OBJECT})
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_MOST_PROPERTIES = 20_000
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
Values = dict[int | str, Raw]


class _Wrapped:
    """The opened stream: properties of the item, of its people and of each attachment; `cut` when its end is missing."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(_SIGNATURE):
            raise Damaged("The Outlook attachment (winmail.dat) is damaged: it does not begin as it should.")
        self.item, self.people, self.attached = Values(), list[Values](), list[Values]()
        self.code_page, self.cut, self.wrong = "", False, 0
        for number, content in self._attributes(data):
            try:
                self._take(number, content)
            except struct.error:
                self.wrong += 1

    def _attributes(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        at = 6
        while at + 9 <= len(data):
            number, length = struct.unpack_from("<xII", data, at)
            content = data[at + 9 : at + 9 + length]
            at += 9 + length + 2
            if at > len(data):
                self.cut = True
            elif sum(content) & 0xFFFF != struct.unpack_from("<H", data, at - 2)[0]:
                self.wrong += 1
            yield number & 0xFFFF, content

    def _take(self, number: int, content: bytes) -> None:
        if number == _CODE_PAGE and len(content) >= 4:
            self.code_page = _mapi.codec(struct.unpack_from("<I", content)[0])
        elif number in _PLAIN:
            self.item.setdefault(_PLAIN[number], (STRING, _given(content.rstrip(b"\0"))))
        elif number == _SENT:
            self.item.setdefault(0x0039, (TIME, _given(_filetime(content))))
        elif number == _PROPERTIES:
            self.item |= _values(content, 0)[0]
        elif number == _RECIPIENTS:
            self.people += _rows(content)
        elif number == _ATTACHED:
            self.attached.append({})
        elif self.attached:
            self._take_attached(number, content)

    def _take_attached(self, number: int, content: bytes) -> None:
        last = self.attached[-1]
        if number == _TITLE:
            last.setdefault(0x3704, (STRING, _given(content.rstrip(b"\0"))))
        elif number == _DATA:
            last[0x3701] = (BINARY, _given(content))
        elif number == _ATTACHED_PROPERTIES:
            self.attached[-1] = {**last, **_values(content, 0)[0]}


def _given(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _filetime(content: bytes) -> bytes:
    """The year, month … of old attributes as the time that properties hold; empty when it is no time."""
    try:
        year, month, day, hour, minute, second = struct.unpack_from("<6H", content)
        at = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
    except (ValueError, struct.error):
        return b""
    return struct.pack("<Q", max(0, int((at - _EPOCH).total_seconds()) * 10_000_000))


def _rows(content: bytes) -> list[Values]:
    count, at = min(struct.unpack_from("<I", content)[0], 10_000), 4
    rows = []
    for _ in range(count):
        if at + 4 > len(content):
            break
        values, at = _values(content, at)
        rows.append(values)
    return rows


def _values(data: bytes, at: int) -> tuple[Values, int]:
    """(properties, where they end); what makes no sense ends them."""
    count, at = min(struct.unpack_from("<I", data, at)[0], _MOST_PROPERTIES), at + 4
    found: Values = {}
    for _ in range(count):
        if at + 4 > len(data):
            break
        kind, number = struct.unpack_from("<HH", data, at)
        key, at = _key(data, at + 4, number)
        loaded, at = _value(data, at, kind)
        if at < 0:
            break
        found[key] = (kind, loaded)
    return found, at if at >= 0 else len(data)


def _key(data: bytes, at: int, number: int) -> tuple[int | str, int]:
    """(the property's number, or that of its set or its name; where its value begins)."""
    if number < 0x8000:
        return number, at
    kind, value = struct.unpack_from("<II", data, at + 16)
    if kind == 0:
        return NAMED + (value & 0xFFFF), at + 24
    name = data[at + 24 : at + 24 + value].decode("utf-16-le", "replace").rstrip("\0").lower()
    return name, at + 24 + value + -value % 4


def _value(data: bytes, at: int, kind: int) -> tuple[Callable[[], bytes | list[bytes]], int]:
    """(what gives the bytes, where it ends); -1 when it makes no sense."""
    base, several = kind & ~MANY, bool(kind & MANY) or kind & ~MANY in _LONG
    count, at = (struct.unpack_from("<I", data, at)[0], at + 4) if several else (1, at)
    parts = []
    for _ in range(count):
        if base in _LONG:
            size, at = struct.unpack_from("<I", data, at)[0], at + 4
        elif base in _SIZES:
            size = _SIZES[base]
        else:
            return bytes, -1
        if at + size > len(data):
            return bytes, -1
        parts.append(data[at : at + size])
        at += size + -size % 4
    return (lambda: parts) if kind & MANY else _given(b"".join(parts[:1])), at


# --- the reader -------------------------------------------------------------------------------------------------------


def _open(source: Source) -> _Wrapped:
    return source.once("tnef", lambda: _Wrapped(source.bytes(MOST)))


def letter(source: Source) -> Letter:
    """The item, opened once."""

    def make() -> Letter:
        file = _open(source)
        bag = Bag(file.item, file.code_page)
        people = [Bag(values, bag.code_page) for values in file.people]
        made = Letter(bag, people)
        for number, values in enumerate(file.attached, 1):
            part = Bag(values, bag.code_page)
            made.attachments.append(Attached(part, lambda part=part: [part.data(0x3701)], number=number))  # type: ignore[misc]
        return made

    return source.once("letter", make)


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """What the item claims of itself."""
    item, file = letter(source), _open(source)
    yield from item.facts()
    if item.attachments:
        yield Fact("attachments", [one.name for one in item.attachments][:500])
    if file.cut or file.wrong:
        yield Trouble(Outcome.PARTLY_READ, "The Outlook attachment (winmail.dat) is damaged; what could be read was.")


def text(source: Source) -> Iterator[Page]:
    """One page: see `_letter`."""
    yield Page(1, letter(source).text())


def children(source: Source) -> Iterator[Member]:
    """Attachments in order; the RTF body where it shows what its text cannot."""
    item = letter(source)
    for part in item.attachments:
        data, name = part.bag.data(0x3701), part.name
        is_object = part.bag.raw.get(0x3701, (0, bytes))[0] == OBJECT
        if is_object:
            is_message = data.startswith(_MESSAGE)
            data = data[16:]
            name = f"{name[:120]}.tnef" if is_message else name
        raw = name.encode("utf-8", "replace")
        yield Member(raw, _headers.base_name(name), "embedded" if part.inline else "attachment", [data])
    if item.body().rtf:
        yield Member(b"body.rtf", "body.rtf", "embedded", [item.body().rtf], about={"derived": "unpacked body"})
