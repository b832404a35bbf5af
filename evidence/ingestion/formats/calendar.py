"""Calendars (.ics): events, tasks and journal entries as readable text and facts: what, when and in which zone, where, who.

Times stay as they were written, in ISO 8601 with the name of their zone behind; nothing is converted or repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from evidence.ingestion.formats import _content_lines, _headers
from evidence.ingestion.formats._content_lines import Line
from evidence.ingestion.formats._mapi import person
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Trouble

READS = frozenset({"text/calendar"})
VERSION = "1"
_MOST, MOST_TOLD = 128 * 2**20, 200
_KINDS = {"VEVENT": "event", "VTODO": "task", "VJOURNAL": "entry", "VFREEBUSY": "busy times"}
_TIMES = {"DTSTART": "starts_at", "DTEND": "ends_at", "DUE": "due_at", "COMPLETED": "completed_at"}
_WORDS = {
    "SUMMARY": "title",
    "LOCATION": "place",
    "STATUS": "status",
    "DESCRIPTION": "description",
    "UID": "uid",
    "RRULE": "repeats",
    "DURATION": "lasts",
    "CATEGORIES": "keywords",
    "GEO": "position",
    "URL": "address",
    "COMMENT": "comment",
    "CONTACT": "contact",
    "PERCENT-COMPLETE": "done_percent",
    "CLASS": "access",
}
_LABELS = (
    ("title", "Title"),
    ("starts_at", "Starts"),
    ("ends_at", "Ends"),
    ("due_at", "Due"),
    ("lasts", "Lasts"),
    ("completed_at", "Completed"),
    ("repeats", "Repeats"),
    ("place", "Where"),
    ("position", "Position"),
    ("organiser", "Organiser"),
    ("attendees", "Attendees"),
    ("contact", "Contact"),
    ("status", "Status"),
    ("done_percent", "Done, per cent"),
    ("keywords", "Keywords"),
    ("access", "Access"),
    ("address", "Address"),
    ("attached", "Attached"),
)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
Entry = dict[str, Any]


def _lines(source: Source) -> list[Line]:
    return source.once("calendar", lambda: list(_content_lines.lines(source.bytes(_MOST))))


def moment(line: Line) -> str:
    """ISO 8601 with the name of the zone behind; as written where it makes no sense."""
    found = _MOMENT.fullmatch(line.value.strip())
    if found is None:
        return line.value.strip()
    year, month, day, hour, minute, second, zulu = found.groups()
    at = f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}" if hour else "") + ("+00:00" if zulu else "")
    zone = line.parameter("TZID")
    return f"{at} {zone}" if zone and not zulu else at


def _person(line: Line, answered: bool) -> str:
    address = re.sub(r"(?i)^mailto:", "", line.text.strip())
    answer = line.parameter("PARTSTAT").lower().replace("-", " ") if answered else ""
    who = person(line.parameter("CN"), address)
    return f"{who} ({answer})" if answer else who


def entries(source: Source) -> list[Entry]:
    """Events and the like in order; what lies inside them (alarms) is left out."""
    found, inside = list[Entry](), list[str]()
    for line in _lines(source):
        if line.name == "BEGIN":
            inside.append(line.value.strip().upper())
            if inside[-1] in _KINDS and len(inside) <= 2:
                found.append({"kind": _KINDS[inside[-1]]})
        elif line.name == "END":
            del inside[-1:]
        elif inside and inside[-1] in _KINDS and found:
            _note(found[-1], line)
    return found


def _note(entry: Entry, line: Line) -> None:
    if line.name in _TIMES:
        entry[_TIMES[line.name]] = moment(line)
    elif line.name == "ORGANIZER":
        entry["organiser"] = _person(line, answered=False)
    elif line.name == "ATTENDEE":
        entry.setdefault("attendees", []).append(_person(line, answered=True))
    elif line.name == "ATTACH" and not line.raw:
        entry.setdefault("attached", []).append(line.value.strip()[:500])
    elif line.name in _WORDS and line.text.strip():
        key, value = _WORDS[line.name], line.text.strip()
        entry[key] = f"{entry[key]}\n{value}" if key in entry and key in ("comment", "keywords") else value


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """The calendar's name and maker, its entries; times and people as such where there is one entry only."""
    found = entries(source)
    if not any(line.name == "BEGIN" for line in _lines(source)):
        raise Damaged("The calendar is damaged: nothing of it could be read.")
    for line in _lines(source):
        key = {"X-WR-CALNAME": "title", "PRODID": "software", "METHOD": "method", "X-WR-TIMEZONE": "zone"}.get(
            line.name
        )
        if key:
            yield Fact(f"claimed_{key}", line.text.strip())
    yield Fact("events", len(found))
    yield Fact("claimed_events", [_short(entry) for entry in found[:MOST_TOLD]])
    if len(found) == 1:
        for key in ("starts_at", "ends_at", "place", "organiser", "attendees", "status", "title"):
            if key in found[0]:
                yield Fact(f"claimed_{key}", found[0][key])
    begun, ended = (sum(line.name == name for line in _lines(source)) for name in ("BEGIN", "END"))
    if ended < begun:
        yield Trouble(Outcome.PARTLY_READ, "The end of the calendar is missing.")


def _short(entry: Entry) -> Entry:
    return {key: value[:1000] if isinstance(value, str) else value for key, value in entry.items()}


def text(source: Source) -> Iterator[Page]:
    """The entries one after the other: lines, an empty line, the description."""
    parts = []
    for entry in entries(source):
        lines = []
        for key, label in _LABELS:
            value = entry.get(key, "")
            if value:
                lines.append(f"{label}: {'; '.join(value) if isinstance(value, list) else value}")
        parts.append("\n\n".join(filter(None, ["\n".join(lines), entry.get("description"), entry.get("comment")])))
    yield Page(1, "\n\n".join(parts))


def children(source: Source) -> Iterator[Member]:
    """Files that the entries carry."""
    number = 0
    for line in _lines(source):
        if line.name == "ATTACH" and line.raw:
            number += 1
            name = line.parameter("X-FILENAME") or line.parameter("FILENAME") or line.parameter("X-APPLE-FILENAME")
            name = name or f"attachment {number}"
            yield Member(name.encode("utf-8", "replace"), _headers.base_name(name), "attachment", [line.raw])
