"""Outlook's files, made when a test asks for them: messages (.msg) and winmail.dat out of properties."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Mapping

from evidence.ingestion.formats import _ole_writing

UNICODE, STRING, BINARY, LONG, TIME, OBJECT = 0x1F, 0x1E, 0x102, 0x03, 0x40, 0x0D
Value = str | bytes | int | dt.datetime
Properties = Mapping[tuple[int, int], Value]
Streams = dict[tuple[str, ...], bytes]
CLASS, SUBJECT, BODY, HTML, RTF, HEADERS = (
    (0x1A, UNICODE),
    (0x37, UNICODE),
    (0x1000, UNICODE),
    (0x1013, BINARY),
    (0x1009, BINARY),
    (0x7D, UNICODE),
)
CODE_PAGE, SENT = (0x3FFD, LONG), (0x39, TIME)
SENDER, SENDER_ADDRESS = (0xC1A, UNICODE), (0x5D01, UNICODE)
NAME, ADDRESS, ROLE = (0x3001, UNICODE), (0x39FE, UNICODE), (0xC15, LONG)
FILE_NAME, CONTENT, METHOD = (0x3707, UNICODE), (0x3701, BINARY), (0x3705, LONG)


def filetime(at: dt.datetime) -> bytes:
    """100 nanoseconds since 1601."""
    return struct.pack("<Q", int((at - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)).total_seconds()) * 10_000_000)


def raw(value: Value, kind: int) -> bytes:
    """A value's bytes."""
    if isinstance(value, dt.datetime):
        return filetime(value)
    if isinstance(value, int):
        return struct.pack("<i", value)
    return value if isinstance(value, bytes) else value.encode("utf-16-le" if kind == UNICODE else "cp1251")


def storage(properties: Properties, head: int, at: tuple[str, ...] = ()) -> Streams:
    """The streams of one object; `head`: bytes before its fixed properties."""
    fixed, streams = bytes(head), Streams()
    for (number, kind), value in properties.items():
        data = raw(value, kind)
        if kind in (LONG, TIME):
            fixed += struct.pack("<HHI", kind, number, 6) + data.ljust(8, b"\0")
        else:
            fixed += struct.pack("<HHIII", kind, number, 6, len(data), 0)
            streams[*at, f"__substg1.0_{number:04X}{kind:04X}"] = data
    streams[*at, "__properties_version1.0"] = fixed
    return streams


def message(
    properties: Properties,
    people: list[Properties] | None = None,
    attached: list[Properties] | None = None,
    *,
    inner: Streams | None = None,
    head: int = 32,
    names: Mapping[int, int] | None = None,
) -> Streams:
    """The streams of a message. `inner`: those of one that is embedded. `names`: number → lid."""
    streams = storage(properties, head)
    for number, one in enumerate(people or []):
        streams |= storage(one, 8, (f"__recip_version1.0_#{number:08X}",))
    for number, one in enumerate(attached or []):
        streams |= storage(one, 8, (f"__attach_version1.0_#{number:08X}",))
    if inner:
        last = f"__attach_version1.0_#{len(attached or []):08X}"
        streams |= storage({METHOD: 5, NAME: "inner"}, 8, (last,))
        streams |= {(last, "__substg1.0_3701000D", *path): content for path, content in inner.items()}
    entries = b"".join(struct.pack("<IHH", lid, 6, number - 0x8000) for number, lid in (names or {}).items())
    streams |= {
        ("__nameid_version1.0", f"__substg1.0_000{n}0102"): part for n, part in ((2, b""), (3, entries), (4, b""))
    }
    return streams


def msg(
    properties: Properties,
    people: list[Properties] | None = None,
    attached: list[Properties] | None = None,
    *,
    inner: Streams | None = None,
    names: Mapping[int, int] | None = None,
) -> bytes:
    """A .msg; as `message`."""
    return _ole_writing.rebuilt(message(properties, people, attached, inner=inner, names=names))


def packed_rtf(rtf: bytes) -> bytes:
    """PR_RTF_COMPRESSED of literals alone, ended as Outlook ends it."""
    body, at = b"", 207 + len(rtf)
    for start in range(0, len(rtf), 8):
        part = rtf[start : start + 8]
        if len(part) == 8:
            body += b"\0" + part
        else:
            body += bytes([1 << len(part)]) + part + struct.pack(">H", (at % 4096) << 4)
    if len(rtf) % 8 == 0:
        body += b"\1" + struct.pack(">H", (at % 4096) << 4)
    return struct.pack("<II", len(body) + 12, len(rtf)) + b"LZFu" + bytes(4) + body


def tnef(subject: str, body: bytes, attached: Mapping[str, bytes], properties: Properties | None = None) -> bytes:
    """A winmail.dat with old attributes and, if given, properties of the item."""
    out = b"\x78\x9f\x3e\x22\1\0" + _attribute(1, 0x69007, struct.pack("<II", 1251, 0))
    out += _attribute(1, 0x18004, subject.encode("cp1251") + b"\0") + _attribute(1, 0x2800C, body)
    if properties:
        out += _attribute(1, 0x69003, _listed(properties))
    for name, content in attached.items():
        out += _attribute(2, 0x69002, bytes(14)) + _attribute(2, 0x18010, name.encode("cp1251") + b"\0")
        out += _attribute(2, 0x6800F, content)
    return out


def _attribute(level: int, number: int, content: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def _listed(properties: Properties) -> bytes:
    out = struct.pack("<I", len(properties))
    for (number, kind), value in properties.items():
        data = raw(value, kind)
        out += struct.pack("<HH", kind, number)
        out += data if kind in (LONG, TIME) else struct.pack("<II", 1, len(data)) + data + bytes(-len(data) % 4)
    return out
