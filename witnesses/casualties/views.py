"""Pages of the casualties: the list, one record with its decisions, the form, the steps, saying that two are one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.rooms import (
    RecordForm,
    add_page,
    edit_page,
    here,
    may_here,
    narrow,
    opened_by,
    record_page,
    rows_of,
    verb_page,
)
from inquiry.shared.web import filtered, found, paged
from inquiry.shared.workflow import available, step_of
from witnesses.acts import access, references
from witnesses.acts.models import Event
from witnesses.casualties import actions, reading, rules
from witnesses.casualties.choices import Sex, Status
from witnesses.casualties.models import Casualty

READ, CHANGE = Right.CASUALTY_READ, Right.CASUALTY_CHANGE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Casualties"), reverse("witnesses:casualties")), *more]


class CasualtyFilter(forms.Form):
    """Narrow the list."""

    name = forms.CharField(label=_("Name"), required=False)
    status = forms.ChoiceField(label=_("Verification"), required=False, choices=[("", _("All")), *Status.choices])
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("All")), *Sex.choices])


@opened_by(READ)
def casualties(http: HttpRequest) -> HttpResponse:
    filters = CasualtyFilter(http.GET)
    lookups = {"name": "name__icontains", "status": "status", "sex": "sex"}
    rows = filtered(rows_of(http, Casualty), filters, lookups)
    page = paged(http, rows.select_related("place", "witness", "merged_into"))
    context = {
        "page": page,
        "rows": reading.told(http.user, page.rows),
        "filters": filters,
        "may_add": may_here(http, CHANGE),
    }
    return render(http, "witnesses/casualties/list.html", context)


@opened_by(READ)
def casualty(http: HttpRequest, ref: str) -> HttpResponse:
    """One record; that it was read is in the audit."""
    related = ("place", "witness", "merged_into", "event", "alleged_authority")
    record = found(rows_of(http, Casualty).select_related(*related), ref=ref)
    audit.record("casualty.read", about=record, by=http.user)  # type: ignore[arg-type]
    told = reading.told(http.user, [record])[0]
    may_change = told.exact and http.user.may(CHANGE, record)  # type: ignore[union-attr]
    event = Event.objects.visible_to(http.user).filter(casualties=record).first()
    context = {
        "told": told,
        "may_change": may_change,
        "may_conceal": may_change and record.witness is None and may_here(http, Right.VAULT_DEPOSIT),
        "may_correct": may_change and not rules.changing(actions.standing(record)),
        "event": event,
        "steps": available(record, http.user) if may_change else [],  # type: ignore[arg-type]
        "decisions": record.decisions.select_related("by", "other") if told.exact else [],
        "merged_from": record.merged_from.all()[:50],
        "rests_on": references.seen_by(record.rests_on, http.user),
    }
    return record_page(http, "witnesses/casualties/page.html", record, CHANGE, **context)


FIELDS = (
    "sex", "age", "age_estimated", "standing", "happened", "happened_zone", "happened_basis", "place", "event",
    "circumstances", "cause", "weapon", "manner", "autopsy", "autopsy_by", "family_present", "participation",
    "investigation", "alleged_authority", "alleged", "rests_on", "note",
)  # fmt: skip


class CasualtyForm(RecordForm[Casualty]):
    class Meta:
        model = Casualty
        fields = ("name", "witness", *FIELDS)


class ChangeForm(RecordForm[Casualty]):
    """The same without the cipher: that is chosen once."""

    class Meta:
        model = Casualty
        fields = ("name", *FIELDS)


HELP = _(
    "One record for each person. What is not known stays empty: it is shown as not known and never guessed.\n\nTotals are"
    " computed from these records; the figures that others published stay beside them."
)


@opened_by(CHANGE)
def add_casualty(http: HttpRequest) -> HttpResponse:
    words = {"heading": now("Record a casualty"), "crumbs": crumbs(), "cancel_url": reverse("witnesses:casualties")}
    return add_page(http, CasualtyForm(http), actions.record, given={"inquiry": here(http)}, help=HELP, **words)


@opened_by(CHANGE)
def change_casualty(http: HttpRequest, ref: str) -> HttpResponse:
    record = in_full(http, ref)
    heading = now("Change %(ref)s") % {"ref": record.ref}
    return edit_page(http, ChangeForm(http, record), actions.change, heading=heading, crumbs=crumbs(), help=HELP)


def in_full(http: HttpRequest, ref: str) -> Casualty:
    """The record, for whoever may read all of it."""
    return found(rows_of(http, Casualty).filter(access.exactly(http.user)), ref=ref)


class ProposeForm(forms.Form):
    """Nothing more is asked."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea)


class GroundsForm(forms.Form):
    reason = forms.CharField(
        label=_("Reasonable grounds"), max_length=2000, widget=forms.Textarea,
        help_text=_("What a reasonable person would conclude this from: sources that are independent, and how they agree."),
    )  # fmt: skip


VERBS: dict[str, tuple[type[forms.Form], Callable[..., Casualty]]] = {
    "propose": (ProposeForm, actions.propose),
    "verify": (GroundsForm, actions.verify),
    "send_back": (ReasonForm, actions.send_back),
    "discard": (ReasonForm, actions.discard),
    "reopen": (ReasonForm, actions.reopen),
}


@opened_by(CHANGE)
def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """One step of the verification: a form with what it wants, then the record."""
    record = in_full(http, ref)
    if verb not in VERBS:
        raise Http404
    form_class, action = VERBS[verb]
    form = form_class(http.POST if http.method == "POST" else None)
    words = {"heading": step_of(record, verb).words, "crumbs": _way(record), "grave": verb == "discard"}
    return verb_page(http, record, form, action, **words)


def _way(record: Casualty) -> list[tuple[Any, str]]:
    return crumbs((record.known_as, record.get_absolute_url()))


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(label=_("The record that stands"), queryset=Casualty.objects.none())
    reason = forms.CharField(label=_("Why they are the same person"), max_length=2000, widget=forms.Textarea)

    def __init__(self, http: HttpRequest, record: Casualty) -> None:
        super().__init__(http.POST if http.method == "POST" else None)
        field: Any = self.fields["into"]
        narrow(field, http.user, record.inquiry, leave_out=record)
        field.queryset = field.queryset.filter(access.exactly(http.user), merged_into__isnull=True).order_by(
            "name", "pk"
        )
        field.label_from_instance = lambda one: f"{one.ref} {one.name}".strip()


@opened_by(CHANGE)
def merge(http: HttpRequest, ref: str) -> HttpResponse:
    """Say that a record is of the same person as another. Nothing is lost, and it can be taken back."""
    record = in_full(http, ref)
    heading = now("The same person as another record")
    return verb_page(http, record, MergeForm(http, record), actions.merge, heading=heading, crumbs=_way(record))


@opened_by(CHANGE)
def separate(http: HttpRequest, ref: str) -> HttpResponse:
    """Take a merge back."""
    record = in_full(http, ref)
    form = ReasonForm(http.POST if http.method == "POST" else None)
    heading = now("Not the same person after all")
    return verb_page(http, record, form, actions.separate, heading=heading, crumbs=_way(record))
