"""Pages of what hangs on an evaluation: allegations, findings, ratings, signing, addenda, handing over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from inquiry.accounts.rights import Right
from inquiry.rooms import opened_by, rows_of, verb_page
from inquiry.shared.date_fields import DAY
from inquiry.shared.web import found
from witnesses.medical import actions, signing
from witnesses.medical.findings import Addendum, Allegation, Finding, Handover, Rating
from witnesses.medical.models import MedicalEvaluation
from witnesses.medical.terms import BODY, MEANINGS, Degree
from witnesses.medical.views import crumbs

READ, CHANGE, RATE = Right.MEDICAL_READ, Right.MEDICAL_CHANGE, Right.MEDICAL_RATE


def _page(
    http: HttpRequest, ref: str, form: forms.BaseForm, action: Callable[..., Any], heading: str, **words: Any
) -> HttpResponse:
    """A form about a part of the evaluation `ref`, then the evaluation."""
    record = found(rows_of(http, MedicalEvaluation), ref=ref)
    where = crumbs((ref, record.get_absolute_url()))
    return verb_page(http, record, form, action, heading=heading, crumbs=where, **words)


def _posted(http: HttpRequest) -> Any:
    return http.POST if http.method == "POST" else None


class AllegationForm(forms.ModelForm[Allegation]):
    class Meta:
        model = Allegation
        fields = ("method", "words", "act_ref")


@opened_by(CHANGE)
def allege(http: HttpRequest, ref: str) -> HttpResponse:
    return _page(http, ref, AllegationForm(_posted(http)), actions.allege, now("Record what was alleged"))


class FindingForm(forms.ModelForm[Finding]):
    sites = forms.MultipleChoiceField(
        label=_("Where on the body"), required=False, choices=list(BODY.items()), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Finding
        fields = ("what", "sites", "description", "images")


@opened_by(RATE)
def find(http: HttpRequest, ref: str) -> HttpResponse:
    return _page(http, ref, FindingForm(_posted(http)), actions.find, now("Record a finding"))


class RatingForm(forms.ModelForm[Rating]):
    class Meta:
        model = Rating
        fields = ("finding", "allegation", "degree", "reasons")
        widgets = {"degree": forms.RadioSelect}  # noqa: RUF012 - as Django declares it

    def __init__(self, http: HttpRequest, evaluation: MedicalEvaluation) -> None:
        super().__init__(_posted(http), initial={"finding": http.GET.get("finding", "")[:9]})
        for name, rows in (("finding", evaluation.findings), ("allegation", evaluation.allegations)):
            field: Any = self.fields[name]
            field.queryset = rows.filter(struck_by__isnull=True)
        degree: Any = self.fields["degree"]
        degree.choices = [(code, f"{Degree(code).label}: {MEANINGS[Degree(code)]}") for code in Degree.values]


@opened_by(RATE)
def rate(http: HttpRequest, ref: str) -> HttpResponse:
    record = found(rows_of(http, MedicalEvaluation), ref=ref)
    heading = now("Judge how far a finding agrees with its alleged cause")
    return _page(http, ref, RatingForm(http, record), actions.rate, heading)


STRUCK: dict[str, Any] = {"allegation": Allegation, "finding": Finding}


@require_POST
@opened_by(READ)
def strike(http: HttpRequest, ref: str, kind: str, number: int) -> HttpResponse:
    """Strike out an allegation or a finding of a draft."""
    record = found(rows_of(http, MedicalEvaluation), ref=ref)
    if kind not in STRUCK:
        raise Http404
    row = found(STRUCK[kind].objects.filter(evaluation=record), number=number)
    actions.strike(ref, by=http.user, row=row)  # type: ignore[arg-type]
    return redirect(record)


class SignForm(forms.Form):
    place = forms.CharField(label=_("Signed in"), required=False, max_length=120)


@opened_by(RATE)
def sign(http: HttpRequest, ref: str) -> HttpResponse:
    heading = now("Sign: from now on nothing of it is changed")
    return _page(http, ref, SignForm(_posted(http)), signing.sign, heading, submit=now("Sign"), grave=True)


class AddendumForm(forms.ModelForm[Addendum]):
    class Meta:
        model = Addendum
        fields = ("text",)


@opened_by(RATE)
def add_addendum(http: HttpRequest, ref: str) -> HttpResponse:
    return _page(http, ref, AddendumForm(_posted(http)), signing.add_addendum, now("Write an addendum"))


class HandoverForm(forms.ModelForm[Handover]):
    class Meta:
        model = Handover
        fields = ("to", "on", "consent")
        widgets = {"on": DAY}  # noqa: RUF012 - as Django declares it


@opened_by(CHANGE)
def hand_over(http: HttpRequest, ref: str) -> HttpResponse:
    heading = now("Record to whom the report was given")
    return _page(http, ref, HandoverForm(_posted(http)), signing.hand_over, heading, grave=True)
