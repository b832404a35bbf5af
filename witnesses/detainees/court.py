"""Charges and what became of them, proceedings and what courts did. Steps are never changed; a correction is a further row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Moment, Shown, shown
from inquiry.shared.dates.moment import FAR_FUTURE
from inquiry.shared.tables import Sensitivity
from witnesses.detainees.choices import ChargeStepKind, CourtKind, Stage
from witnesses.detainees.models import Part, PartsOfDetainees, Sourced

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
ERROR = "error"
H = TypeVar("H", bound="Happening")


class Happening(Sourced):
    """Something that happened once, at a moment as far as it is known. Append-only: `corrects` names the row it replaces."""

    APPEND_ONLY = True
    HAPPENED: ClassVar[dict[str, Sensitivity]] = {
        **Sourced.SOURCED, **dict.fromkeys(("at", "at_zone", "at_basis", "authority", "corrects"), INTERNAL)
    }  # fmt: skip

    at = EdtfField(_("when"), blank=True, help_text=_("Empty when no source says it."))
    at_zone = ZoneField(_("in the zone"))
    at_basis = BasisField(_("how the time is known"))
    authority = models.ForeignKey(
        "inquiry.Authority", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by which authority"),
        help_text=_("Leave it empty when the source does not name it: the gap is shown."),
    )  # fmt: skip
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )

    at_moment = MomentOf("at")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.ref} {self.get_kind_display()}"  # type: ignore[attr-defined]

    @property
    def at_shown(self) -> Shown | None:
        return shown(self.at_moment)


class Happenings(PartsOfDetainees[H]):
    def standing(self) -> Self:
        """Those that no later row replaces, without what was recorded in error."""
        return self.filter(corrected_by__isnull=True).exclude(kind=ERROR)


def in_order(rows: Iterable[H]) -> list[H]:
    """By when they happened as far as it is known, what has no date last; then as they were recorded."""
    return sorted(rows, key=lambda row: (*_place(row.at_moment), row.pk))


def _place(moment: Moment | None) -> tuple[datetime, datetime]:
    """Where a moment stands: “by the 16th” stands at the 16th, not before everything."""
    if moment is None:
        return FAR_FUTURE, FAR_FUTURE
    return moment.earliest or moment.latest or FAR_FUTURE, moment.latest or FAR_FUTURE


class Charge(Part):
    """One charge, as stated. What became of it are its steps."""

    KIND = "CG"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Part.PART, "article": INTERNAL, **dict.fromkeys(("words", "note"), IDENTIFYING)
    }  # fmt: skip

    words = models.CharField(_("charge"), max_length=300, help_text=_("In our own words, as the source states it."))
    article = models.CharField(
        _("article of law as stated"), max_length=200, blank=True, help_text=_("Empty when no source says it.")
    )
    note = models.TextField(_("note"), blank=True, max_length=4000)

    objects = PartsOfDetainees["Charge"].as_manager()

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")

    def __str__(self) -> str:
        return f"{self.ref} {self.words}"


class ChargeStep(Happening):
    """What happened to a charge: brought, a change proposed, amended, dropped, ended."""

    KIND = "CS"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Happening.HAPPENED, **dict.fromkeys(("charge", "kind", "article"), INTERNAL)
    }  # fmt: skip

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="steps", verbose_name=_("charge"))
    kind = models.CharField(_("what happened"), max_length=10, choices=ChargeStepKind)
    article = models.CharField(_("article then stated"), max_length=200, blank=True)

    objects = Happenings["ChargeStep"].as_manager()

    class Meta:
        verbose_name = _("step of a charge")
        verbose_name_plural = _("steps of charges")


class Proceeding(Part):
    """A case before a court, as far as it is known which."""

    KIND = "CP"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Part.PART, **dict.fromkeys(("court", "case_number", "stage"), INTERNAL), "note": IDENTIFYING
    }  # fmt: skip

    court = models.ForeignKey(
        "inquiry.Authority", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("court"),
        help_text=_("Leave it empty when the source does not name the court: the gap is shown."),
    )  # fmt: skip
    case_number = models.CharField(_("case number"), max_length=100, blank=True)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage, default=Stage.UNKNOWN)
    note = models.TextField(_("note"), blank=True, max_length=4000)

    objects = PartsOfDetainees["Proceeding"].as_manager()

    class Meta:
        verbose_name = _("proceeding")
        verbose_name_plural = _("proceedings")

    def __str__(self) -> str:
        return f"{self.ref} {self.court or self.case_number}".strip()


class CourtEvent(Happening):
    """A hearing or a decision."""

    KIND = "CE"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Happening.HAPPENED, **dict.fromkeys(("proceeding", "kind", "custody"), INTERNAL), "words": IDENTIFYING
    }  # fmt: skip

    proceeding = models.ForeignKey(
        Proceeding, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("proceeding")
    )
    kind = models.CharField(_("what happened"), max_length=16, choices=CourtKind)
    words = models.CharField(
        _("what was decided"), max_length=300, blank=True, help_text=_("Length, place, conditions.")
    )
    custody = models.ForeignKey(
        "witnesses.Custody", on_delete=models.PROTECT, null=True, blank=True, related_name="decisions",
        verbose_name=_("about which interval of custody"),
    )  # fmt: skip

    objects = Happenings["CourtEvent"].as_manager()

    class Meta:
        verbose_name = _("hearing or decision")
        verbose_name_plural = _("hearings and decisions")
