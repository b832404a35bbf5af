"""The dates of an inquiry that the reader may see: what comes next, and what was last."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.public_statements.models import PublicStatement
from inquiry.rooms import rows_of
from inquiry.shared.dates import Shown
from inquiry.shared.dates.moment import FAR_PAST
from inquiry.visits.models import Leg, Visit

FEW = 6
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Dated:
    """One date: when, what, and the page that tells more."""

    shown: Shown
    what: str
    url: str


def dates(http: HttpRequest) -> tuple[list[Dated], list[Dated]]:
    """What may still come, the next first; and what is over, the last first. Six each at most."""
    found = _visits(rows_of(http, Visit)) + _legs(rows_of(http, Leg)) + _statements(rows_of(http, PublicStatement))
    now = timezone.now()
    coming = [one for one in found if (one.shown.moment.latest or FAR_PAST) >= now]
    past = [one for one in found if (one.shown.moment.latest or FAR_PAST) < now]
    coming.sort(key=lambda one: one.shown.moment.sort_key)
    past.sort(key=lambda one: one.shown.moment.sort_key, reverse=True)
    return coming[:FEW], past[:FEW]


def _visits(rows: QuerySet[Visit]) -> list[Dated]:
    dated = rows.exclude(begins="").exclude(status="cancelled").order_by("-begins")[:LOOKED_AT]
    return [
        Dated(one.begins_shown, _("Visit: %(title)s") % {"title": one}, one.get_absolute_url())
        for one in dated
        if one.begins_shown
    ]


def _legs(rows: QuerySet[Leg]) -> list[Dated]:
    dated = rows.exclude(arrives="").exclude(visit__status="cancelled").select_related("visit", "place")
    return [
        Dated(one.arrives_shown, _("Arrival in %(place)s") % {"place": one.place}, one.get_absolute_url())
        for one in dated.order_by("-arrives")[:LOOKED_AT]
        if one.arrives_shown
    ]


def _statements(rows: QuerySet[PublicStatement]) -> list[Dated]:
    dated = rows.exclude(held="").order_by("-held")[:LOOKED_AT]
    return [
        Dated(one.held_shown, f"{one.get_kind_display()}: {one}", one.get_absolute_url())
        for one in dated
        if one.held_shown
    ]
