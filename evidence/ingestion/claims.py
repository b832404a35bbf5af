"""What files claim of themselves, in one vocabulary: `claimed_title`, `claimed_author`, `claimed_created_at`, …

Values stay as they were written; where a date can be understood, ISO 8601 is added beside. Nothing here is believed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from evidence.ingestion import charsets
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact

_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(Z|[+-]\d\d'?(?:\d\d)?'?)?")
_XMP = {
    "title": "claimed_title",
    "creator": "claimed_author",
    "description": "claimed_description",
    "subject": "claimed_keywords",
    "CreateDate": "claimed_created_at",
    "ModifyDate": "claimed_modified_at",
    "CreatorTool": "claimed_software",
    "DateCreated": "claimed_created_at",
    "City": "claimed_city",
    "Country": "claimed_country",
    "Credit": "claimed_credit",
    "InstanceID": "claimed_instance",
    "DocumentID": "claimed_document",
    "OriginalDocumentID": "claimed_original_document",
    "DateTimeOriginal": "claimed_taken_at",
    "Headline": "claimed_headline",
    "Instructions": "claimed_instructions",
    "Source": "claimed_source",
    "rights": "claimed_copyright",
    "Producer": "claimed_producer",
    "Keywords": "claimed_keywords",
    "Make": "claimed_camera_maker",
    "Model": "claimed_camera",
    "DigitalSourceType": "claimed_digital_source",
}
_MOST_PACKET = 64 * 2**20  # bytes of a file in which a packet is looked for from end to end
_MOST_STEPS = 200
_ANGLE = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])")
_CORE = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "keywords": "keywords",
    "description": "description",
    "lastModifiedBy": "last_modified_by",
    "created": "created_at",
    "modified": "modified_at",
    "revision": "revision",
    "category": "category",
    "lastPrinted": "printed_at",
    "Application": "software",
    "AppVersion": "software_version",
    "Company": "company",
    "Manager": "manager",
    "Template": "template",
    "TotalTime": "editing_minutes",
    "language": "language",
    "initial-creator": "author",
    "creation-date": "created_at",
    "date": "modified_at",
    "generator": "software",
    "editing-duration": "editing_time",
    "editing-cycles": "revision",
    "keyword": "keywords",
    "printed-by": "printed_by",
    "publisher": "publisher",
    "identifier": "identifier",
    "contentStatus": "status",
    "print-date": "printed_at",
}


def pdf_date(key: str, value: str) -> Iterator[Fact]:
    """`claimed_<key>` in ISO 8601 when the PDF date makes sense, `claimed_<key>_as_written` otherwise."""
    match = _PDF_DATE.match(value.strip())
    if match:
        year, month, day, *clock = (int(part) if part else None for part in match.groups()[:6])
        zone = re.sub(r"\D", "", match[7] or "")
        try:
            hour, minute, second = (part or 0 for part in clock)
            at = dt.datetime(year or 0, month or 1, day or 1, hour, minute, second)  # noqa: DTZ001
        except ValueError:
            match = None
        else:
            suffix = "" if not match[7] else "Z" if match[7] == "Z" else f"{match[7][0]}{zone[:2]}:{zone[2:] or '00'}"
            yield Fact(f"claimed_{key}", at.isoformat() + suffix)
    if not match:
        yield Fact(f"claimed_{key}_as_written", value)


def xml(data: bytes) -> Element | None:
    """Parsed XML without entities or outside references; None when it is none."""
    try:
        root: Element = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def packet(source: Source) -> bytes:
    """The first XMP packet that stands in the clear in a file; of a very large one only its ends are searched."""
    data = source.bytes() if source.size < _MOST_PACKET else source.head(2**20) + source.tail(2**20)
    start = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", start)
    return data[start : end + 12] if 0 <= start < end else b""


def xmp(data: bytes) -> Iterator[Fact]:
    """The usual entries of an XMP packet, its position and what was done to the file by which program."""
    root = xml(data) if data else None
    held: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        for name, value in element.attrib.items():
            held.setdefault(name.rsplit("}", 1)[-1], value.strip())
        short = local(element)
        if short in _XMP or short in ("GPSLatitude", "GPSLongitude"):
            value = " ".join(part.strip() for part in element.itertext() if part.strip())
            held.setdefault(short, value[:2000])
    for short, key in _XMP.items():
        if held.get(short):
            yield Fact(key, held[short])
    latitude, longitude = (_angle(held.get(name, "")) for name in ("GPSLatitude", "GPSLongitude"))
    if latitude is not None and longitude is not None:
        yield Fact("claimed_position", {"latitude": latitude, "longitude": longitude})
    steps = list(_steps(root)) if root is not None else []
    if steps:
        yield Fact("claimed_history", steps)


def _angle(written: str) -> float | None:
    """`43,14.334N` or `43,14,20N` in decimal degrees."""
    match = _ANGLE.fullmatch(written.strip())
    if match is None:
        return None
    degrees = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    return round(-degrees if match[4] in "SW" else degrees, 6) if degrees <= 180 else None


def _steps(root: Element) -> Iterator[dict[str, str]]:
    """What XMP's history tells: action, at, with."""
    told = {"action": "action", "when": "at", "softwareAgent": "with", "changed": "part"}
    history = next((element for element in root.iter() if local(element) == "History"), None)
    rows = [element for element in history.iter() if local(element) == "li"] if history is not None else []
    for row in rows[:_MOST_STEPS]:
        said = {name.rsplit("}", 1)[-1]: value for name, value in row.attrib.items()}
        said |= {local(part): part.text or "" for part in row.iter() if local(part) in told}
        step = {key: said[name].strip()[:300] for name, key in told.items() if said.get(name, "").strip()}
        if step:
            yield step


def written(value: str) -> str:
    """A text as it was meant: Cyrillic that some program passed on as Western letters (`Ïðèâåò`) is put right."""
    try:
        raw = value.encode("utf-8", "surrogateescape") if _broken(value) else value.encode("latin-1")
    except UnicodeEncodeError:
        return value
    if _broken(value):
        return charsets.decode(raw)[0].replace("\0", "").strip()
    high = sum(byte >= 0xC0 for byte in raw)
    if high < 3 or high < 0.6 * sum(chr(byte).isalpha() for byte in raw):
        return value
    return raw.decode("cp1251", "replace")


def _broken(value: str) -> bool:
    """Whether bytes that are no UTF-8 stand in it as lone surrogates."""
    return any("\udc80" <= letter <= "\udcff" for letter in value)


def properties(data: bytes) -> Iterator[Fact]:
    """Office's core, extended and custom properties, and OpenDocument's meta.xml."""
    root = xml(data)
    if root is not None:
        yield from described(root)


def described(root: Element) -> Iterator[Fact]:
    """The same entries anywhere under an element."""
    for element in root.iter():
        name, value = local(element), (element.text or "").strip()
        custom = element.get("name") or next((v for k, v in element.attrib.items() if k.endswith("}name")), "")
        if name == "property" or name == "user-defined":
            value = " ".join(part.strip() for part in element.itertext() if part.strip())
            if custom and value:
                yield Fact(f"claimed_property_{custom}"[:200], value[:2000])
        elif name in _CORE and value:
            yield Fact(f"claimed_{_CORE[name]}", value[:2000])


def number(value: Any) -> float | None:
    """A rational or number as a finite float; None when it is none (a denominator of zero, for instance)."""
    try:
        made = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return made if abs(made) < 1e15 and made == made else None
