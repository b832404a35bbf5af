"""IPTC: what press agencies write into a picture (caption, author, place, credit), in whatever characters they used."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import ImageFile, IptcImagePlugin

from evidence.ingestion import charsets
from evidence.ingestion.stage import Fact

_UTF8 = (b"\x1b%G", b"\x1b%/I")
_NAMES = {
    5: "claimed_title",
    25: "claimed_keywords",
    40: "claimed_instructions",
    65: "claimed_software",
    80: "claimed_author",
    85: "claimed_author_position",
    90: "claimed_city",
    92: "claimed_sublocation",
    95: "claimed_region",
    101: "claimed_country",
    103: "claimed_reference",
    105: "claimed_headline",
    110: "claimed_credit",
    115: "claimed_source",
    116: "claimed_copyright",
    120: "claimed_description",
    122: "claimed_caption_writer",
}
_TIMES = (("claimed_created_at", 55, 60), ("claimed_digitised_at", 62, 63))


def facts(picture: ImageFile.ImageFile) -> Iterator[Fact]:
    """What the IPTC block says; nothing where there is none."""
    block = IptcImagePlugin.getiptcinfo(picture) if picture.format in ("JPEG", "MPO", "TIFF") else None
    held = {key: value if isinstance(value, list) else [value] for key, value in (block or {}).items()}
    utf8 = any(mark in _UTF8 for mark in held.get((1, 90), []))
    for number, key in _NAMES.items():
        said = ", ".join(filter(None, (_text(value, utf8) for value in held.get((2, number), [])[:100])))
        if said:
            yield Fact(key, said[:4000])
    for key, day, clock in _TIMES:
        yield from _time(key, _first(held.get((2, day))), _first(held.get((2, clock))))


def _text(value: bytes, utf8: bool) -> str:
    return (value.decode("utf-8", "replace") if utf8 else charsets.decode(value)[0]).replace("\0", "").strip()


def _first(values: list[bytes] | None) -> str:
    return values[0].decode("ascii", "replace").strip() if values else ""


def _time(key: str, day: str, clock: str) -> Iterator[Fact]:
    """`20240305` and `101112+0500` in ISO 8601; as written when they make no sense."""
    if len(day) == 8 and day.isdigit() and "0101" <= day[4:] <= "1231":
        made = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        digits = clock[:6]
        if len(digits) == 6 and digits.isdigit():
            made += f"T{digits[:2]}:{digits[2:4]}:{digits[4:]}"
            made += f"{clock[6]}{clock[7:9]}:{clock[9:11]}" if len(clock) == 11 and clock[6] in "+-" else ""
        yield Fact(key, made)
    elif day:
        yield Fact(f"{key}_as_written", f"{day} {clock}".strip())
