"""What people type for a date, turned into EDTF: "16.01.2023", "about 16 January 2023", "16 January 2023 evening".

Day comes before month. English, Russian and Kazakh month names and a few small words are understood; canonical EDTF
passes through untouched. Never guesses: "last Thursday" is refused, because its anchor must be recorded by a person.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

from django.utils.translation import gettext as _

from inquiry.shared.dates.edtf import Edtf, EdtfError, Precision
from inquiry.shared.dates.parsing import parse
from inquiry.shared.dates.words import PartOfDay

MONTHS = {
    1: "january jan январь января янв қаңтар қаңтардың январе қаңтарда",
    2: "february feb февраль февраля фев ақпан ақпанның феврале ақпанда",
    3: "march mar март марта мар наурыз наурыздың марте наурызда",
    4: "april apr апрель апреля апр сәуір сәуірдің апреле сәуірде",
    5: "may май мая мамыр мамырдың мае мамырда",
    6: "june jun июнь июня июн маусым маусымның июне маусымда",
    7: "july jul июль июля июл шілде шілденің июле шілдеде",
    8: "august aug август августа авг тамыз тамыздың августе тамызда",
    9: "september sept sep сентябрь сентября сен қыркүйек қыркүйектің сентябре қыркүйекте",
    10: "october oct октябрь октября окт қазан қазанның октябре қазанда",
    11: "november nov ноябрь ноября ноя қараша қарашаның ноябре қарашада",
    12: "december dec декабрь декабря дек желтоқсан желтоқсанның декабре желтоқсанда",
}
MONTH_NUMBER = {name: number for number, names in MONTHS.items() for name in names.split()}
SEASONS = {
    21: "spring весна весной көктем көктемде",
    22: "summer лето летом жаз жазда",
    23: "autumn fall осень осенью күз күзде",
    24: "winter зима зимой қыс қыста",
}
SEASON_NUMBER = {name: number for number, names in SEASONS.items() for name in names.split()}
PARTS = {
    name: part
    for part, names in {
        PartOfDay.NIGHT: "night ночь ночью түн түнде",
        PartOfDay.MORNING: "morning утро утром таң таңертең",
        PartOfDay.AFTERNOON: "afternoon день днём днем түстен",
        PartOfDay.EVENING: "evening вечер вечером кеш кешке",
    }.items()
    for name in names.split()
}
ABOUT = re.compile(r"^(?:about|around|circa|c\.|approximately|около|примерно|шамамен|~)\s*", re.IGNORECASE)
ABOUT_CLOCK = re.compile(r"\s+(?:about|around|c\.|около|примерно|шамамен|~)\s*(?=\d{1,2}[:.]\d{2}$)", re.IGNORECASE)
NOISE = re.compile(r"\b(?:г|года|year|жыл|жылы|жылғы|the|of|in|at|on the|в|on)\b\.?|,", re.IGNORECASE)
OPEN = (
    (re.compile(r"^(?:before|earlier than)\s+|^(?:до|раньше)\s+", re.IGNORECASE), "before"),
    (re.compile(r"^(?:by|until|till|up to|on or before)\s+|^(?:не позднее|по)\s+", re.IGNORECASE), "until"),
    (re.compile(r"^(?:after|later than)\s+|^(?:после)\s+", re.IGNORECASE), "after"),
    (re.compile(r"^(?:since|from|on or after)\s+(?!.*\s(?:to|until)\s)|^(?:не ранее)\s+", re.IGNORECASE), "since"),
)
RANGE = re.compile(
    r"^(?:from\s+|between\s+|с\s+)?(?P<a>.+?)\s*(?:\s[-–—]\s|[–—]|\s(?:to|until|and|по)\s|\.\.)\s*(?P<b>.+)$",
    re.IGNORECASE,
)
DAYS_OF_MONTH = re.compile(r"^(?P<a>\d{1,2})\s*[-–—]\s*(?P<b>\d{1,2}\s+\w+\s+\d{4})$")
CLOCK_ONLY = re.compile(r"^\d{2}:\d{2}$")
CLOCK = r"(?:[T\s]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2}))?"
SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"^(?P<day>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>\d{{4}}){CLOCK}$",
        rf"^(?P<year>\d{{4}})[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}}){CLOCK}$",
        r"^(?P<month>\d{1,2})[./](?P<year>\d{4})$",
        rf"^(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>[^\W\d_]+)\.?\s+(?P<year>\d{{4}}){CLOCK}$",
        rf"^(?P<name>[^\W\d_]+)\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<year>\d{{4}}){CLOCK}$",
        r"^(?P<name>[^\W\d_]+)\.?\s+(?P<year>\d{4})$",
    )
)


def read(typed: str) -> Edtf:
    """Canonical EDTF or friendly input to its value.

    Raises:
        EdtfError: neither; a sentence with examples.
    """
    text = " ".join(typed.split())
    if ABOUT_CLOCK.search(text):
        text = "about " + ABOUT_CLOCK.sub(" ", text)
    if not text or ("/" in text and ".." in text):
        return parse(text)
    try:
        return parse(text.replace(" T", "T"))
    except EdtfError as error:
        found = _open(text) or _span(text) or _flagged(text)
        if found is None:
            raise _unreadable(text, error) from error
        return parse(found)


def _unreadable(text: str, error: EdtfError) -> EdtfError:
    if re.match(r"^[\dX?~%T:Z+./-]+$", text) and len(text) > 6:
        return error  # it looks like EDTF, so its own complaint helps most
    return EdtfError(
        _("“%(text)s” is not a date we can read. Write for example 16 January 2023, 16.01.2023, January 2023, "
          "about 16 January 2023, 16 January 2023 evening, before 16 January 2023, or 8–14 January 2023.")
        % {"text": text[:40]}
    )  # fmt: skip


def _open(text: str) -> str | None:
    for pattern, kind in OPEN:
        rest = pattern.sub("", text, count=1)
        if rest != text and (found := _flagged(rest)) is not None:
            return _opened(found, kind)
    return None


def _opened(text: str, kind: str) -> str | None:
    if kind == "until":
        return f"../{text}"
    if kind == "since":
        return f"{text}/.."
    point = parse(text).points[0]
    if "/" in text or point.precision not in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        return f"../{text}" if kind == "before" else f"{text}/.."
    step = timedelta(microseconds=1)
    neighbour = point.first - step if kind == "before" else point.last + step
    written = neighbour.strftime({Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m"}.get(point.precision, "%Y"))
    flag = text[-1] if text[-1] in "?~%" else ""
    return f"../{written}{flag}" if kind == "before" else f"{written}{flag}/.."


def _span(text: str) -> str | None:
    """Two dates joined by a dash or by words; "about" in front stands for both."""
    bare = ABOUT.sub("", text)
    mark = "~" if bare != text else ""
    if match := DAYS_OF_MONTH.match(bare):
        end = _date(match["b"])
        start = f"{end[:8]}{int(match['a']):02d}" if end else None
    elif match := RANGE.match(bare):
        start = _flagged(match["a"])
        end = f"{start[:11]}{match['b']}" if start and CLOCK_ONLY.match(match["b"]) else _flagged(match["b"])
    else:
        return None
    return f"{start}{mark}/{end}{mark}" if start and end and "/" not in start + end else None


def _flagged(text: str) -> str | None:
    """One date with "about" before it or a mark after it, and perhaps a part of the day."""
    bare = ABOUT.sub("", text)
    mark = "~" if bare != text else ""
    bare = bare.rstrip()
    if bare.endswith(("?", "~", "%")):
        bare, mark = bare[:-1].rstrip(), "%" if mark + bare[-1] in ("~?", "~%") else bare[-1]
    return _part_of_day(bare, mark) or _marked(_date(bare), mark)


def _marked(date: str | None, mark: str) -> str | None:
    return None if date is None else date + mark


def _part_of_day(text: str, mark: str) -> str | None:
    words = text.replace(",", " ").split()
    for word in (words[-1], words[0]) if len(words) > 1 else ():
        part = PARTS.get(word.casefold())
        rest = " ".join(other for other in words if other != word and other.casefold() not in ("in", "the"))
        if part and (day := _date(rest)) and parse(day).precision is Precision.DAY:
            return f"{day}T{part.value[0]}{mark}/{day}T{part.value[1]}{mark}"
    return None


def _date(text: str) -> str | None:
    """One unmarked date to EDTF, or None."""
    bare = " ".join(NOISE.sub(" ", text).split())
    with suppress(EdtfError):
        if bare and "/" not in bare:
            return parse(bare).text
    for shape in SHAPES:
        if match := shape.match(bare):
            return _written(match.groupdict())
    return None


def _written(found: dict[str, str | None]) -> str | None:
    month = _month(found)
    if month is None:
        return None
    text = f"{found['year']}-{month:02d}"
    if found.get("day"):
        text += f"-{int(found['day'] or 0):02d}"
    if found.get("hour"):
        text += f"T{int(found['hour'] or 0):02d}:{found['minute']}"
    return text


def _month(found: dict[str, str | None]) -> int | None:
    if found.get("month"):
        return int(found["month"] or 0)
    name = (found.get("name") or "").casefold()
    if found.get("day") is None and name in SEASON_NUMBER:
        return SEASON_NUMBER[name]
    return MONTH_NUMBER.get(name)
