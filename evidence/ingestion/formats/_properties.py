"""What old Office files say of themselves: the property sets of compound files (MS-OLEPS) as claimed facts."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator
from typing import Any

from evidence.ingestion.formats._ole import Compound
from evidence.ingestion.stage import Fact

SUMMARY, MORE = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_NAMED = {
    2: "title",
    3: "subject",
    4: "author",
    5: "keywords",
    6: "description",
    7: "template",
    8: "last_modified_by",
    9: "revision",
    11: "printed_at",
    12: "created_at",
    13: "modified_at",
    14: "pages",
    15: "words",
    18: "software",
}
_NAMED_MORE = {2: "category", 14: "manager", 15: "company"}
_MOST = 200
_START = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def facts(file: Compound, *above: str) -> Iterator[Fact]:
    """`claimed_…` for every property that says something; `above` is the storage in which they lie."""
    sets = _sections(file.read(*above, SUMMARY))
    yield from _named(sets[0] if sets else {}, _NAMED)
    more = _sections(file.read(*above, MORE))
    yield from _named(more[0] if more else {}, _NAMED_MORE)
    for name, value in (more[1] if len(more) > 1 else {}).items():
        if isinstance(name, str) and value not in ("", None):
            yield Fact(f"claimed_property_{name}"[:200], value)
    if any("macros" in part.lower() or "vba" in part.lower() for path in file.streams for part in path[:-1]):
        yield Fact("active_content", ["macros"])


def _named(values: dict[Any, Any], names: dict[int, str]) -> Iterator[Fact]:
    for number, name in names.items():
        value = values.get(number)
        if value not in ("", None):
            yield Fact(f"claimed_{name}", value)


def _sections(data: bytes) -> list[dict[Any, Any]]:
    """A mapping of number (or own name) to value per section; what is damaged is left out."""
    if len(data) < 48 or data[:2] != b"\xfe\xff":
        return []
    count = min(struct.unpack_from("<I", data, 24)[0], 2)
    made = []
    for number in range(count):
        try:
            made.append(_section(data, struct.unpack_from("<I", data, 44 + 20 * number)[0]))
        except (struct.error, ValueError, LookupError):
            made.append({})
    return made


def _section(data: bytes, start: int) -> dict[Any, Any]:
    count = min(struct.unpack_from("<I", data, start + 4)[0], _MOST)
    places = dict(struct.unpack_from("<II", data, start + 8 + 8 * n) for n in range(count))
    page = _code_page(data, start + places[1]) if 1 in places else "cp1252"
    names = _dictionary(data, start + places[0], page) if 0 in places else {}
    found: dict[Any, Any] = {}
    for number, at in places.items():
        if number > 1:
            try:
                found[names.get(number, number)] = _value(data, start + at, page)
            except (struct.error, ValueError, OverflowError):
                continue
    return found


def _code_page(data: bytes, at: int) -> str:
    number = struct.unpack_from("<H", data, at + 4)[0]
    name = {65001: "utf-8", 1200: "utf-16-le", 10007: "mac_cyrillic", 10000: "mac_roman"}.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name


def _dictionary(data: bytes, at: int, page: str) -> dict[int, str]:
    """The names that a document's author gave to properties of their own."""
    count, at = min(struct.unpack_from("<I", data, at)[0], _MOST), at + 4
    names = {}
    for _ in range(count):
        number, length = struct.unpack_from("<II", data, at)
        size = 2 * length if page == "utf-16-le" else length
        names[number] = data[at + 8 : at + 8 + min(size, 2000)].decode(page, "replace").rstrip("\0")
        at += 8 + size + (-size % 4 if page == "utf-16-le" else 0)
    return names


def _value(data: bytes, at: int, page: str) -> Any:
    kind = struct.unpack_from("<H", data, at)[0]
    at += 4
    if kind == 30:
        size = struct.unpack_from("<I", data, at)[0]
        return data[at + 4 : at + 4 + min(size, 20_000)].decode(page, "replace").split("\0")[0].strip()
    if kind == 31:
        size = struct.unpack_from("<I", data, at)[0]
        return data[at + 4 : at + 4 + min(2 * size, 40_000)].decode("utf-16-le", "replace").split("\0")[0].strip()
    if kind == 64:
        ticks = struct.unpack_from("<Q", data, at)[0]
        # Before 1970 it is a span of time (minutes of editing), or was never set.
        return _moment(ticks) if ticks > 116_444_736_000_000_000 else None
    if kind == 11:
        return bool(struct.unpack_from("<h", data, at)[0])
    shapes = {2: "<h", 3: "<i", 19: "<I", 5: "<d"}
    return struct.unpack_from(shapes[kind], data, at)[0] if kind in shapes else None


def _moment(ticks: int) -> str:
    return (_START + dt.timedelta(microseconds=ticks // 10)).replace(microsecond=0).isoformat().replace("+00:00", "Z")
