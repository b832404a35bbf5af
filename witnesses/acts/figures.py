"""Counts and the map: computed from the acts that the reader may see, each time they are asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by, rows_of
from inquiry.shared.drawing.places import Spot, drawing
from inquiry.shared.terms import words_of
from witnesses.acts import access, counting
from witnesses.acts.counting import Count, Done
from witnesses.acts.models import Act
from witnesses.acts.reading import coarse_place
from witnesses.acts.terms import ACTS, METHODS, Vocabulary

READ = Right.ACT_READ


def done(rows: Iterable[Act]) -> list[Done]:
    """The acts as they are counted."""
    return [Done(row.counted_as, row.act_type, tuple(row.methods), counting.month_of(row.happened)) for row in rows]


@opened_by(READ)
def counts(http: HttpRequest) -> HttpResponse:
    """Persons and acts by type, by method, by type and month."""
    rows = done(rows_of(http, Act).only("counted_as", "act_type", "methods", "happened"))
    months = sorted({row.month for row in rows}, key=lambda month: (month == "", month))
    context = {
        "all": counting.counted(rows),
        "types": _named(counting.by_type(rows), ACTS),
        "methods": _named(counting.by_method(rows), METHODS),
        "months": [words_of(month) or _("no month known") for month in months],
        "by_month": _by_month(rows, months),
    }
    return render(http, "witnesses/acts/counts.html", context)


def _named(found: dict[str, Count], vocabulary: Vocabulary) -> list[tuple[str, Count]]:
    """The counts with their words, in the order of the list; what the list does not hold comes last."""
    order = [*vocabulary.terms, *sorted(set(found) - set(vocabulary.terms))]
    return [(vocabulary.words(code), found[code]) for code in order if code in found]


def _by_month(rows: list[Done], months: list[str]) -> list[tuple[str, list[Count | None]]]:
    """Type in words → a count for each month, None where there is none."""
    found = counting.by_type_and_month(rows)
    kinds = [code for code in ACTS.terms if any((code, month) in found for month in months)]
    return [(ACTS.words(code), [found.get((code, month)) for month in months]) for code in kinds]


@opened_by(READ)
def act_map(http: HttpRequest) -> HttpResponse:
    """Where the acts happened: dots for places with coordinates, and everything in the table behind."""
    rows = rows_of(http, Act).select_related("place")
    exact = rows.filter(access.exactly(http.user), place__isnull=False)
    spots, unplaced = _spots(exact)
    coarse = rows.exclude(pk__in=exact.values("pk"))
    context = {"drawing": drawing(spots), "spots": spots, "unplaced": [*unplaced, *_coarse(coarse)]}
    return render(http, "witnesses/acts/map.html", context)


def _spots(rows: QuerySet[Act]) -> tuple[list[Spot], list[tuple[str, Count]]]:
    """The places with coordinates, and the counts of those without."""
    parts: dict[int, list[Act]] = {}
    for row in rows:
        parts.setdefault(row.place_id or 0, []).append(row)
    spots, without = [], []
    for part in parts.values():
        place, count = part[0].place, counting.counted(done(part))
        if place is None or place.latitude is None or place.longitude is None:
            without.append((str(place), count))
            continue
        acts = count.acts + count.groups
        spots.append(Spot(str(place), float(place.latitude), float(place.longitude), acts, count.persons))
    return sorted(spots, key=lambda spot: (-spot.count, spot.name)), sorted(without, key=lambda row: row[0])


def _coarse(rows: Iterable[Act]) -> list[tuple[str, Count]]:
    """The acts whose place the reader may know only as a country, or whose place nobody knows."""
    parts: dict[str, list[Act]] = {}
    for row in rows:
        parts.setdefault(coarse_place(row.place) or _("place not known"), []).append(row)
    return [(name, counting.counted(done(part))) for name, part in sorted(parts.items())]
