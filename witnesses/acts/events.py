"""Pages of the events: the list, one event with its acts, the form about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.commission.mandate.models import MandateArea
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.web import filtered, found, paged
from witnesses.acts import actions, counting, reading, references
from witnesses.acts.figures import done
from witnesses.acts.models import Act, Event
from witnesses.acts.views import crumbs, with_parts

READ, CHANGE = Right.ACT_READ, Right.ACT_CHANGE


def where(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return crumbs((_("Events"), reverse("witnesses:events")), *more)


class EventFilter(forms.Form):
    """Narrow the list."""

    title = forms.CharField(label=_("Title"), required=False)
    area = forms.ModelChoiceField(label=_("Area of the mandate"), required=False, queryset=MandateArea.objects.none())

    def __init__(self, http: HttpRequest) -> None:
        super().__init__(http.GET)
        field: Any = self.fields["area"]
        field.queryset = rows_of(http, MandateArea).order_by("code")


@opened_by(READ)
def events(http: HttpRequest) -> HttpResponse:
    filters = EventFilter(http)
    rows = filtered(rows_of(http, Event), filters, {"title": "title__icontains", "area": "areas"})
    page = paged(http, rows.select_related("place").prefetch_related("areas"))
    exact = reading.events_exactly(http.user, page.rows)
    shown = [_told(event, event.pk in exact) for event in page.rows]
    context = {"page": page, "rows": shown, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "witnesses/acts/events.html", context)


def _told(event: Event, exact: bool) -> dict[str, Any]:
    """One event as the reader may be told it."""
    return {
        "event": event,
        "exact": exact,
        "when": event.happened_shown if exact else reading.coarse_day(event.happened),
        "place": str(event.place or "") if exact else reading.coarse_place(event.place),
    }


@opened_by(READ)
def event(http: HttpRequest, ref: str) -> HttpResponse:
    """One event with those of its acts that the reader may see, and how many persons those were done to."""
    record = found(rows_of(http, Event).select_related("place").prefetch_related("areas"), ref=ref)
    audit.record("event.read", about=record, by=http.user)  # type: ignore[arg-type]
    rows = list(with_parts(Act.objects.visible_to(http.user).filter(event=record)).order_by("pk")[:500])
    context = {
        **_told(record, record.pk in reading.events_exactly(http.user, [record])),
        "rests_on": references.seen_by(record.rests_on, http.user),
        "acts": reading.told(http.user, rows),
        "count": counting.counted(done(rows)),
        "may_add": may_here(http, CHANGE),
    }
    return record_page(http, "witnesses/acts/event.html", record, CHANGE, **context)


class EventForm(RecordForm[Event]):
    class Meta:
        model = Event
        fields = (
            "title", "known", "happened", "happened_zone", "happened_basis", "place", "areas", "status", "description",
            "rests_on",
        )  # fmt: skip
        widgets = {"areas": forms.CheckboxSelectMultiple}  # noqa: RUF012 - as Django declares it


@opened_by(CHANGE)
def add_event(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record an event"), "crumbs": where(), "cancel_url": reverse("witnesses:events")}
    return add_page(http, EventForm(http), actions.add_event, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change_event(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Event), ref=ref)
    return edit_page(
        http, EventForm(http, record), actions.change_event, heading=now("Change the event"), crumbs=where()
    )
