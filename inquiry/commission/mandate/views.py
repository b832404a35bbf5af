"""The areas of the mandate, one by one; the tree stands on the commission's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as now

from inquiry.accounts.rights import Right
from inquiry.commission.mandate import actions
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.views import crumbs
from inquiry.rooms import RecordForm, add_page, edit_page, here, opened_by, record_page, rows_of
from inquiry.shared.web import found

READ, CHANGE = Right.COMMISSION_READ, Right.COMMISSION_CHANGE


class AreaForm(RecordForm[MandateArea]):
    class Meta:
        model = MandateArea
        fields = ("code", "parent", "title", "matter", "persons", "places", "period", "applicable_law")


@opened_by(READ)
def area(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, MandateArea).select_related("parent"), ref=ref)
    parts = rows_of(http, MandateArea).filter(parent=record).order_by("code")
    return record_page(http, "inquiry/mandate/page.html", record, CHANGE, parts=parts)


@opened_by(CHANGE)
def add_area(http: HttpRequest) -> HttpResponse:
    parent = rows_of(http, MandateArea).filter(ref=http.GET.get("parent", "")).first()
    form = AreaForm(http, initial={"parent": parent})
    words = {"heading": now("Record an area of the mandate"), "crumbs": crumbs()}
    return add_page(
        http, form, actions.add_area, given={"inquiry": here(http)}, cancel_url=reverse("inquiry:commission"), **words
    )


@opened_by(CHANGE)
def change_area(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, MandateArea), ref=ref)
    heading = now("Change area %(code)s") % {"code": record.code}
    return edit_page(http, AreaForm(http, record), actions.change_area, heading=heading, crumbs=crumbs())
