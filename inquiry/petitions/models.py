"""Petitions to courts and the steps of their lives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.rights import Right
from inquiry.life_cycles.history import StepTaken, Told, standing, told
from inquiry.petitions.steps import ASKED, DECISIONS, STEPS, Status
from inquiry.petitions.validity import Decision, in_force, in_force_throughout
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Moment, Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity

PUBLIC, INTERNAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL


class Petitions(policy.Visible["Petition"]):
    """Those a person may read."""


class Petition(Record):
    """What the commission asked of a court. `status` is what the standing steps lead to; it is never set by hand."""

    KIND, READ, STEPS = "PT", Right.PETITION_READ, STEPS
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("court", "status", "case_number", "filed", "filed_zone", "filed_basis"), PUBLIC),
        **dict.fromkeys(("request", "subject", "person", "asks"), INTERNAL),
    }

    court = models.ForeignKey(
        "inquiry.Authority", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("court"),
        help_text=_("Leave it empty when the source does not name the court: the gap is shown."),
    )  # fmt: skip
    request = models.ForeignKey(
        "inquiry.OfficialRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="petitions",
        verbose_name=_("after which request"),
    )  # fmt: skip
    subject = models.CharField(_("subject"), max_length=200)
    person = models.CharField(
        _("about whom"), max_length=200, blank=True,
        help_text=_("Public persons only. A witness, a source or anybody under protection is never named here."),
    )  # fmt: skip
    asks = models.TextField(_("what the court is asked for"), blank=True, max_length=8000)
    case_number = models.CharField(_("case number"), max_length=80, blank=True)
    filed = EdtfField(_("filed"), blank=True, editable=False)
    filed_zone = ZoneField(_("zone"), editable=False)
    filed_basis = BasisField(_("basis"), editable=False)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.DRAFT, editable=False)

    filed_moment = MomentOf("filed")

    objects = Petitions.as_manager()

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        indexes = (models.Index(fields=["inquiry", "status", "-id"]),)

    def get_absolute_url(self) -> str:
        return reverse("inquiry:petition", args=[self.ref])

    @property
    def filed_shown(self) -> Shown | None:
        return shown(self.filed_moment)

    def told(self) -> list[Told[PetitionEvent]]:
        """Every step, as it stands after corrections."""
        return told(self.events.all())

    def standing(self) -> list[Told[PetitionEvent]]:
        """The steps that were not taken back."""
        return standing(self.events.all())

    def decisions(self) -> list[Told[PetitionEvent]]:
        """What the court decided, as it stands."""
        return [step for step in self.standing() if step.verb in DECISIONS]

    def acts(self) -> list[Told[PetitionEvent]]:
        """What was done under the permission."""
        return acts_among(self.standing())

    def valid_on(self, day: date) -> bool | None:
        """Whether a permission was in force on the whole of `day`; None when the decisions do not say."""
        return in_force(decided(self.standing()), day)


def acts_among(steps: Iterable[Told[PetitionEvent]]) -> list[Told[PetitionEvent]]:
    """Those of the standing `steps` that tell what was done under the permission."""
    return [step for step in steps if step.verb == "record_act"]


def decided(steps: Iterable[Told[PetitionEvent]]) -> list[Decision]:
    """What the court decided by the standing `steps`, in their order."""
    return [
        Decision(step.verb, step.at, step.facts.valid_from_moment, step.facts.valid_until_moment)
        for step in steps
        if step.verb in DECISIONS
    ]


def valid_when(decisions: list[Decision], when: Moment | None) -> bool | None:
    """Whether a permission was in force throughout a moment; None when it is not known, or there is no moment."""
    return in_force_throughout(decisions, when) if when else None


class PetitionEvents(models.QuerySet["PetitionEvent"]):
    def visible_to(self, user: Any) -> Self:
        """The steps of the petitions that `user` may read."""
        return self.filter(petition__in=Petition.objects.visible_to(user))


class PetitionEvent(StepTaken):
    """One step of a petition: filed, decided, an act under the permission. Append-only."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **StepTaken.SHARED,
        **dict.fromkeys(("petition", "place", "conditions"), INTERNAL),
        **dict.fromkeys(("decided_by", "valid_from", "valid_until", "valid_from_zone", "valid_until_zone"), PUBLIC),
    }

    ASKED = ASKED

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="events")
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True, help_text=_("Court, chamber or judge."))
    conditions = models.TextField(_("conditions"), blank=True, max_length=4000)
    valid_from = EdtfField(_("valid from"), blank=True)
    valid_from_zone = ZoneField(_("zone"))
    valid_until = EdtfField(_("valid until"), blank=True, help_text=_("The last day counts."))
    valid_until_zone = ZoneField(_("zone"))
    place = models.ForeignKey(
        "inquiry.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )

    valid_from_moment = MomentOf("valid_from")
    valid_until_moment = MomentOf("valid_until")

    @property
    def valid_from_shown(self) -> Shown | None:
        return shown(self.valid_from_moment)

    @property
    def valid_until_shown(self) -> Shown | None:
        return shown(self.valid_until_moment)

    objects = PetitionEvents.as_manager()

    class Meta(StepTaken.Meta):
        abstract = False
        verbose_name = _("step of a petition")
        verbose_name_plural = _("steps of petitions")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["petition", "number"], name="petition_event_number"),)
