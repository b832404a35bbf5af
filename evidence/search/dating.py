"""The date of an item as the search compares it: the one that a person gave it, else the one that it claims of itself.

Minutes since 1970 by a clock of a place: of a given date by the clock of the item's zone, of a claim by the clock that the
claim itself is told in, as the item's page shows it.
"""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from evidence.items.models import Item
from inquiry.shared.dates import EdtfError, Moment, parse, zone_named

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - by the clock of the item's own zone
FAR = 2**40
CLAIMS = (
    ("sent_at", ""),
    ("submitted_at", ""),  # Outlook's own words for a mail
    ("delivered_at", ""),
    ("taken_at", ""),
    ("recorded_at", ""),
    ("first_message_at", "last_message_at"),
    ("starts_at", "ends_at"),
    ("captured_at", ""),
    ("created_at", ""),
    ("dated", ""),
)
"""What an item may claim as its date, and what ends it; the first that makes sense counts. Never when it was changed last."""
DAY = 10  # characters of a day without a clock
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last moment that a claim allows, by its own clock; `shown` is how it can be told."""

    first: datetime
    last: datetime
    shown: str


def minutes(local: datetime) -> int:
    """Minutes since 1970 by the clock of the place."""
    return int((local - EPOCH).total_seconds() // 60)


def bounds(item: Item) -> dict[str, int]:
    """The first and the last minute that its date allows, as `earliest` and `latest`; none when it has no date."""
    if item.dated:
        return _given(item)
    found = claimed(item.claimed)
    return {"earliest": minutes(found.first), "latest": minutes(found.last)} if found else {}


def _given(item: Item) -> dict[str, int]:
    try:
        moment = Moment.of(item.dated, item.dated_zone)
    except EdtfError:
        return {}
    zone = zone_named(item.dated_zone)
    ends: dict[str, Any] = {"earliest": moment.earliest, "latest": moment.latest}
    local = {name: when.astimezone(zone).replace(tzinfo=None) for name, when in ends.items() if when is not None}
    return {name: minutes(local[name]) if name in local else FAR * (1 if name == "latest" else -1) for name in ends}


def claimed(facts: Mapping[str, Any]) -> Span | None:
    """When the item says of itself that it was sent, taken, captured or made; None where it says nothing that makes sense."""
    for begins, ends in CLAIMS:
        first = _read(facts.get(f"claimed_{begins}"))
        if first is None:
            continue
        last = _read(facts.get(f"claimed_{ends}")) if ends else None
        if last is None or last.last <= first.last:
            return first
        return Span(first.first, last.last, f"{first.shown} – {last.shown}")
    return None


def _read(value: Any) -> Span | None:
    """A claim as a span; a file may claim anything."""
    text = value[0] if isinstance(value, list) and value else value
    if not isinstance(text, str) or not 4 <= len(text) <= LONGEST:
        return None
    try:
        return _clock(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _clock(text: str) -> Span | None:
    """Raises ValueError, TypeError, IndexError, OverflowError: it is no date, or one out of reach."""
    try:
        at = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return _loosely(text)
    if len(text) <= DAY:
        return Span(at, at + timedelta(days=1, minutes=-1), f"{at:%Y-%m-%d}")
    return Span(at, at, f"{at:%Y-%m-%d %H:%M}")


def _loosely(text: str) -> Span:
    """A year or a month, or a date as mail headers write it; raises like `_clock`."""
    if len(text) <= DAY:
        try:
            moment = Moment(parse(text), "UTC")
        except EdtfError as error:
            raise ValueError(text) from error
        if moment.earliest is None or moment.latest is None:
            raise ValueError(text)
        return Span(moment.earliest.replace(tzinfo=None), moment.latest.replace(tzinfo=None), text)
    at = email.utils.parsedate_to_datetime(text).replace(tzinfo=None)
    return Span(at, at, f"{at:%Y-%m-%d %H:%M}")
