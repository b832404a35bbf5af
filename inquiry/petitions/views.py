"""Pages of petitions: the list, one petition with its decisions and what was done under them, one page for any step."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.life_cycles import page
from inquiry.life_cycles.page import step_page
from inquiry.official_requests.models import OfficialRequest
from inquiry.petitions import actions, rules
from inquiry.petitions.models import Petition, PetitionEvent, acts_among, decided, valid_when
from inquiry.petitions.steps import Status, usual
from inquiry.petitions.validity import in_force
from inquiry.rooms import (
    RecordForm,
    add_page,
    edit_page,
    here,
    may_here,
    opened_by,
    panels,
    person,
    record_page,
    rows_of,
)
from inquiry.shared.date_fields import DAY
from inquiry.shared.web import found, paged, panel
from inquiry.shared.workflow import available, check

BESIDE = (("witnesses:detainees_about", _("Detainees whom it concerns"), "lock", Right.DETAINEE_READ),)
TOGETHER = ("court", "request", "created_by", "inquiry")


class PetitionFilter(forms.Form):
    """Narrow the petitions."""

    q = forms.CharField(label=_("Words in the subject"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Any")), *Status.choices], required=False)


@opened_by(Right.PETITION_READ)
def petitions(http: HttpRequest) -> HttpResponse:
    """Every petition one may read, newest first."""
    form = PetitionFilter(http.GET)
    rows = rows_of(http, Petition).select_related("court")
    if form.is_valid():
        rows = rows.filter(subject__icontains=form.cleaned_data["q"])
        rows = rows.filter(status=form.cleaned_data["status"]) if form.cleaned_data["status"] else rows
    may_draft = may_here(http, Right.PETITION_CHANGE)
    context = {"page": paged(http, rows), "filters": form, "may_draft": may_draft, "narrowed": any(http.GET.values())}
    return render(http, "inquiry/petitions/list.html", context)


class DayForm(forms.Form):
    """On which day?"""

    day = forms.DateField(label=_("Was a permission in force on"), required=False, widget=DAY)


def petition(http: HttpRequest, ref: str) -> HttpResponse:
    """One petition: decisions, what was done under them, and whether a permission was in force on a day."""
    record = found(Petition.objects.visible_to(http.user).select_related(*TOGETHER), ref=ref)
    story = page.story(http, record, record.events.select_related("place", "created_by"))
    standing = [one for one in story["told"] if not one.voided]
    decisions = decided(standing)
    asked = DayForm(http.GET or None)
    day: date = (asked.is_valid() and asked.cleaned_data["day"]) or today()
    steps, more = usual(available(record, person(http)))
    context: dict[str, Any] = {
        **story,
        "main_steps": steps,
        "more": more,
        "warnings": {act.number: rules.warning(valid_when(decisions, act.at)) for act in acts_among(standing)},
        "request_seen": OfficialRequest.objects.visible_to(http.user).filter(pk=record.request_id or 0).first(),
        "day_form": DayForm(initial={"day": day}),
        "day": day,
        "in_force": in_force(decisions, day),
    }
    context["beside"] = panels(http, BESIDE, ref)
    return record_page(http, "inquiry/petitions/page.html", record, Right.PETITION_CHANGE, **context)


class PetitionForm(RecordForm[Petition]):
    class Meta:
        model = Petition
        fields = ("subject", "court", "request", "person", "asks", "case_number")
        widgets: ClassVar[dict[str, Any]] = {"asks": forms.Textarea(attrs={"rows": 6})}


def _prefilled(http: HttpRequest) -> dict[str, Any]:
    """What a petition takes over from the request `?request=OR-0001` that it follows."""
    after = OfficialRequest.objects.visible_to(http.user).filter(ref=http.GET.get("request", "")).first()
    if after is None:
        return {}
    subject = now_in_words("After %(ref)s: %(subject)s") % {"ref": after.ref, "subject": after.subject}
    return {"request": after, "subject": subject[:200], "asks": after.issues}


@opened_by(Right.PETITION_CHANGE)
def draft(http: HttpRequest) -> HttpResponse:
    """A new petition, prefilled from a refused request where one is named."""
    words = {
        "heading": now_in_words("Prepare a petition"),
        "cancel_url": reverse("inquiry:petitions"),
        "crumbs": crumbs(),
    }
    form = PetitionForm(http, initial=_prefilled(http))
    return add_page(http, form, actions.draft, given={"inquiry": here(http)}, **words)


def change(http: HttpRequest, ref: str) -> HttpResponse:
    """Change a draft; a colleague's change in between is shown, not overwritten."""
    record = found(Petition.objects.visible_to(http.user), ref=ref)
    if http.method != "POST":  # what was posted is refused by the action, on the form that keeps it
        check(record, "change", person(http))
    heading = now_in_words("Change the draft")
    return edit_page(http, PetitionForm(http, record), actions.change, heading=heading, crumbs=crumbs(record))


def crumbs(record: Petition | None = None) -> list[tuple[str, str]]:
    """The way to a page: label and address."""
    way = [(now_in_words("Petitions"), reverse("inquiry:petitions"))]
    return [*way, (record.ref, record.get_absolute_url())] if record else way


def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Take the step `verb`: the form asks what the step needs."""
    record = found(Petition.objects.visible_to(http.user), ref=ref)
    return step_page(http, record, verb, PetitionEvent, actions.VERBS, crumbs(record))


@opened_by(Right.PETITION_READ)
def petitions_about(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel of a request: the petitions that followed it."""
    rows = Petition.objects.visible_to(http.user).filter(request__ref=ref).select_related("court").order_by("id")
    may_draft = may_here(http, Right.PETITION_CHANGE)
    return panel(
        http, "inquiry/petitions/_about.html", _("Petitions"), {"rows": rows, "ref": ref, "may_draft": may_draft}
    )
