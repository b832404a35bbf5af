"""Pages of assurances."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.life_cycles import page
from inquiry.life_cycles.forms import Rows
from inquiry.life_cycles.page import step_page
from inquiry.official_requests.assurances import actions
from inquiry.official_requests.assurances.models import Assurance, AssuranceEvent, Outcome
from inquiry.official_requests.models import OfficialRequest
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, person, record_page, rows_of
from inquiry.shared.web import found, paged
from inquiry.shared.workflow import available, check

FORM = "inquiry/official_requests/form.html"
TOGETHER = ("authority", "official", "request", "created_by", "inquiry")


class AssuranceFilter(forms.Form):
    """Narrow the assurances."""

    q = forms.CharField(label=_("Words"), required=False)
    status = forms.ChoiceField(label=_("Outcome"), choices=[("", _("Any")), *Outcome.choices], required=False)


@opened_by(Right.REQUEST_READ)
def assurances(http: HttpRequest) -> HttpResponse:
    """Every assurance one may read, newest first."""
    form = AssuranceFilter(http.GET)
    rows = rows_of(http, Assurance).select_related("authority", "official")
    if form.is_valid():
        rows = rows.filter(words__icontains=form.cleaned_data["q"])
        rows = rows.filter(status=form.cleaned_data["status"]) if form.cleaned_data["status"] else rows
    may_give = may_here(http, Right.REQUEST_RECORD)
    context = {"page": paged(http, rows), "filters": form, "may_give": may_give, "narrowed": any(http.GET.values())}
    return render(http, "inquiry/official_requests/assurances/list.html", context)


def assurance(http: HttpRequest, ref: str) -> HttpResponse:
    """One assurance and what came of it."""
    record = found(Assurance.objects.visible_to(http.user).select_related(*TOGETHER), ref=ref)
    context: dict[str, Any] = {
        **page.story(http, record, record.events.select_related("shown_by", "created_by")),
        "main_steps": [row for row in available(record, person(http)) if row.verb != "correct"],
        "request_seen": OfficialRequest.objects.visible_to(http.user).filter(pk=record.request_id or 0).first(),
    }
    return record_page(http, "inquiry/official_requests/assurances/page.html", record, Right.REQUEST_RECORD, **context)


class AssuranceForm(Rows, RecordForm[Assurance]):
    class Meta:
        model = Assurance
        fields = ("words", "official", "authority", "given", "given_zone", "given_basis", "request")
        widgets: ClassVar[dict[str, Any]] = {"words": forms.Textarea(attrs={"rows": 4})}


@opened_by(Right.REQUEST_RECORD)
def give(http: HttpRequest) -> HttpResponse:
    """A new assurance; `?request=OR-0001` fills in about which request."""
    about = rows_of(http, OfficialRequest).filter(ref=http.GET.get("request", "")).first()
    first = {"request": about, "official": about.official, "authority": about.authority} if about else {}
    words = {
        "heading": now_in_words("Record an assurance"),
        "cancel_url": reverse("inquiry:assurances"),
        "crumbs": crumbs(),
    }
    form = AssuranceForm(http, initial=first)
    return add_page(http, form, actions.give, given={"inquiry": here(http)}, template=FORM, **words)


def change(http: HttpRequest, ref: str) -> HttpResponse:
    """Change an assurance whose outcome is open; a colleague's change in between is shown, not overwritten."""
    record = found(Assurance.objects.visible_to(http.user), ref=ref)
    if http.method != "POST":  # what was posted is refused by the action, on the form that keeps it
        check(record, "change", person(http))
    heading = now_in_words("Change the assurance")
    return edit_page(
        http, AssuranceForm(http, record), actions.change, template=FORM, heading=heading, crumbs=crumbs(record)
    )


def crumbs(record: Assurance | None = None) -> list[tuple[str, str]]:
    """The way to a page: label and address."""
    way = [(now_in_words("Assurances"), reverse("inquiry:assurances"))]
    return [*way, (record.ref, record.get_absolute_url())] if record else way


def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Take the step `verb`: the form asks what the step needs."""
    record = found(Assurance.objects.visible_to(http.user), ref=ref)
    return step_page(http, record, verb, AssuranceEvent, actions.VERBS, crumbs(record))
