"""The register of places."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.commission.places import actions
from inquiry.commission.places.models import Place, PlaceKind
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.web import filtered, found, paged

READ, CHANGE = Right.COMMISSION_READ, Right.COMMISSION_CHANGE


class PlaceFilter(forms.Form):
    """Narrow the register."""

    name = forms.CharField(label=_("Name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *PlaceKind.choices])


@opened_by(READ)
def places(http: HttpRequest) -> HttpResponse:
    filters = PlaceFilter(http.GET)
    rows = filtered(rows_of(http, Place), filters, {"name": "name__icontains", "kind": "kind"})
    page = paged(http, rows, ("name", "id"))
    context = {"page": page, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "inquiry/places/list.html", context)


@opened_by(READ)
def place(http: HttpRequest, ref: str) -> HttpResponse:
    return record_page(http, "inquiry/places/page.html", found(rows_of(http, Place), ref=ref), CHANGE)


class PlaceForm(RecordForm[Place]):
    class Meta:
        model = Place
        fields = ("name", "other_names", "kind", "zone", "country", "latitude", "longitude", "note")


def crumbs() -> list[tuple[str, str]]:
    return [(now("Places"), reverse("inquiry:places"))]


@opened_by(CHANGE)
def add_place(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record a place"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:places")}
    return add_page(http, PlaceForm(http), actions.add_place, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change_place(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Place), ref=ref)
    heading = now("Change %(name)s") % {"name": record}
    return edit_page(http, PlaceForm(http, record), actions.change_place, heading=heading, crumbs=crumbs())
