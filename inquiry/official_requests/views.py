"""Pages of requests: the list, one request with its story, drafting, and one page for any step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.commission.authorities.models import Authority
from inquiry.life_cycles import page
from inquiry.life_cycles.forms import Rows
from inquiry.life_cycles.page import step_page
from inquiry.official_requests import actions
from inquiry.official_requests.assurances.models import Assurance
from inquiry.official_requests.models import OfficialRequest, RequestEvent, overdue_for
from inquiry.official_requests.notice import notices
from inquiry.official_requests.steps import RequestKind, Status, usual
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

RECENTLY = timedelta(days=90)
FORM = "inquiry/official_requests/form.html"
BESIDE = (
    ("inquiry:petitions_about", _("Petitions"), "gavel", Right.PETITION_READ),
    ("witnesses:detainees_about", _("Detainees whom it concerns"), "lock", Right.DETAINEE_READ),
)
TOGETHER = ("authority", "official", "place", "drafted_by", "created_by", "inquiry")


class RequestFilter(forms.Form):
    """Narrow the requests."""

    q = forms.CharField(label=_("Words in the subject"), required=False)
    kind = forms.ChoiceField(label=_("Asked for"), choices=[("", _("Any")), *RequestKind.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("Any")), *Status.choices], required=False)
    authority = forms.ModelChoiceField(
        Authority.objects.none(), to_field_name="ref", label=_("Authority"), required=False
    )
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def narrowed(self, rows: Any) -> Any:
        """The rows that fit what was chosen."""
        if not self.is_valid():
            return rows
        chosen = self.cleaned_data
        rows = rows.overdue() if chosen["overdue"] else rows
        words = Q(subject__icontains=chosen["q"]) | Q(ref__iexact=chosen["q"])
        fields = {name: chosen[name] for name in ("kind", "status", "authority") if chosen[name]}
        return rows.filter(words, **fields)


@opened_by(Right.REQUEST_READ)
def official_requests(http: HttpRequest) -> HttpResponse:
    """Every request one may read, newest first."""
    form = RequestFilter(http.GET)
    form.fields["authority"].queryset = rows_of(http, Authority).order_by("name")  # type: ignore[attr-defined]
    rows = form.narrowed(rows_of(http, OfficialRequest).select_related("authority", "official"))
    page = paged(http, rows)
    may_draft = may_here(http, Right.REQUEST_DRAFT)
    context = {"page": page, "filters": form, "may_draft": may_draft, "narrowed": any(http.GET.values())}
    return render(http, "inquiry/official_requests/list.html", context)


def official_request(http: HttpRequest, ref: str) -> HttpResponse:
    """One request: what was asked, what became of it, what notice was given."""
    request = found(OfficialRequest.objects.visible_to(http.user).select_related(*TOGETHER), ref=ref)
    events = request.events.select_related("official", "place", "created_by")
    steps, more = usual(request.kind, available(request, person(http)))
    story = page.story(http, request, events)
    told = story["told"]
    context: dict[str, Any] = {
        **story,
        "main_steps": [*_petition(http, request), *steps],
        "more": more,
        "letter": next((step.facts for step in told if step.facts.letter and not step.voided), None),
        "notices": {one.number: one for one in notices([step for step in told if not step.voided])},
        "assurances": Assurance.objects.visible_to(http.user)
        .filter(request=request)
        .select_related("authority", "official"),
        "why_not_send": _why_not_send(request, http.user),
        "beside": panels(http, BESIDE, ref),
    }
    return record_page(http, "inquiry/official_requests/page.html", request, Right.REQUEST_DRAFT, **context)


def _petition(http: HttpRequest, request: OfficialRequest) -> list[dict[str, str]]:
    """The button that a refused request offers to whoever keeps petitions."""
    if request.status != Status.REFUSED or not may_here(http, Right.PETITION_CHANGE):
        return []
    url = f"{reverse('inquiry:petition_draft')}?request={request.ref}"
    return [{"verb": "petition", "label": now_in_words("Prepare a petition"), "url": url, "icon": "gavel"}]


def _why_not_send(request: OfficialRequest, user: Any) -> str:
    """The drafter is told why the button is missing; nobody else needs to be."""
    mine = request.status == Status.DRAFT and request.drafted_by_id == user.pk and user.may(Right.REQUEST_SEND, request)
    return now_in_words("You wrote this draft: a colleague reads it and sends it.") if mine else ""


class DraftForm(Rows, RecordForm[OfficialRequest]):
    class Meta:
        model = OfficialRequest
        fields = (
            "kind", "subject", "authority", "official", "addressee", "issues", "wanted", "wanted_zone", "wanted_basis", "place",
            "due_on", "language", "letter", "authority_basis", "terms",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "letter": forms.Textarea(attrs={"rows": 14}), "issues": forms.Textarea(attrs={"rows": 4}), "due_on": DAY,
        }  # fmt: skip


@opened_by(Right.REQUEST_DRAFT)
def draft(http: HttpRequest) -> HttpResponse:
    """A new request."""
    words = {
        "heading": now_in_words("Draft a request"),
        "cancel_url": reverse("inquiry:official_requests"),
        "crumbs": crumbs(),
    }
    return add_page(http, DraftForm(http), actions.draft, given={"inquiry": here(http)}, template=FORM, **words)


def change(http: HttpRequest, ref: str) -> HttpResponse:
    """Change a draft; a colleague's change in between is shown, not overwritten."""
    request = found(OfficialRequest.objects.visible_to(http.user), ref=ref)
    if http.method != "POST":  # what was posted is refused by the action, on the form that keeps it
        check(request, "change", person(http))
    heading = now_in_words("Change the draft")
    return edit_page(
        http, DraftForm(http, request), actions.change, template=FORM, heading=heading, crumbs=crumbs(request)
    )


def crumbs(request: OfficialRequest | None = None) -> list[tuple[str, str]]:
    """The way to a page: label and address."""
    way = [(now_in_words("Requests"), reverse("inquiry:official_requests"))]
    return [*way, (request.ref, request.get_absolute_url())] if request else way


def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Take the step `verb`: the form asks what the step needs."""
    request = found(OfficialRequest.objects.visible_to(http.user), ref=ref)
    return step_page(http, request, verb, RequestEvent, actions.VERBS, crumbs(request))


@opened_by(Right.REQUEST_READ)
def requests_overview(http: HttpRequest) -> HttpResponse:
    """Panel of the overview: what is overdue, what comes next, what was cancelled lately."""
    mine = rows_of(http, OfficialRequest).select_related("authority", "official")
    ahead = mine.filter(status=Status.SCHEDULED, appointment_until__gte=timezone.now()).order_by(
        "appointment_until", "id"
    )
    since = timezone.now() - RECENTLY
    cancelled = RequestEvent.objects.filter(request__in=mine, verb="record_cancellation", created_at__gte=since)
    context = {
        "overdue": overdue_for(person(http)).filter(inquiry=here(http)).select_related("authority", "official")[:6],
        "ahead": ahead.select_related("place")[:5],
        "cancelled": cancelled.select_related("request__authority", "request__official").order_by("-id")[:5],
    }
    return panel(http, "inquiry/official_requests/_overview.html", _("Requests"), context)
