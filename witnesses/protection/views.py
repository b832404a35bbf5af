"""Protection on the witness's page, risk assessments, measures. Reprisals and necessity checks are in `pages`."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.rooms import RecordForm, add_page, edit_page, opened_by, record_page, rows_of, verb_page
from inquiry.shared.date_fields import DAY
from inquiry.shared.web import found, panel
from inquiry.shared.workflow import step_of
from witnesses.consent.views import crumbs
from witnesses.people.models import Witness
from witnesses.protection import actions, rules
from witnesses.protection.models import NecessityCheck, ProtectionMeasure, RiskAssessment, latest_check
from witnesses.protection.reprisals import Reprisal
from witnesses.protection.telling import burden_of

READ, CHANGE = Right.PROTECTION_READ, Right.PROTECTION_CHANGE
SMALL = forms.Textarea(attrs={"rows": 3})


def to_protect(http: HttpRequest, ref: str) -> Witness:
    """The witness, for whoever may keep their protection; for others there is nothing here."""
    mine = Witness.objects.reachable(http.user, CHANGE)
    return found(rows_of(http, Witness).filter(pk__in=mine.values("pk")), ref=ref)


def about(witness: Witness, heading: str) -> dict[str, Any]:
    """What a form about a witness shows."""
    return {"heading": heading, "crumbs": crumbs(witness), "cancel_url": witness.get_absolute_url()}


@opened_by(READ)
def protection_of(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel of the witness: risks as they stand, measures, reprisals, whether an interview may be arranged."""
    mine = Witness.objects.reachable(http.user, READ)
    witness = found(rows_of(http, Witness).filter(pk__in=mine.values("pk")), ref=ref)
    user: Any = http.user
    actions.note_read(witness, by=user)
    check, may_change = latest_check(witness), user.may(CHANGE, witness)
    context = {
        "witness": witness,
        "risks": RiskAssessment.objects.visible_to(user)
        .filter(witness=witness)
        .standing()
        .order_by("review_due", "pk"),
        "measures": ProtectionMeasure.objects.visible_to(user).filter(witness=witness).order_by("-pk"),
        "reprisals": Reprisal.objects.visible_to(user).filter(witness=witness).order_by("-pk"),
        "check": check,
        "against_interview": rules.may_interview(check, today()),
        "burden": burden_of(witness) if may_change else None,
        "may_change": may_change,
        "today": today(),
    }
    return panel(http, "witnesses/protection/_of.html", _("Protection of %(ref)s") % {"ref": ref}, context)


class RiskForm(RecordForm[RiskAssessment]):
    """One threat. To judge it anew the form begins with what was judged before."""

    class Meta:
        model = RiskAssessment
        fields = (
            "threat", "threat_from", "likelihood", "impact", "measures", "residual_likelihood", "residual_impact",
            "with_person", "assessed_on", "reviewer", "review_due",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"threat": SMALL, "measures": SMALL, "assessed_on": DAY, "review_due": DAY}

    def __init__(self, http: HttpRequest, witness: Witness, before: RiskAssessment | None = None) -> None:
        kept = ("threat", "threat_from", "likelihood", "impact", "measures", "residual_likelihood", "residual_impact")
        initial = {name: getattr(before, name) for name in kept} if before else {}
        super().__init__(http, inquiry=witness.inquiry, initial={**initial, "assessed_on": today()})


@opened_by(CHANGE)
def assess(http: HttpRequest, ref: str) -> HttpResponse:
    witness = to_protect(http, ref)
    words = about(witness, now("Assess a risk"))
    return add_page(http, RiskForm(http, witness), actions.assess, given={"witness": witness}, **words)


@opened_by(READ)
def risk(http: HttpRequest, ref: str) -> HttpResponse:
    """One assessment, with what it superseded and what superseded it."""
    together = ("witness", "reviewer", "created_by", "supersedes", "superseded_by")
    record = found(rows_of(http, RiskAssessment).select_related(*together), ref=ref)
    user: Any = http.user
    actions.note_read(record, by=user)
    context = {"newer": getattr(record, "superseded_by", None), "today": today()}
    return record_page(http, "witnesses/protection/risk.html", record, CHANGE, **context)


@opened_by(CHANGE)
def assess_anew(http: HttpRequest, ref: str) -> HttpResponse:
    """A new judgement of the same threat: it supersedes the old one."""
    before = found(rows_of(http, RiskAssessment).select_related("witness"), ref=ref)
    witness = to_protect(http, before.witness.ref)
    words = about(witness, now("Assess %(ref)s anew") % {"ref": ref})
    form, given = RiskForm(http, witness, before), {"witness": witness, "supersedes": before}
    return add_page(http, form, actions.assess, given=given, **words)


class MeasureForm(RecordForm[ProtectionMeasure]):
    class Meta:
        model = ProtectionMeasure
        fields = ("measure", "who", "note")
        widgets: ClassVar[dict[str, Any]] = {"measure": SMALL, "note": SMALL}


@opened_by(CHANGE)
def propose(http: HttpRequest, ref: str) -> HttpResponse:
    witness = to_protect(http, ref)
    form = MeasureForm(http, inquiry=witness.inquiry)
    words = about(witness, now("Propose a measure"))
    return add_page(http, form, actions.propose, given={"witness": witness}, **words)


@opened_by(READ)
def measure(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, ProtectionMeasure).select_related("witness", "created_by"), ref=ref)
    user: Any = http.user
    actions.note_read(record, by=user)
    return record_page(http, "witnesses/protection/measure.html", record, CHANGE)


@opened_by(CHANGE)
def change_measure(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, ProtectionMeasure).select_related("witness"), ref=ref)
    to_protect(http, record.witness.ref)
    words = {"heading": now("Change the measure"), "crumbs": crumbs(record.witness)}
    return edit_page(http, MeasureForm(http, record), actions.change_measure, **words)


class OnForm(forms.Form):
    on = forms.DateField(label=_("Day"), widget=DAY)

    def __init__(self, http: HttpRequest) -> None:
        super().__init__(http.POST if http.method == "POST" else None, initial={"on": today()})


@opened_by(CHANGE)
def measure_step(http: HttpRequest, ref: str, verb: str) -> HttpResponse:
    """The person agreed or declined; it is in place; it ended."""
    record = found(rows_of(http, ProtectionMeasure).select_related("witness"), ref=ref)
    if verb not in actions.MEASURE_VERBS:
        raise Http404
    form = OnForm(http)
    heading, way = step_of(record, verb).words, crumbs(record.witness)
    return verb_page(http, record, form, actions.MEASURE_VERBS[verb], heading=heading, crumbs=way)


NEEDED_IF = {
    "adds": _("required for an interview, if anything is held"),
    "told_whom": _("required if they have told it"),
    "why_now": _("required for an interview, if it can wait"),
}


class NecessityForm(RecordForm[NecessityCheck]):
    """The questions of the Murad Code, in the order in which they are to be asked."""

    class Meta:
        model = NecessityCheck
        fields = (
            "checked_on", "purpose", "held", "held_where", "adds", "told_times", "told_whom", "alternatives", "can_wait",
            "why_now", "support", "decision", "reason",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "checked_on": DAY,
            **dict.fromkeys(("purpose", "held_where", "adds", "alternatives", "why_now", "support", "reason"), SMALL),
        }

    def __init__(self, http: HttpRequest, witness: Witness) -> None:
        super().__init__(http, inquiry=witness.inquiry, initial={"checked_on": today()})
        for name, mark in NEEDED_IF.items():
            self.fields[name].mark = mark  # type: ignore[attr-defined]


@opened_by(CHANGE)
def check_necessity(http: HttpRequest, ref: str) -> HttpResponse:
    witness = to_protect(http, ref)
    form = NecessityForm(http, witness)
    words = {**about(witness, now("Is an interview needed?")), "burden": burden_of(witness)}
    template = "witnesses/protection/necessity_form.html"
    return add_page(http, form, actions.check_necessity, given={"witness": witness}, template=template, **words)


@opened_by(READ)
def necessity(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, NecessityCheck).select_related("witness", "created_by"), ref=ref)
    user: Any = http.user
    actions.note_read(record, by=user)
    latest = latest_check(record.witness)
    context = {
        "latest": latest,
        "against_interview": rules.may_interview(latest, today()),
        "may_plan": user.may(Right.TESTIMONY_TAKE, record.witness),
    }
    return record_page(http, "witnesses/protection/necessity.html", record, CHANGE, **context)
