"""The visits: list, page, plan and change, and the steps of their life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.web import act, filtered, form_page, found, paged
from inquiry.shared.workflow import step_of
from inquiry.visits import actions
from inquiry.visits.models import Visit, VisitStatus

READ, CHANGE = Right.VISIT_READ, Right.VISIT_CHANGE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Visits"), reverse("inquiry:visits")), *more]


class VisitFilter(forms.Form):
    """Narrow the list."""

    title = forms.CharField(label=_("Title"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *VisitStatus.choices])


@opened_by(READ)
def visits(http: HttpRequest) -> HttpResponse:
    filters = VisitFilter(http.GET)
    page = paged(http, filtered(rows_of(http, Visit), filters, {"title": "title__icontains", "status": "status"}))
    context = {"page": page, "filters": filters, "may_add": may_here(http, CHANGE)}
    return render(http, "inquiry/visits/list.html", context)


@opened_by(READ)
def visit(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Visit), ref=ref)
    parts = {
        "legs": record.legs.select_related("place").order_by("number"),
        "travellers": record.travellers.select_related("member").order_by("pk"),
        "observations": record.observations.select_related("leg__place", "created_by", "corrects").order_by("pk"),
    }
    return record_page(http, "inquiry/visits/page.html", record, CHANGE, **parts)


class VisitForm(RecordForm[Visit]):
    class Meta:
        model = Visit
        fields = (
            "title", "purpose", "begins", "begins_zone", "begins_basis", "ends", "ends_zone", "ends_basis", "outcome",
        )  # fmt: skip


@opened_by(CHANGE)
def plan(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Plan a visit"), "crumbs": crumbs(), "cancel_url": reverse("inquiry:visits")}
    return add_page(http, VisitForm(http), actions.plan, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Visit), ref=ref)
    return edit_page(http, VisitForm(http, record), actions.change, heading=now("Change the visit"), crumbs=crumbs())


class BeginForm(forms.Form):
    """Nothing more is asked."""


class EndForm(forms.Form):
    outcome = forms.CharField(label=_("What came of it"), required=False, widget=forms.Textarea)


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea)


VERBS: dict[str, tuple[type[forms.Form], Callable[..., Visit]]] = {
    "begin": (BeginForm, actions.begin),
    "end": (EndForm, actions.end),
    "cancel": (CancelForm, actions.cancel),
}


@opened_by(CHANGE)
def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """One step of a visit's life: a form with what it wants, then the visit."""
    record = found(rows_of(http, Visit), ref=ref)
    if verb not in VERBS:
        raise Http404
    form_class, action = VERBS[verb]
    form = form_class(http.POST if http.method == "POST" else None)
    if act(http, form, action, ref, by=http.user) is not None:
        return redirect(record)
    where = crumbs((record.title, record.get_absolute_url()))
    words = {"heading": step_of(record, verb).words, "crumbs": where, "record": record}
    context = {**words, "cancel_url": record.get_absolute_url(), "grave": verb == "cancel"}
    return form_page(http, "inquiry/form.html", form, context)
