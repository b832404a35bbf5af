"""Canonical EDTF text to its value, with a sentence for whatever cannot be read."""
# ruff: noqa: DTZ001 - local time as it is written; the zone stands beside it and is applied by `Moment`

from __future__ import annotations

import calendar
import re
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from inquiry.shared.dates.edtf import Edtf, EdtfError, Point, Precision

YEARS = range(1000, 3000)
TICK = timedelta(microseconds=1)
POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX)"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<offset>Z|[+-]\d{2}:\d{2})?)?)?)?"
    r"(?P<flag>[?~%])?"
)


@lru_cache(maxsize=8192)
def parse(text: str) -> Edtf:
    """Read canonical EDTF such as `2022-02`, `2023-01-16T20:00~`, `../2023-01-15`, `2022-11/2022-12~`.

    Raises:
        EdtfError: what is wrong, in a sentence with an example.
    """
    text = text.strip()
    if not text:
        raise EdtfError(_("There is no date here. Write for example 2023-01-16, 2023-01 or 2023."))
    if "/" not in text:
        point = _point(text)
        return Edtf(text, point, point)
    return _interval(text)


def _interval(text: str) -> Edtf:
    parts = text.split("/")
    if len(parts) != 2:
        raise EdtfError(_("A period has one stroke between its two ends, as in 2023-01-08/2023-01-14."))
    start, end = (None if part in ("", "..") else _point(part) for part in parts)
    if start is None and end is None:
        raise EdtfError(_("A period needs at least one end, as in ../2023-01-15 for “until 15 January 2023”."))
    if start and end and _utc(start.first, start) > _utc(end.last, end):
        raise EdtfError(_("The period %(text)s ends before it begins: put the earlier date first.") % {"text": text})
    return Edtf(text, start, end, is_interval=True)


def _utc(moment: datetime, point: Point) -> datetime:
    return moment - (point.offset or timedelta())


def _point(text: str) -> Point:
    match = POINT.fullmatch(text)
    if match is None:
        raise EdtfError(
            _("“%(text)s” is not a date we can read. Write year, month, day with hyphens: 2023-01-16, 2023-01 or 2023.")
            % {"text": text[:40]}
        )
    found = match.groupdict()
    precision, first, last = _span(text, found)
    flag = found["flag"] or ""
    return Point(
        text,
        precision,
        first,
        last,
        offset=_offset(text, found["offset"]),
        approximate=flag in ("~", "%"),
        uncertain=flag in ("?", "%"),
        unspecified="X" in text,
    )


def _span(text: str, found: dict[str, str | None]) -> tuple[Precision, datetime, datetime]:
    """Precision, first and last local moment of the matched parts, before any margin."""
    year, month, day = found["year"] or "", found["month"], found["day"]
    _check_unspecified(text, year, month, day)
    if int(year.replace("X", "0")) not in YEARS:
        raise EdtfError(_("The year %(year)s is out of range: years go from 1000 to 2999.") % {"year": year})
    if "X" in year:
        return _many_years(year)
    if month is None or month == "XX":
        return Precision.YEAR, datetime(int(year), 1, 1), datetime(int(year) + 1, 1, 1) - TICK
    if day is None and 21 <= int(month) <= 24:
        return (Precision.SEASON, *_season(int(year), int(month)))
    if not 1 <= int(month) <= 12:
        raise EdtfError(
            _("There is no month %(month)s: months go from 01 to 12, seasons from 21 (spring) to 24 (winter).")
            % {"month": month}
        )
    return _in_month(int(year), int(month), found)


def _check_unspecified(text: str, year: str, month: str | None, day: str | None) -> None:
    known = [part is None or "X" not in part for part in (year, month, day)]
    given = [part is not None for part in (year, month, day)]
    if any(given[i + 1] and not known[i] and known[i + 1] for i in (0, 1)) or ("X" in year and month):
        raise EdtfError(
            _("“%(text)s” names a smaller part while a larger one is unknown. Write 2022-XX or 2022-01-XX.")
            % {"text": text}
        )
    if day == "XX" and "T" in text:
        raise EdtfError(_("A time of day needs a known day, as in 2023-01-16T20:00."))


def _many_years(year: str) -> tuple[Precision, datetime, datetime]:
    width = 10 ** year.count("X")
    first = int(year.replace("X", "0"))
    precision = Precision.DECADE if width == 10 else Precision.CENTURY
    return precision, datetime(first, 1, 1), datetime(first + width, 1, 1) - TICK


def _season(year: int, number: int) -> tuple[datetime, datetime]:
    if number == 24:  # "winter 2022" is said of both winters that touch 2022: never narrower than what was said
        return datetime(year - 1, 12, 1), datetime(year + 1, 3, 1) - TICK
    month = 3 * (number - 20)
    return datetime(year, month, 1), datetime(year, month + 3, 1) - TICK


def _in_month(year: int, month: int, found: dict[str, str | None]) -> tuple[Precision, datetime, datetime]:
    days = calendar.monthrange(year, month)[1]
    if found["day"] is None or found["day"] == "XX":
        return Precision.MONTH, datetime(year, month, 1), datetime(year, month, days) + timedelta(days=1) - TICK
    day = int(found["day"])
    if not 1 <= day <= days:
        raise EdtfError(
            _("There is no day %(day)d in %(month)s: that month has %(days)d days.")
            % {"day": day, "month": f"{year:04d}-{month:02d}", "days": days}
        )
    midnight = datetime(year, month, day)
    if found["hour"] is None:
        return Precision.DAY, midnight, midnight + timedelta(days=1) - TICK
    instant = _clock(midnight, found)
    return Precision.MINUTE, instant, instant


def _clock(midnight: datetime, found: dict[str, str | None]) -> datetime:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise EdtfError(
            _("There is no such time of day: hours go from 00 to 23, minutes to 59, as in 2023-01-16T20:00.")
        )
    return midnight.replace(hour=hour, minute=minute, second=second)


def _offset(text: str, given: str | None) -> timedelta | None:
    if given is None:
        return None
    if given == "Z":
        return timedelta()
    hours, minutes = int(given[1:3]), int(given[4:6])
    if hours > 14 or minutes > 59:
        raise EdtfError(_("“%(text)s” is further from UTC than any place: write +06:00 for example.") % {"text": text})
    return timedelta(hours=hours, minutes=minutes) * (-1 if given[0] == "-" else 1)
