"""Outlook's properties (MAPI), wherever they are kept: in a .msg, in a mailbox file (PST) or in a winmail.dat.

A property is a number, a type and raw bytes. Named ones are asked for by the number they have in Outlook's own sets plus
NAMED, or by their name in lower case. Text that is no Unicode is in the code page of its message. After MS-OXCDATA.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from evidence.ingestion import charsets

NAMED = 0x10000
SHORT, LONG, FLOAT, DOUBLE, BOOLEAN, WIDE, OBJECT = 2, 3, 4, 5, 0xB, 0x14, 0xD
STRING, UNICODE, TIME, GUID, BINARY, MANY = 0x1E, 0x1F, 0x40, 0x48, 0x102, 0x1000
Raw = tuple[int, Callable[[], "bytes | list[bytes]"]]
_FIXED = {SHORT: "<h", LONG: "<i", FLOAT: "<f", DOUBLE: "<d", WIDE: "<q"}
_CODE_PAGES = {  # Windows' numbers that Python calls otherwise
    20866: "koi8_r",
    21866: "koi8_u",
    28595: "iso8859_5",
    65001: "utf-8",
    1200: "utf-16-le",
    20127: "ascii",
    28591: "latin-1",
    10007: "mac_cyrillic",
    50220: "iso2022_jp",
    51949: "euc_kr",
    51936: "gb2312",
    52936: "hz",
    54936: "gb18030",
    20932: "euc_jp",
}
_LANGUAGES = {
    0x19: "cp1251",
    0x22: "cp1251",
    0x23: "cp1251",
    0x3F: "kz1048",
    0x40: "cp1251",
    0x04: "gbk",
    0x11: "cp932",
}
_ONE_OFF = b"\x81\x2b\x1f\xa4\xbe\xa3\x10\x19\x9d\x6e\x00\xdd\x01\x0f\x54\x02"
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def codec(number: int) -> str:
    """Python's name of a Windows code page."""
    return _CODE_PAGES.get(number, f"cp{number}")


def moment(data: bytes) -> str:
    """A FILETIME in ISO 8601, UTC; empty when it is none or stands for "never"."""
    if len(data) < 8:
        return ""
    ticks = struct.unpack_from("<Q", data)[0]
    if not 0 < ticks < 2_650_467_744_000_000_000 or ticks == 0x0CB34557A3DD4000:
        return ""
    return (_EPOCH + dt.timedelta(microseconds=ticks // 10)).isoformat()


def names(guids: bytes, entries: bytes, strings: bytes) -> dict[int, int | str]:
    """The number a file gives a named property → NAMED + its number in its set, or its name."""
    found: dict[int, int | str] = {}
    for at in range(0, len(entries) - 7, 8):
        value, kind, index = struct.unpack_from("<IHH", entries, at)
        if not kind & 1:
            found[0x8000 + index] = NAMED + (value & 0xFFFF)
        elif value + 4 <= len(strings):
            length = struct.unpack_from("<I", strings, value)[0]
            found[0x8000 + index] = strings[value + 4 : value + 4 + length].decode("utf-16-le", "replace").lower()
    return found


class Bag:
    """The properties of one object: a message, a recipient, an attachment."""

    def __init__(self, raw: Mapping[int | str, Raw], code_page: str = "") -> None:
        """raw: key → (type, what gives the bytes). code_page: for a part of a message, the message's own."""
        self.raw = dict(raw)
        self.code_page = code_page or self._own_code_page()

    def _own_code_page(self) -> str:
        for key in (0x3FFD, 0x3FDE):
            number = self.number(key)
            if number and number not in (1200, 1201, 65001):
                return codec(int(number))
        language = int(self.number(0x3FF1) or 0)
        return _LANGUAGES.get(language & 0x3FF, "")

    def __contains__(self, key: object) -> bool:
        return key in self.raw

    def data(self, key: int | str) -> bytes:
        """The raw bytes; of a list the first; empty when there are none."""
        value = self.raw.get(key, (0, bytes))[1]()
        return value if isinstance(value, bytes) else b"".join(value[:1])

    def text(self, key: int | str) -> str:
        """A text property, decoded and tidied; empty when there is none or it is of another type."""
        kind = self.raw.get(key, (0, bytes))[0]
        return self.decoded(kind, self.data(key)) if kind in (STRING, UNICODE) else ""

    def decoded(self, kind: int, data: bytes) -> str:
        """Text out of its bytes: UTF-16, or the code page of the message."""
        if kind == UNICODE:
            return charsets.tidy(data[: len(data) & ~1].decode("utf-16-le", "replace").rstrip("\0"))
        return charsets.decode(data.rstrip(b"\0"), self.code_page or None)[0] if data else ""

    def texts(self, key: int | str) -> list[str]:
        """A list of texts; a single one as a list of one."""
        kind, load = self.raw.get(key, (0, bytes))
        if kind & ~MANY not in (STRING, UNICODE):
            return []
        value = load()
        parts = value if isinstance(value, list) else [value]
        return [text for text in (self.decoded(kind & ~MANY, one) for one in parts) if text]

    def number(self, key: int | str) -> float | int | None:
        """A number; None when there is none."""
        kind = self.raw.get(key, (0, bytes))[0]
        data = self.data(key) if kind in _FIXED else b""
        shape = _FIXED.get(kind, "")
        if not shape or len(data) < struct.calcsize(shape):
            return None
        value: float | int = struct.unpack_from(shape, data)[0]
        return value

    def flag(self, key: int | str) -> bool:
        """Whether a yes-or-no property says yes."""
        return self.raw.get(key, (0, bytes))[0] == BOOLEAN and any(self.data(key)[:2])

    def moment(self, key: int | str) -> str:
        """A time in ISO 8601; empty when there is none."""
        return moment(self.data(key)) if self.raw.get(key, (0, bytes))[0] == TIME else ""

    def first(self, *keys: int | str) -> str:
        """The first of these texts that is not empty."""
        return next((text for text in map(self.text, keys) if text), "")


def many(kind: int, data: bytes) -> list[bytes]:
    """The single values of a list as mailbox files keep it: a count, where each begins, the values."""
    if len(data) < 4:
        return []
    count = min(struct.unpack_from("<I", data)[0], (len(data) - 4) // 4, 10_000)
    starts = [*struct.unpack_from(f"<{count}I", data, 4), len(data)]
    return [data[start:end] for start, end in pairwise(starts)]


def one_off(entry: bytes) -> str:
    """`Name <address>` of a member of a distribution list that stands in the list itself; empty for other kinds."""
    at = entry.find(_ONE_OFF)
    if at < 0 or len(entry) < at + 20:
        return ""
    wide = struct.unpack_from("<H", entry, at + 18)[0] & 0x8000
    rest = entry[at + 20 :]
    if wide:
        parts = rest[: len(rest) & ~1].decode("utf-16-le", "replace").split("\0")
    else:
        parts = [charsets.decode(part)[0] for part in rest.split(b"\0")[:3]]
    name, _, address = [*parts, "", "", ""][:3]
    return person(name, address)


def person(name: str, address: str) -> str:
    """`Name <address>`, or the one of the two there is."""
    name, address = name.strip().strip("'\"").strip(), address.strip()
    if not address or address.casefold() == name.casefold():
        return name or address
    return f"{name} <{address}>" if name else address


def as_json(value: Any) -> Any:
    """Numbers that are whole as such."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
