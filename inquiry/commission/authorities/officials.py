"""Pages of the officials and of the positions they hold."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.commission.authorities import actions
from inquiry.commission.authorities.chains import chain
from inquiry.commission.authorities.models import Official, Position
from inquiry.commission.authorities.views import crumbs
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.date_fields import DAY
from inquiry.shared.web import filtered, found, paged

READ, CHANGE = Right.COMMISSION_READ, Right.COMMISSION_CHANGE


class OfficialFilter(forms.Form):
    """Narrow the register; with a day, it becomes the list of who held which office then."""

    name = forms.CharField(label=_("Name"), required=False)
    office = forms.CharField(label=_("Office"), required=False)
    on = forms.DateField(label=_("In office on"), required=False, widget=DAY)


@opened_by(READ)
def officials(http: HttpRequest) -> HttpResponse:
    filters = OfficialFilter(http.GET)
    if filters.is_valid() and filters.cleaned_data["on"]:
        return _on_a_day(http, filters)
    lookups = {"name": "name__icontains", "office": "role_title__icontains"}
    rows = filtered(rows_of(http, Official).prefetch_related("positions__authority"), filters, lookups)
    page = paged(http, rows, ("name", "id"))
    context = {"page": page, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "inquiry/officials/list.html", context)


def _on_a_day(http: HttpRequest, filters: OfficialFilter) -> HttpResponse:
    """Who held an office on a day: those of whom the terms prove it, and those of whom they do not say."""
    lookups = {"name": "official__name__icontains", "office": "title__icontains"}
    rows = filtered(rows_of(http, Position).select_related("official", "authority"), filters, lookups)
    asked = [(row, row.held_on(filters.cleaned_data["on"])) for row in rows.order_by("authority__name", "title", "pk")]
    context = {
        "filters": filters,
        "day": filters.cleaned_data["on"],
        "held": [row for row, in_office in asked if in_office],
        "open": [row for row, in_office in asked if in_office is None],
        "may_add": may_here(http, CHANGE),
    }
    return render(http, "inquiry/officials/on_a_day.html", context)


@opened_by(READ)
def official(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Official), ref=ref)
    held = Position.objects.visible_to(http.user).filter(official=record).select_related("authority").order_by("pk")
    return record_page(http, "inquiry/officials/page.html", record, CHANGE, positions=chain(held))


class OfficialForm(RecordForm[Official]):
    class Meta:
        model = Official
        fields = ("name", "role_title", "other_names", "may_be_criticised", "note")


HELP = _(
    "Only people who act in office. Where a source names the office alone, leave the name empty: it stays a gap until a source"
    " fills it.\n\nPeople under protection are never recorded here."
)


@opened_by(CHANGE)
def add_official(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record an official"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:officials")}
    return add_page(http, OfficialForm(http), actions.add_official, given={"inquiry": here(http)}, help=HELP, **words)


@opened_by(CHANGE)
def change_official(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Official), ref=ref)
    heading = now("Change %(name)s") % {"name": record}
    return edit_page(
        http, OfficialForm(http, record), actions.change_official, heading=heading, crumbs=crumbs(), help=HELP
    )


class PositionForm(RecordForm[Position]):
    class Meta:
        model = Position
        fields = ("authority", "title", "since", "since_basis", "until", "until_basis")


@opened_by(CHANGE)
def add_position(http: HttpRequest, ref: str) -> HttpResponse:
    who = found(rows_of(http, Official), ref=ref)
    where = crumbs((str(who), who.get_absolute_url()))
    words = {"heading": now("Record a position"), "crumbs": where, "cancel_url": who.get_absolute_url()}
    return add_page(http, PositionForm(http), actions.add_position, given={"official": who}, **words)


@opened_by(CHANGE)
def change_position(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Position).select_related("official"), ref=ref)
    where = crumbs((str(record.official), record.get_absolute_url()))
    return edit_page(
        http, PositionForm(http, record), actions.change_position, heading=now("Change a position"), crumbs=where
    )
