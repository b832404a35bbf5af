"""How many persons, and to how many was done what: counted on acts, each person once. Pure: rows in, figures out.

An event has no victims and is never counted on. An unnamed group is no number of persons: its acts are counted beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from inquiry.shared.dates import EdtfError, parse

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Done:
    """One act as it is counted. `person` is the reference under which its victim is counted; empty for a group."""

    person: str
    act_type: str
    methods: tuple[str, ...] = ()
    month: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct persons, acts done to them, and acts done to groups that nobody counted."""

    persons: int
    acts: int
    groups: int


def counted(rows: Iterable[Done]) -> Count:
    """All of `rows` together: the persons of two parts may be the same, so parts never add up to this."""
    found = list(rows)
    named = [row.person for row in found if row.person]
    return Count(len(set(named)), len(named), len(found) - len(named))


def by_type(rows: Iterable[Done]) -> dict[str, Count]:
    """Type of act → count."""
    return _each((row.act_type, row) for row in rows)


def by_method(rows: Iterable[Done]) -> dict[str, Count]:
    """Method of violence → count; an act with two methods stands under both, its victim once under each."""
    return _each((method, row) for row in rows for method in set(row.methods))


def by_type_and_month(rows: Iterable[Done]) -> dict[tuple[str, str], Count]:
    """(type of act, month) → count; the month is empty where the date does not say it."""
    return _each(((row.act_type, row.month), row) for row in rows)


def _each(pairs: Iterable[tuple[K, Done]]) -> dict[K, Count]:
    parts: Mapping[K, list[Done]] = defaultdict(list)
    for key, row in pairs:
        parts[key].append(row)
    return {key: counted(part) for key, part in parts.items()}


def month_of(text: str) -> str:
    """`2022-01` of an EDTF text that lies in one month whatever its day; empty where it may lie in several."""
    try:
        points = parse(text).points if text else ()
    except EdtfError:
        return ""
    months = {moment.strftime("%Y-%m") for point in points for moment in (point.first, point.last)}
    whole = bool(points) and len(points) == (2 if "/" in text else 1)
    return months.pop() if whole and len(months) == 1 else ""
