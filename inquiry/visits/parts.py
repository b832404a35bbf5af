"""Pages of a visit's parts: itinerary, travellers, observations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as now

from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, add_page, edit_page, opened_by, rows_of
from inquiry.shared.web import found
from inquiry.visits import actions
from inquiry.visits.models import Leg, Observation, Traveller, Visit
from inquiry.visits.views import crumbs

CHANGE = Right.VISIT_CHANGE


def _inside(visit: Visit, heading: str) -> dict[str, Any]:
    """What a form about a part of `visit` shows."""
    address = visit.get_absolute_url()
    return {"heading": heading, "crumbs": crumbs((visit.title, address)), "cancel_url": address}


class LegForm(RecordForm[Leg]):
    class Meta:
        model = Leg
        fields = ("number", "place", "zone", "arrives", "arrives_basis", "departs", "departs_basis", "happened")


@opened_by(CHANGE)
def add_leg(http: HttpRequest, ref: str) -> HttpResponse:
    visit = found(rows_of(http, Visit), ref=ref)
    form = LegForm(http, initial={"number": visit.legs.count() + 1})
    return add_page(
        http, form, actions.add_leg, given={"visit": visit}, **_inside(visit, now("Add a place to the itinerary"))
    )


@opened_by(CHANGE)
def change_leg(http: HttpRequest, ref: str) -> HttpResponse:
    leg = found(rows_of(http, Leg).select_related("visit", "place"), ref=ref)
    words = _inside(leg.visit, now("Change %(leg)s") % {"leg": leg})
    return edit_page(http, LegForm(http, leg), actions.change_leg, **words)


class TravellerForm(RecordForm[Traveller]):
    class Meta:
        model = Traveller
        fields = ("member", "name", "travelled", "reason")


@opened_by(CHANGE)
def add_traveller(http: HttpRequest, ref: str) -> HttpResponse:
    visit = found(rows_of(http, Visit), ref=ref)
    words = _inside(visit, now("Record who travelled"))
    return add_page(http, TravellerForm(http), actions.add_traveller, given={"visit": visit}, **words)


@opened_by(CHANGE)
def change_traveller(http: HttpRequest, ref: str) -> HttpResponse:
    who = found(rows_of(http, Traveller).select_related("visit", "member"), ref=ref)
    words = _inside(who.visit, now("Change whether %(who)s travelled") % {"who": who})
    return edit_page(http, TravellerForm(http, who), actions.change_traveller, **words)


class ObservationForm(RecordForm[Observation]):
    class Meta:
        model = Observation
        fields = ("seen", "seen_zone", "seen_basis", "leg", "words", "corrects")

    def __init__(self, http: HttpRequest, visit: Visit) -> None:
        super().__init__(http, inquiry=visit.inquiry)
        for name in ("leg", "corrects"):
            field: Any = self.fields[name]
            field.queryset = field.queryset.filter(visit=visit)


@opened_by(CHANGE)
def observe(http: HttpRequest, ref: str) -> HttpResponse:
    visit = found(rows_of(http, Visit), ref=ref)
    words = _inside(visit, now("Record an observation"))
    return add_page(http, ObservationForm(http, visit), actions.observe, given={"visit": visit}, **words)
