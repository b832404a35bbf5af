"""Pages of witnesses: register one under a cipher, one witness with the panels of the other rooms, change, suspend, end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.rooms import PANELS, RecordForm, edit_page, here, opened_by, panels, record_page, rows_of, verb_page
from inquiry.shared.web import act, form_page, found
from inquiry.shared.workflow import step_of
from witnesses.people import actions, holding, rules
from witnesses.people.guardians import guardians
from witnesses.people.models import Witness

READ, CHANGE, REGISTER = Right.WITNESS_READ, Right.WITNESS_CHANGE, Right.WITNESS_REGISTER
ROOMS = (
    ("witnesses:consent_of", _("Consent"), "certificate", Right.WITNESS_READ),
    ("witnesses:protection_of", _("Protection"), "shield", Right.PROTECTION_READ),
    ("witnesses:testimony_about", _("Interviews and statements"), "microphone", Right.WITNESS_READ),
    ("witnesses:detainees_about", _("Detainees"), "lock", Right.DETAINEE_READ),
    ("witnesses:acts_of", _("What was done to them"), "alert-triangle", Right.ACT_READ),
    ("witnesses:medical_of", _("Medical evaluations"), "clipboard-check", Right.MEDICAL_READ),
    ("witnesses:ill_treatment_of", _("Ill-treatment by method"), "list-check", Right.MEDICAL_READ),
    ("witnesses:openings_about", _("Who opened this identity"), "lock-open", Right.VAULT_OPEN),
)


def crumbs(record: Witness | None = None) -> list[tuple[str, str]]:
    """The way to a page: label and address."""
    way = [(now("Witnesses"), reverse("witnesses:witnesses"))]
    return [*way, (record.ref, record.get_absolute_url())] if record else way


class WitnessForm(RecordForm[Witness]):
    """What may be known without knowing who. Only coarse places are offered."""

    class Meta:
        model = Witness
        fields = (
            "capacity", "came", "age_band", "languages", "interpreter", "region", "interviewer", "special_needs", "note",
        )  # fmt: skip

    def __init__(self, http: HttpRequest, record: Witness | None = None) -> None:
        super().__init__(http, record)
        region: Any = self.fields["region"]
        region.queryset = region.queryset.filter(kind__in=rules.COARSE).order_by("name")


@opened_by(REGISTER)
def register(http: HttpRequest) -> HttpResponse:
    """The first half of the journey: what may be known. The second puts who they are into the vault."""
    form = WitnessForm(http)
    made = act(http, form, actions.register, inquiry=here(http), by=http.user)
    if made is not None:
        return redirect(reverse("witnesses:deposit", args=[made.ref]) + "?registered=yes")
    words = {"heading": now("Register a witness"), "crumbs": crumbs(), "submit": now("Register and go on")}
    words["cancel_url"] = reverse("witnesses:witnesses")
    return form_page(http, "witnesses/people/form.html", form, words)


@opened_by(READ)
def witness(http: HttpRequest, ref: str) -> HttpResponse:
    """One witness under their cipher. That somebody looked is recorded."""
    record = found(rows_of(http, Witness).select_related("region", "created_by"), ref=ref)
    user: Any = http.user
    actions.note_read(record, by=user)
    context = {
        "held": holding.held(record),
        "guardians": guardians(record.inquiry),
        "may_deposit": user.may(Right.VAULT_DEPOSIT, record),
        "may_open": user.may(Right.VAULT_OPEN, record),
        "may_destroy": user.may(Right.VAULT_SHRED, record),
        "panels": panels(http, (*ROOMS, *PANELS), record.ref),
    }
    return record_page(http, "witnesses/people/page.html", record, CHANGE, **context)


@opened_by(CHANGE)
def change(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, Witness), ref=ref)
    words = {"heading": now("Change what is known"), "crumbs": crumbs(record), "template": "witnesses/people/form.html"}
    return edit_page(http, WitnessForm(http, record), actions.change, **words)


class StepForm(forms.Form):
    """Nothing more is asked."""


STEPS: dict[str, Callable[..., Witness]] = {
    "suspend": actions.suspend,
    "resume": actions.resume,
    "close": actions.close,
}


@opened_by(CHANGE)
def step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """Suspend contact, take it up again, end it."""
    record = found(rows_of(http, Witness), ref=ref)
    if verb not in STEPS:
        raise Http404
    form = StepForm(http.POST if http.method == "POST" else None)
    said = step_of(record, verb).words
    words = {"heading": said, "submit": said, "crumbs": crumbs(record), "help": HELP[verb]}
    return verb_page(http, record, form, STEPS[verb], **words)


HELP = {
    "suspend": _("Nobody contacts this witness until contact is resumed. Say in the protection room why it may be dangerous."),
    "resume": _("Contact is taken up again. Ask first whether the risk assessment is still right."),
    "close": _("The record and what they said stay, under the consent that they gave. Contact can be resumed later."),
}  # fmt: skip
