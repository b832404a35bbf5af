"""The detainees: list and counts, one person's page, recording, correcting, the questionnaire."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import add_page, edit_page, here, may_here, opened_by, panels, person, record_page, rows_of
from inquiry.shared.date_fields import DAY
from inquiry.shared.tables import record_of
from inquiry.shared.web import filtered, found, paged, panel
from witnesses.detainees import actions, questionnaire, telling
from witnesses.detainees.choices import Held
from witnesses.detainees.contacts import DetaineeLink
from witnesses.detainees.counts import counted
from witnesses.detainees.file import File, load
from witnesses.detainees.forms import ChangeForm, DetaineeForm
from witnesses.detainees.models import Detainee
from witnesses.detainees.timeline import legend, picture

READ, CHANGE, COUNT = Right.DETAINEE_READ, Right.DETAINEE_CHANGE, Right.DETAINEE_COUNT
BESIDE = (
    ("witnesses:acts_of", _("What was done to them"), "alert-triangle", Right.ACT_READ),
    ("witnesses:medical_of", _("Medical evaluations"), "clipboard-check", Right.MEDICAL_READ),
    ("witnesses:ill_treatment_of", _("Ill-treatment by method"), "list-check", Right.MEDICAL_READ),
)


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Detainees"), reverse("witnesses:detainees")), *more]


def to(record: Detainee) -> tuple[str, str]:
    return record.ref, record.get_absolute_url()


class DetaineeFilter(forms.Form):
    """Narrow the list."""

    name = forms.CharField(label=_("Name"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *Held.choices])


@opened_by(COUNT)
def detainees(http: HttpRequest) -> HttpResponse:
    """How many are recorded; and those that the reader may read, if any."""
    filters = DetaineeFilter(http.GET)
    rows = rows_of(http, Detainee).select_related("witness")
    page = paged(http, filtered(rows, filters, {"name": "name__icontains", "status": "status"}))
    context = {
        "page": page,
        "filters": filters,
        "counts": counted(here(http), person(http)),
        "may_read": may_here(http, READ),
        "may_add": may_here(http, CHANGE),
    }
    return render(http, "witnesses/detainees/list.html", context)


class UntilForm(forms.Form):
    """Up to which day?"""

    until = forms.DateField(label=_("Days held up to"), required=False, widget=DAY)


def _until(http: HttpRequest, file: File) -> datetime | None:
    """The end of the day asked about, else the last day that any record names."""
    asked = UntilForm(http.GET or None)
    day = asked.is_valid() and asked.cleaned_data["until"]
    if day:
        return datetime.combine(day, time(), UTC) + timedelta(days=1)
    return file.last_spoken_of


def detainee(http: HttpRequest, ref: str) -> HttpResponse:
    """Everything recorded of one person; that it was read is recorded too."""
    record = found(rows_of(http, Detainee).select_related("witness", "inquiry"), ref=ref)
    actions.read(record, by=person(http))
    file, user = load(record), person(http)
    until = _until(http, file)
    until_day = (until - timedelta(microseconds=1)).date() if until else None
    links = DetaineeLink.objects.visible_to(user).standing().filter(detainee=record).order_by("pk")
    context: dict[str, Any] = {
        **shown(file),
        "until": until,
        "until_day": until_day,
        "until_form": UntilForm(initial={"until": until_day}),
        "days": telling.days_words(file.days(until)) if until else "",
        "days_outside": telling.days_words(file.days_outside_home(until)) if until else "",
        "links": links,
        "may_protect": user.may(Right.DETAINEE_PROTECT, record) and not record.protected,
        "beside": panels(http, BESIDE, ref),
    }
    return record_page(http, "witnesses/detainees/page.html", record, CHANGE, **context)


def shown(file: File) -> dict[str, Any]:
    """A file as the page shows it."""
    rows: list[Any] = [
        file.detainee, *file.custodies, *file.charges, *file.charge_steps, *file.events, *file.counsel, *file.access,
    ]  # fmt: skip
    return {
        "file": file,
        "picture": picture(telling.drawing(file)),
        "legend": legend(),
        "proofs": {row.ref: file.proofs(row) for row in rows},
        "charge_status": {charge.ref: telling.charge_status(file, charge) for charge in file.charges},
        "steps_by_charge": {charge.ref: file.steps_of(charge) for charge in file.charges},
        "gaps": [(one, telling.gap_words(one, file.zone)) for one in file.gaps],
        "disputes": [(one, telling.dispute_words(one)) for one in file.disputes],
        "overlaps": [(one, telling.overlap_words(one)) for one in file.overlaps if one.certain or not one.disputed],
    }


@opened_by(CHANGE)
def add(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record a detainee"), "crumbs": crumbs(), "cancel_url": reverse("witnesses:detainees")}
    return add_page(http, DetaineeForm(http), actions.record, given={"inquiry": here(http)}, **words)


@opened_by(CHANGE)
def change(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Detainee).select_related("witness"), ref=ref)
    form = ChangeForm(http, record)
    return edit_page(http, form, actions.change, heading=now("Correct the detainee"), crumbs=crumbs(to(record)))


def preview(http: HttpRequest, ref: str) -> HttpResponse:
    """The draft of the questionnaire as it stands now; what nobody recorded is said to be unanswered."""
    record = found(rows_of(http, Detainee).select_related("witness", "inquiry"), ref=ref)
    actions.read(record, by=person(http), part="questionnaire")
    draft = questionnaire.draft(load(record))
    context = {"record": record, "draft": draft, "may_build": may_here(http, Right.REGISTER_READ)}
    return render(http, "witnesses/detainees/questionnaire.html", context)


@opened_by(READ)
def about(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel of a request or a petition: the detainees whom it concerns, as far as the reader may read them."""
    record_of(ref, person(http))
    links = DetaineeLink.objects.visible_to(http.user).standing().filter(about_ref=ref, inquiry=here(http))
    rows = links.select_related("detainee__witness").order_by("pk")
    return panel(http, "witnesses/detainees/_about.html", _("Detainees"), {"rows": rows, "ref": ref})
