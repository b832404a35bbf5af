"""Casualties as one reader may be told them, and the rows that are counted for this reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from inquiry.shared.dates import Shown
from witnesses.acts import access, reading
from witnesses.acts.counting import month_of
from witnesses.casualties.models import Casualty
from witnesses.casualties.totals import One, band


@dataclass(frozen=True, slots=True)
class Told:
    """One casualty for one reader. `exact`: everything may be told; else sex, age band, month and country alone."""

    one: Casualty
    exact: bool
    when: Shown | str
    place: str
    place_url: str
    age: str
    witness_url: str


def told(user: Any, rows: Iterable[Casualty]) -> list[Told]:
    """Each as `user` may be told it; two queries for a page."""
    found = list(rows)
    exact = access.told_exactly(user, found)
    return [_told(user, row, row.pk in exact) for row in found]


def _told(user: Any, one: Casualty, exact: bool) -> Told:
    linked = exact and one.witness is not None
    return Told(
        one,
        exact,
        (one.happened_shown or "") if exact else reading.coarse_day(one.happened),
        str(one.place or "") if exact else reading.coarse_place(one.place),
        one.place.get_absolute_url() if exact and one.place else "",
        _age(one) if exact else band(one.age),
        one.witness.get_absolute_url() if linked and one.witness else "",
    )


def _age(one: Casualty) -> str:
    if one.age is None:
        return ""
    return f"≈ {one.age}" if one.age_estimated else str(one.age)


def rows_to_count(user: Any, rows: QuerySet[Casualty]) -> list[One]:
    """The records as they are counted; a place that the reader may not know exactly counts under its country."""
    found = list(rows.select_related("place"))
    exact = access.told_exactly(user, found)
    return [
        One(
            row.status, row.sex, row.age,
            str(row.place or "") if row.pk in exact else reading.coarse_place(row.place),
            month_of(row.happened), row.standing, row.manner, row.merged_into_id is not None,
        )
        for row in found
    ]  # fmt: skip
