"""Pages of what was done under consent: what already went out, giving something out by hand, telling who received it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by, panels, rows_of, verb_page
from inquiry.shared.date_fields import DAY
from inquiry.shared.web import act, form_page, found, paged
from witnesses.consent import actions, parts, rules
from witnesses.consent.models import Consent, answers_of
from witnesses.consent.rules import Answer, Standing, Use
from witnesses.consent.uses import Recall, State, UseMade
from witnesses.consent.views import RECORD, crumbs, to_record
from witnesses.people.models import Witness

WORKS = (("witnesses:testimony_about", _("Interviews and statements"), "microphone", Right.WITNESS_READ),)


@dataclass(frozen=True, slots=True)
class Out:
    """One row of the list: what went out, whether consent still covers it, and the last that is known of telling."""

    made: UseMade
    covered: bool
    recall: Recall | None

    @property
    def to_tell(self) -> bool:
        return not self.covered and self.recall is None


def _row(made: UseMade, answers: list[Answer]) -> Out:
    about = (made.about, made.within)
    said = rules.objections(answers, use=made.use, audience=made.audience, about=about, on=today())
    return Out(made, not said and not made.uncovered, made.last_recall)


def _after(act: Consent | None, answers: list[Answer], who: str) -> list[Standing]:
    """What is closed; after a withdrawal only of the uses and the part it speaks of. Where analysis is, that says it all."""
    rows = [row for row in rules.standing(answers, today(), who) if not row.permitted]
    everything = {row.about for row in rows if row.use == Use.ANALYSIS}
    rows = [row for row in rows if row.use == Use.ANALYSIS or row.about not in everything]
    if act is None:
        return rows
    uses = rules.reached(act.answers.values_list("use", flat=True)) | {Use.ANALYSIS}
    return [row for row in rows if row.use in uses and act.about in ("", row.about)]


@opened_by(Right.CONSENT_READ)
def gone_out(http: HttpRequest, ref: str) -> HttpResponse:
    """What went out, to whom and when; after a withdrawal (`?act=CO-0002`) only what that one touches, and what it blocks."""
    witness = found(rows_of(http, Witness).filter(pk__in=_readable(http)), ref=ref)
    user: Any = http.user
    acts = Consent.objects.visible_to(user).filter(witness=witness, kind="withdrawn")
    withdrawal = found(acts, ref=http.GET["act"]) if http.GET.get("act") else None
    actions.note_read(withdrawal or witness, by=user)
    answers = answers_of(witness)
    page = paged(http, _touched(witness, withdrawal), ("-on", "-id"))
    context = {
        "record": witness,
        "withdrawal": withdrawal,
        "crumbs": crumbs(witness),
        "page": page,
        "rows": [_row(made, answers) for made in page.rows],
        "blocked": _after(withdrawal, answers, witness.ref),
        "may_record": user.may(RECORD, witness),
        "panels": panels(http, WORKS, witness.ref),
    }
    return render(http, "witnesses/consent/out.html", context)


def _readable(http: HttpRequest) -> Any:
    """The witnesses whose consent the person may read."""
    return Witness.objects.reachable(http.user, Right.CONSENT_READ).values("pk")


def _touched(witness: Witness, withdrawal: Consent | None) -> Any:
    if withdrawal is None:
        return actions.gone_out(witness, Use.values)
    said = list(withdrawal.answers.all())
    bodies = {one.audience for one in said if one.use == Use.SHARE}
    only = bodies.pop() if {one.use for one in said} == {Use.SHARE} and len(bodies) == 1 else ""
    return actions.gone_out(witness, {one.use for one in said}, about=withdrawal.about, audience=only)


class ByHandForm(forms.Form):
    """What was given out, to whom, when."""

    use = forms.ChoiceField(label=_("What was done"), choices=Use.choices, initial=Use.SHARE)
    audience = forms.CharField(
        label=_("To whom"),
        max_length=200,
        help_text=_("The body, by the name under which they consented; not a person."),
    )
    artefact = forms.CharField(
        label=_("In what"),
        max_length=200,
        help_text=_("A reference, or what it was: letter of 3 March, oral briefing."),
    )
    about = forms.ChoiceField(label=_("Taken from"), required=False)
    on = forms.DateField(label=_("Day"), widget=DAY)
    went_out = forms.BooleanField(
        label=_("It went out although consent did not cover it"), required=False,
        help_text=_("Only for what has happened: it is kept as such, so that its recipient is told."),
    )  # fmt: skip

    def __init__(self, http: HttpRequest, witness: Witness) -> None:
        super().__init__(http.POST if http.method == "POST" else None, initial={"on": today()})
        field: Any = self.fields["about"]
        field.choices = parts.choices(witness, http.user)


@opened_by(RECORD)
def by_hand(http: HttpRequest, ref: str) -> HttpResponse:
    """Record a letter or a briefing; consent is asked as for any other use."""
    witness = to_record(http, ref)
    form = ByHandForm(http, witness)
    made = act(http, form, actions.note_by_hand, witness, by=http.user)
    if made is not None:
        return redirect(made)
    words = {"heading": now("Record what was given out"), "crumbs": crumbs(witness), "record": witness}
    return form_page(http, "inquiry/form.html", form, {**words, "cancel_url": witness.get_absolute_url()})


class ToldForm(forms.Form):
    """What became of telling whoever received it."""

    state = forms.ChoiceField(label=_("What became of it"), choices=State.choices)
    on = forms.DateField(label=_("Day"), widget=DAY)
    note = forms.CharField(
        label=_("How they were told, or why they cannot be"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, http: HttpRequest) -> None:
        super().__init__(http.POST if http.method == "POST" else None, initial={"on": today()})


@opened_by(RECORD)
def told(http: HttpRequest, ref: str) -> HttpResponse:
    """Record that a recipient was told, or cannot be told."""
    made = found(rows_of(http, UseMade).select_related("witness"), ref=ref)
    form = ToldForm(http)
    heading = now("Tell %(whom)s") % {"whom": made.audience or made.artefact}
    return verb_page(http, made, form, actions.tell, heading=heading, crumbs=crumbs(made.witness))
