"""Forms about detainees and what hangs on them: choices narrowed to what the person may see and to the one detainee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from inquiry.rooms import RecordForm
from witnesses.detainees import actions, court_actions
from witnesses.detainees.contacts import AccessEvent, Counsel, DetaineeLink, FurtherSource
from witnesses.detainees.court import Charge, ChargeStep, CourtEvent, Proceeding
from witnesses.detainees.models import Custody, Detainee, Dispute, Part
from witnesses.detainees.parts import POINTERS

SOURCED = ("source", "locator", "known", "claimed_by", "note")
MOMENT = ("at", "at_zone", "at_basis", "authority")
TERM = ("begin", "begin_zone", "begin_basis", "end", "end_zone", "end_basis")
LINES: dict[str, Any] = {"note": forms.Textarea(attrs={"rows": 3})}


class DetaineeForm(RecordForm[Detainee]):
    """A new detainee: by name or under a cipher."""

    class Meta:
        model = Detainee
        fields: tuple[str, ...] = (
            "name", "witness", "sex", "birth", "birth_zone", "birth_basis", "nationality", "profession", "note",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = LINES


class ChangeForm(DetaineeForm):
    """What may be corrected: whoever stands under a cipher gets no name here, and nobody a cipher."""

    def __init__(self, http: HttpRequest, record: Detainee) -> None:
        super().__init__(http, record)
        del self.fields["witness"]
        if record.protected:
            del self.fields["name"]


class PartForm(RecordForm[Any]):
    """A form about what hangs on one detainee."""

    def __init__(self, http: HttpRequest, detainee: Detainee, record: Part | None = None, **options: Any) -> None:
        super().__init__(http, record, inquiry=detainee.inquiry, **options)
        for name in POINTERS:
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = field.queryset.filter(detainee=detainee).order_by("pk")


class CustodyForm(PartForm):
    class Meta:
        model = Custody
        fields = (
            "kind", *TERM, "follows", "place", "authority", "ordered_by", "warrant", "legal_basis", "reasons", "whereabouts",
            *SOURCED,
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {**LINES, "reasons": forms.Textarea(attrs={"rows": 3})}


class DisputeForm(PartForm):
    class Meta:
        model = Dispute
        fields = ("one", "other", "explanation", "state")


class ChargeForm(PartForm):
    class Meta:
        model = Charge
        fields = ("words", "article", "note")
        widgets: ClassVar[dict[str, Any]] = LINES


class ChargeStepForm(PartForm):
    class Meta:
        model = ChargeStep
        fields = ("charge", "kind", *MOMENT, "article", *SOURCED)
        widgets: ClassVar[dict[str, Any]] = LINES


class ProceedingForm(PartForm):
    class Meta:
        model = Proceeding
        fields = ("court", "case_number", "stage", "note")
        widgets: ClassVar[dict[str, Any]] = LINES


class CourtEventForm(PartForm):
    class Meta:
        model = CourtEvent
        fields = ("proceeding", "kind", "words", *MOMENT, "custody", *SOURCED)
        widgets: ClassVar[dict[str, Any]] = LINES


class CounselForm(PartForm):
    class Meta:
        model = Counsel
        fields = ("name", "witness", *TERM, "access", *SOURCED)
        widgets: ClassVar[dict[str, Any]] = LINES


class AccessForm(PartForm):
    class Meta:
        model = AccessEvent
        fields = ("kind", "outcome", "words", *MOMENT, "counsel", *SOURCED)
        widgets: ClassVar[dict[str, Any]] = LINES


class SourceForm(PartForm):
    class Meta:
        model = FurtherSource
        fields = ("source", "locator", "says")


class LinkForm(PartForm):
    class Meta:
        model = DetaineeLink
        fields = ("about_ref", "note")


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of part: its form, and the actions behind it. Without `change` it is corrected by a further row, or stays."""

    form: type[PartForm]
    add: Callable[..., Part]
    heading: Any
    change: Callable[..., Part] | None = None


SORTS: dict[str, Sort] = {
    "custody": Sort(CustodyForm, actions.add_custody, _("Record an interval of custody"), actions.change_custody),
    "dispute": Sort(DisputeForm, actions.dispute, _("Record a dispute"), actions.change_dispute),
    "charge": Sort(ChargeForm, court_actions.add_charge, _("Record a charge"), court_actions.change_charge),
    "charge-step": Sort(ChargeStepForm, court_actions.add_charge_step, _("Record what happened to a charge")),
    "proceeding": Sort(
        ProceedingForm, court_actions.add_proceeding, _("Record a proceeding"), court_actions.change_proceeding
    ),
    "court-event": Sort(CourtEventForm, court_actions.add_court_event, _("Record a hearing or a decision")),
    "counsel": Sort(CounselForm, court_actions.add_counsel, _("Record counsel"), court_actions.change_counsel),
    "access": Sort(AccessForm, court_actions.add_access, _("Record a visit or a call")),
    "link": Sort(LinkForm, court_actions.link, _("Link a request or a petition")),
}


def sort_of(row: Part) -> Sort | None:
    """The sort to which `row` belongs."""
    return next((one for one in SORTS.values() if one.form._meta.model is type(row)), None)
