"""Pages of medical evaluations: the list, one with its findings, the forms; the panels beside a person."""

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
from inquiry.rooms import RecordForm, add_page, edit_page, here, may_here, opened_by, record_page, rows_of
from inquiry.shared.tables import visible_record
from inquiry.shared.web import filtered, found, paged, panel
from inquiry.shared.workflow import available
from witnesses.acts import access, reading, references
from witnesses.acts.models import Act
from witnesses.medical import actions
from witnesses.medical.findings import Allegation, Rating
from witnesses.medical.models import PEOPLE, MedicalEvaluation, Status
from witnesses.medical.summary import Rated, by_method, standing
from witnesses.medical.terms import MEANINGS, NO_FINDINGS, Degree

READ, CHANGE, RATE = Right.MEDICAL_READ, Right.MEDICAL_CHANGE, Right.MEDICAL_RATE


def crumbs(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    return [(_("Medical evaluations"), reverse("witnesses:evaluations")), *more]


class EvaluationFilter(forms.Form):
    """Narrow the list."""

    about = forms.CharField(label=_("About"), required=False, max_length=16)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *Status.choices])


@opened_by(READ)
def evaluations(http: HttpRequest) -> HttpResponse:
    filters = EvaluationFilter(http.GET)
    rows = filtered(rows_of(http, MedicalEvaluation), filters, {"about": "about_ref__iexact", "status": "status"})
    page = paged(http, rows.select_related("clinician", "place", "witness"))
    context = {
        "page": page,
        "rows": _told(http.user, page.rows),
        "filters": filters,
        "may_add": may_here(http, CHANGE) and not may_here(http, RATE),
    }
    return render(http, "witnesses/medical/list.html", context)


def _told(user: Any, rows: Any) -> list[dict[str, Any]]:
    """Each evaluation with its day and place as exact as the reader may know them."""
    found = list(rows)
    theirs = MedicalEvaluation.objects.reachable(user, READ).filter(pk__in=[row.pk for row in found])
    exact = access.told_exactly(user, found) | set(theirs.values_list("pk", flat=True))
    return [{"one": row, **_circumstances(row, row.pk in exact)} for row in found]


def _circumstances(row: MedicalEvaluation, exact: bool) -> dict[str, Any]:
    """Exact for whoever takes part in the evaluation or keeps the person; else month and country."""
    return {
        "exact": exact,
        "when": row.examined_shown if exact else reading.coarse_day(row.examined),
        "place": str(row.place or "") if exact else reading.coarse_place(row.place),
    }


@opened_by(READ)
def evaluation(http: HttpRequest, ref: str) -> HttpResponse:
    """One evaluation; that it was read is in the audit."""
    record = found(rows_of(http, MedicalEvaluation).select_related("clinician", "place", "witness"), ref=ref)
    audit.record("evaluation.read", about=record, by=http.user)  # type: ignore[arg-type]
    user: Any = http.user
    person = visible_record(record.about_ref, user)
    draft = record.status == Status.DRAFT
    context = {
        **_told(user, [record])[0],
        "person_url": person.get_absolute_url() if person else "",  # type: ignore[attr-defined]
        "allegations": record.allegations.all(),
        "findings": _findings(record, user),
        "images": references.seen_by(record.images, user),
        "addenda": record.addendums.select_related("by"),
        "handovers": record.handovers.select_related("by"),
        "degrees": [(Degree(code).label, MEANINGS[Degree(code)]) for code in Degree.values],
        "texts": _texts(record),
        "may_change": draft and actions.may_change(user, record),
        "may_rate": draft and user.may(RATE, record),
        "may_hand_over": not draft and actions.may_change(user, record),
        "steps": [step for step in available(record, user) if record.clinician_id == user.pk],
    }
    return record_page(http, "witnesses/medical/page.html", record, CHANGE, **context)


def _findings(record: MedicalEvaluation, user: Any) -> list[dict[str, Any]]:
    """Each finding with its ratings: the standing ones first, those that were superseded beside them."""
    ratings = list(record.ratings.select_related("allegation", "by"))
    latest = {(row.finding_id, row.allegation_id): row.pk for row in ratings}
    return [
        {
            "finding": one,
            "images": references.seen_by(one.images, user),
            "ratings": [
                (row, latest[row.finding_id, row.allegation_id] == row.pk and row.allegation.struck_by_id is None)
                for row in ratings
                if row.finding_id == one.pk
            ],
        }
        for one in record.findings.all()
    ]


def _texts(record: MedicalEvaluation) -> list[tuple[str, str]]:
    """The clinician's texts that are written, with what each is about."""
    names = [name for name in MedicalEvaluation.CLINICAL if name != "images"]
    labels = [(str(record._meta.get_field(name).verbose_name), getattr(record, name)) for name in names]  # type: ignore[union-attr]
    return [(label, text) for label, text in labels if text]


def medical_of(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel: the evaluations of one person, each with its caveats."""
    person = access.person_of(ref, http.user, PEOPLE)
    rows = MedicalEvaluation.objects.visible_to(http.user).filter(about_ref=person.ref)
    audit.record("evaluation.list", about=person, by=http.user)  # type: ignore[arg-type]
    context = {
        "about": person,
        "rows": _told(http.user, rows.select_related("clinician", "place", "witness").order_by("-pk")[:100]),
        "may_add": may_here(http, CHANGE),
        "caveat": NO_FINDINGS,
    }
    return panel(http, "witnesses/medical/_of.html", _("Medical evaluations of %(ref)s") % {"ref": ref}, context)


def ill_treatment_of(http: HttpRequest, ref: str) -> HttpResponse:
    """Panel: ill-treatment of one person by method, with the degrees that clinicians set."""
    person = access.person_of(ref, http.user, PEOPLE)
    audit.record("ill_treatment.read", about=person, by=http.user)  # type: ignore[arg-type]
    acts = Act.objects.visible_to(http.user).filter(victim_ref=person.ref).values_list("ref", "methods")
    theirs = list(MedicalEvaluation.objects.visible_to(http.user).filter(about_ref=person.ref))
    alleged = Allegation.objects.filter(evaluation__in=theirs, struck_by__isnull=True)
    ratings = Rating.objects.filter(
        evaluation__in=theirs, finding__struck_by__isnull=True, allegation__struck_by__isnull=True
    ).order_by("pk")
    judged = [Rated(*row) for row in ratings.values_list("allegation__method", "finding_id", "allegation_id", "degree")]
    context = {
        "about": person,
        "lines": by_method(acts, alleged.values_list("evaluation__ref", "method"), judged),
        "pairs": len(standing(judged)),
        "caveats": list(dict.fromkeys(one for row in theirs for one in row.caveats)) or [str(NO_FINDINGS)],
    }
    return panel(http, "witnesses/medical/_ill_treatment.html", _("Ill-treatment of %(ref)s") % {"ref": ref}, context)


class CaseForm(RecordForm[MedicalEvaluation]):
    """The circumstances of the examination."""

    class Meta:
        model = MedicalEvaluation
        fields = MedicalEvaluation.CASE


class NewForm(RecordForm[MedicalEvaluation]):
    """The same, with whom it is about and who examines."""

    class Meta:
        model = MedicalEvaluation
        fields = ("about_ref", "clinician", *MedicalEvaluation.CASE)

    def __init__(self, http: HttpRequest, **options: Any) -> None:
        super().__init__(http, **options)
        field: Any = self.fields["clinician"]
        field.queryset = actions.clinicians(here(http).pk)
        field.label_from_instance = lambda user: user.name


class ClinicalForm(RecordForm[MedicalEvaluation]):
    """What the clinician writes."""

    class Meta:
        model = MedicalEvaluation
        fields = MedicalEvaluation.CLINICAL


HELP = _(
    "The circumstances stand beside everything that is concluded: who was present, whether somebody was restrained, whether"
    " they agreed. What is not stated stays “not stated”.\n\nNo names here: an interpreter by code, those present by function."
)


@opened_by(CHANGE)
def add_evaluation(http: HttpRequest) -> HttpResponse:
    form = NewForm(http, initial={"about_ref": http.GET.get("about", "")[:16]})
    words = {
        "heading": now("Record a medical evaluation"),
        "crumbs": crumbs(),
        "cancel_url": reverse("witnesses:evaluations"),
    }
    return add_page(http, form, actions.record, help=HELP, **words)


@opened_by(CHANGE)
def change_case(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, MedicalEvaluation), ref=ref)
    heading = now("Circumstances of the examination")
    return edit_page(http, CaseForm(http, record), actions.change_case, heading=heading, crumbs=crumbs(), help=HELP)


@opened_by(RATE)
def change_clinical(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, MedicalEvaluation), ref=ref)
    heading = now("What the clinician found and concludes")
    return edit_page(http, ClinicalForm(http, record), actions.change_clinical, heading=heading, crumbs=crumbs())
