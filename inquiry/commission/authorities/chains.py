"""Who held an office when: the terms in order, with the gaps and overlaps that the dates prove. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from inquiry.shared.dates import Moment

ZONE = "UTC"  # terms are told in days; the zone shifts nothing


class Term(Protocol):
    """Something that lasts from `since` until `until`: EDTF texts, either may be empty."""

    @property
    def since(self) -> Any: ...

    @property
    def until(self) -> Any: ...


T = TypeVar("T", bound=Term)


class Between(StrEnum):
    """How a term follows on the one before it."""

    FOLLOWS = "follows"
    GAP = "gap"
    OVERLAP = "overlap"
    UNKNOWN = "unknown"  # an end or a beginning is not stated, or too vague to tell


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A term, and how it follows on the one before: for a gap its first and last day, for an overlap its two."""

    term: T
    between: Between | None = None
    first: date | None = None
    last: date | None = None


def chain(terms: Iterable[T]) -> list[Held[T]]:
    """The terms in order of their beginnings, those without one last, each compared with the one before it."""
    rows = sorted(terms, key=_begins)
    found: list[Held[T]] = []
    for number, term in enumerate(rows):
        found.append(_after(rows[number - 1], term) if number else Held(term))
    return found


def _begins(term: Term) -> tuple[bool, str, str]:
    first = _moment(term.since)
    day = first.earliest_day if first else None
    return day is None, day.isoformat() if day else "", term.until


def _moment(text: str) -> Moment | None:
    return Moment.of(text, ZONE) if text else None


def _after(before: Term, term: T) -> Held[T]:
    ended, began = _moment(before.until), _moment(term.since)
    if (
        ended is None
        or began is None
        or None in (ended.latest_day, ended.earliest_day, began.earliest_day, began.latest_day)
    ):
        return Held(term, Between.UNKNOWN)
    end_last, end_first, begin_first, begin_last = (
        ended.latest_day, ended.earliest_day, began.earliest_day, began.latest_day,
    )  # fmt: skip
    one = timedelta(days=1)
    if end_last and begin_first and end_last + one < begin_first:
        return Held(term, Between.GAP, end_last + one, begin_first - one)
    if end_first and begin_last and end_first > begin_last:
        return Held(term, Between.OVERLAP, begin_last, end_first)
    certain = ended.precision == began.precision == "day" and ended.firm and began.firm
    return Held(term, Between.FOLLOWS if certain else Between.UNKNOWN)
