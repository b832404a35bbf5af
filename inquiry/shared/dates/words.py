"""Dates in words, as precise as the record and no more, through gettext and Django's own month names.

`in_words` writes the text in the zone it is told in. `both_zones` repeats a clock time for readers elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inquiry.shared.dates.edtf import Edtf, Point, Precision
from inquiry.shared.dates.moment import Moment, zone_named

READERS_ZONES = ("Asia/Almaty", "Europe/London")
"""Where the people of the inquiry sit: what is dealt with, and the secretariat."""


class PartOfDay(Enum):
    """The four parts that a day falls into here; each holds its first and last minute, for words and for typing."""

    NIGHT = ("00:00", "05:59", gettext_lazy("night"))
    MORNING = ("06:00", "11:59", gettext_lazy("morning"))
    AFTERNOON = ("12:00", "16:59", gettext_lazy("afternoon"))
    EVENING = ("17:00", "23:59", gettext_lazy("evening"))


SEASONS = {
    21: gettext_lazy("spring %(year)d"),
    22: gettext_lazy("summer %(year)d"),
    23: gettext_lazy("autumn %(year)d"),
    24: gettext_lazy("winter %(year)d"),
}


def in_words(value: Edtf | Moment) -> str:
    """The date for a reader.

    "16 January 2023, evening (about 17:00–23:59)", "about 8–14 January 2023", "February 2022", "on or before 15 January
    2023".
    """
    edtf = value.edtf if isinstance(value, Moment) else value
    return _period(edtf) if edtf.is_interval else _hedged(edtf.points[0])


def _hedge(words: str, approximate: bool, uncertain: bool) -> str:
    """Put "about" before and "(uncertain)" after, where the record says so."""
    if approximate:
        words = _("about %(date)s") % {"date": words}
    return _("%(date)s (uncertain)") % {"date": words} if uncertain else words


def _hedged(point: Point) -> str:
    return _hedge(_point(point), point.approximate, point.uncertain)


def _point(point: Point) -> str:
    if point.precision is Precision.MINUTE:
        day, clock = _day(point.first), _clock(point.first)
        if point.offset is not None:
            clock += f" (UTC{_sign(point.offset)})"
        return _("%(day)s, %(clock)s") % {"day": day, "clock": clock}
    if point.precision is Precision.DAY:
        return _day(point.first)
    if point.precision is Precision.MONTH:
        month = formatted(point.first, "F Y")
        return _("%(month)s, day not known") % {"month": month} if point.unspecified else month
    return _years(point)


def _years(point: Point) -> str:
    year = point.first.year
    if point.precision is Precision.SEASON:
        number = int(point.text[5:7])
        return SEASONS[number] % {"year": int(point.text[:4])}
    if point.precision is Precision.YEAR:
        return _("%(year)d, month not known") % {"year": year} if point.unspecified else str(year)
    return _("%(first)d–%(last)d, year not known") % {"first": year, "last": point.last.year}


def _day(moment: datetime | date) -> str:
    return formatted(moment, pgettext("day month year, after Django's date letters", "j E Y"))


def _clock(moment: datetime) -> str:
    return formatted(moment, "H:i:s" if moment.second else "H:i")


def _sign(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _period(edtf: Edtf) -> str:
    start, end = edtf.start, edtf.end
    if start is None or end is None:
        return _until(edtf, end) if end is not None else _since(edtf, edtf.points[0])
    compact = _within_a_day(start, end) or _within_a_month(start, end)
    if compact:
        return _hedge(compact, edtf.approximate, edtf.uncertain)
    return _("%(from)s to %(to)s") % {"from": _hedged(start), "to": _hedged(end)}


def _until(edtf: Edtf, end: Point) -> str:
    if not edtf.text.startswith(".."):
        return _("from a time not known until %(date)s") % {"date": _hedged(end)}
    if end.precision in (Precision.DAY, Precision.MINUTE):
        return _("on or before %(date)s") % {"date": _hedged(end)}
    return _("in or before %(date)s") % {"date": _hedged(end)}


def _since(edtf: Edtf, start: Point) -> str:
    if not edtf.text.endswith(".."):
        return _("from %(date)s until a time not known") % {"date": _hedged(start)}
    if start.precision in (Precision.DAY, Precision.MINUTE):
        return _("on or after %(date)s") % {"date": _hedged(start)}
    return _("in or after %(date)s") % {"date": _hedged(start)}


def _within_a_day(start: Point, end: Point) -> str | None:
    if start.first.date() != end.last.date():
        return None
    clocks = (_clock(start.first), _clock(end.first))
    for part in PartOfDay:
        if part.value[:2] == clocks:
            facts = {"day": _day(start.first), "part": part.value[2], "from": clocks[0], "to": clocks[1]}
            return _("%(day)s, %(part)s (about %(from)s–%(to)s)") % facts
    if start.precision is end.precision is Precision.MINUTE:
        facts = {"day": _day(start.first), "from": clocks[0], "to": clocks[1]}
        return _("%(day)s, %(from)s–%(to)s") % facts
    return None


def _within_a_month(start: Point, end: Point) -> str | None:
    days = start.precision is end.precision is Precision.DAY
    if days and (start.first.year, start.first.month) == (end.first.year, end.first.month):
        return f"{start.first.day}–{_day(end.first)}"
    return None


def place_of(zone: str) -> str:
    """What a zone is called beside a clock time: "Almaty" for Asia/Almaty."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def zones_of(moment: Moment, zones: Iterable[str] = READERS_ZONES) -> list[str]:
    """The moment in its own zone and, when it is one exact clock time, in the readers' zones too.

    "20 January 2023, 15:30 Almaty", "09:30 London". The day is repeated where it differs.
    """
    if not moment.edtf.has_clock:
        return [in_words(moment)]
    own = f"{in_words(moment)} {place_of(moment.zone)}"
    if moment.edtf.is_interval or moment.earliest is None:
        return [own]
    centre = _centre(moment)
    others = [zone for zone in zones if zone != moment.zone]
    about = _("about %(date)s") if moment.edtf.approximate else "%(date)s"
    return [own] + [about % {"date": _elsewhere(centre, moment, zone)} for zone in others]


def _centre(moment: Moment) -> datetime:
    """The clock time as written, as an instant (UTC), leaving its margin aside."""
    point = moment.edtf.points[0]
    if point.offset is not None:
        return (point.first - point.offset).replace(tzinfo=UTC)
    return point.first.replace(tzinfo=zone_named(moment.zone)).astimezone(UTC)


def _elsewhere(instant: datetime, moment: Moment, zone: str) -> str:
    there = instant.astimezone(zone_named(zone))
    clock = f"{_clock(there)} {place_of(zone)}"
    same_day = there.date() == moment.edtf.points[0].first.date()
    return clock if same_day else _("%(day)s, %(clock)s") % {"day": _day(there), "clock": clock}


def both_zones(instant: datetime, zones: Iterable[str] = READERS_ZONES) -> list[str]:
    """An aware instant in each zone: ["20 January 2023, 15:30 Almaty", "20 January 2023, 09:30 London"]."""
    local = [(instant.astimezone(zone_named(zone)), zone) for zone in zones]
    return [f"{_day(there)}, {_clock(there)} {place_of(zone)}" for there, zone in local]
