"""Forms that the three life cycles share: one for any step, made from what the step asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from inquiry.life_cycles.asked import Asked
from inquiry.life_cycles.history import CORRECT, StepTaken, Told
from inquiry.rooms import narrow
from inquiry.shared.date_fields import DAY
from inquiry.shared.workflow import Step, check, step_of

SHORT = ("_zone", "_basis")


class Rows(forms.BaseForm):
    """A form whose time, zone and basis stand side by side."""

    def rows(self) -> list[list[forms.BoundField]]:
        """The visible fields, those of one time in one row."""
        lines: list[list[forms.BoundField]] = []
        for item in self.visible_fields():
            if lines and item.name.endswith(SHORT) and item.name.startswith(lines[-1][0].name):
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines


class StepForm(Rows, forms.ModelForm[Any]):
    """One step: the facts that `Asked` names, and nothing else; relations offer what the person may see."""

    def fit(self, asked: Asked, user: Any, inquiry: Any) -> None:
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                narrow(field, user, inquiry)
        for name in asked.needed:
            self.fields[name].required = True
        if "at" in self.fields and asked.when:
            self.fields["at"].label = asked.when
        for name in ("reason", "note"):
            if name in self.fields:
                self.fields[name].widget.attrs["rows"] = 3


class CorrectionForm(StepForm):
    """A step recorded wrongly: what holds instead, or that it never happened."""

    about: Told[Any]  # the step that was recorded wrongly
    corrects = forms.IntegerField(widget=forms.HiddenInput)
    voids = forms.BooleanField(label=_("It never happened: take this step back"), required=False)


def opened(http: HttpRequest, record: Any, verb: str) -> Step:
    """The step that `verb` is here. What was posted is refused by the action, on the form that keeps what was typed.

    Raises:
        Http404: the word is no step.
        Refused: the step is not possible now, before its form is shown.
    """
    if verb not in {row.verb for row in record.STEPS}:
        raise Http404
    return step_of(record, verb) if http.method == "POST" else check(record, verb, http.user)  # type: ignore[arg-type]


def step_form(http: HttpRequest, record: Any, rows: type[StepTaken], verb: str) -> StepForm:
    """The form of the step `verb` of `record`; for a correction, filled with what stands of the step `?step=N`."""
    if verb == CORRECT:
        return _correction(http, record, rows)
    asked = rows.ASKED[verb]
    form: StepForm = _made(rows, StepForm, asked)(_posted(http))
    form.fit(asked, http.user, record.inquiry)
    return form


def _correction(http: HttpRequest, record: Any, rows: type[StepTaken]) -> StepForm:
    number = http.POST.get("corrects") or http.GET.get("step") or ""
    posted = http.method == "POST"  # the step may have been taken back meanwhile: the action says so, the form stays
    step = named(record.told() if posted else record.standing(), number)
    asked = rows.ASKED[step.verb]
    stands = {name: getattr(step.facts, f"{name}_id", getattr(step.facts, name)) for name in asked.facts}
    form: CorrectionForm = _made(rows, CorrectionForm, asked)(
        _posted(http), initial={**stands, "corrects": step.number}
    )
    form.about = step
    form.fit(asked, http.user, record.inquiry)
    return form


def _posted(http: HttpRequest) -> Any:
    return http.POST if http.method == "POST" else None


def named(steps: list[Told[Any]], number: str) -> Told[Any]:
    """The step of that number, or the last one.

    Raises:
        Http404: there is none.
    """
    known = [step for step in steps if str(step.number) == number or not number]
    if not known:
        raise Http404
    return known[-1]


def _made(rows: type[StepTaken], base: type[StepForm], asked: Asked) -> Any:
    return forms.modelform_factory(rows, form=base, fields=asked.facts, widgets={"due_on": DAY})
