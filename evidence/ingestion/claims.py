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
}
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


def xmp(data: bytes) -> Iterator[Fact]:
    """The usual entries of an XMP packet."""
    root = xml(data)
    for element in root.iter() if root is not None else ():
        for name, value in element.attrib.items():
            short = name.rsplit("}", 1)[-1]
            if short in _XMP and value.strip():
                yield Fact(_XMP[short], value.strip())
        if local(element) in _XMP:
            value = " ".join(part.strip() for part in element.itertext() if part.strip())
            if value:
                yield Fact(_XMP[local(element)], value[:2000])


def properties(data: bytes) -> Iterator[Fact]:
    """Office's core, extended and custom properties, and OpenDocument's meta.xml."""
    root = xml(data)
    for element in root.iter() if root is not None else ():
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
