"""Totals of casualties: computed from the records, by what each is known to be. Pure: rows in, figures out.

A record that was merged into another is not counted again. What was discarded is counted nowhere but under its own heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from witnesses.casualties.choices import Status

COUNTED = (Status.VERIFIED, Status.PENDING, Status.SUSPECTED)
BANDS = ((0, 17), (18, 29), (30, 44), (45, 64), (65, 200))  # years; the first is children
NOT_KNOWN = ""


@dataclass(frozen=True, slots=True)
class One:
    """What of one record is counted; `month` is `2022-01`, and each is empty where it is not known."""

    status: str
    sex: str
    age: int | None
    place: str
    month: str
    standing: str = ""
    manner: str = ""
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its key and how many records of each status in `COUNTED`, then all of these."""

    key: str
    figures: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.figures)


@dataclass(frozen=True, slots=True)
class Totals:
    """Persons by how far they were verified, and the same broken down."""

    by_status: dict[str, int]
    merged: int
    by_sex: Sequence[Row]
    by_band: Sequence[Row]
    by_place: Sequence[Row]
    by_month: Sequence[Row]
    by_standing: Sequence[Row]
    by_manner: Sequence[Row]

    @property
    def standing(self) -> int:
        """Everybody who is recorded and was not discarded."""
        return sum(self.by_status[status] for status in COUNTED)


def band(age: int | None) -> str:
    """`18–29`, `65+`; empty where the age is not known."""
    if age is None:
        return NOT_KNOWN
    low, high = next((low, high) for low, high in BANDS if low <= age <= high)
    return f"{low}+" if high == BANDS[-1][1] else f"{low}–{high}"


def totals(rows: Iterable[One]) -> Totals:
    """Every figure of the page in one pass over the records."""
    found = list(rows)
    alive = [row for row in found if not row.merged]
    counted = [row for row in alive if row.status in COUNTED]
    statuses = Counter(row.status for row in alive)
    order = [band(low) for low, _high in BANDS]
    return Totals(
        {status: statuses[status] for status in Status.values},
        len(found) - len(alive),
        _table((row.sex, row.status) for row in counted),
        _table(((band(row.age), row.status) for row in counted), order),
        _table((row.place, row.status) for row in counted),
        _table((row.month, row.status) for row in counted),
        _table((row.standing, row.status) for row in counted),
        _table((row.manner, row.status) for row in counted),
    )


def _table(pairs: Iterable[tuple[str, str]], order: Sequence[str] = ()) -> list[Row]:
    """(key, status) pairs as lines in order; what is not known comes last."""
    figures = Counter(pairs)
    keys = {key for key, _status in figures}
    known = [key for key in order if key in keys] or sorted(keys - {NOT_KNOWN})
    lines = [*known, *([NOT_KNOWN] if NOT_KNOWN in keys else [])]
    return [Row(key, tuple(figures[key, status] for status in COUNTED)) for key in lines]
