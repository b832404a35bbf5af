"""Assurances that authorities gave, and what came of them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.rights import Right
from inquiry.life_cycles.asked import WHEN, Asked
from inquiry.life_cycles.history import StepTaken, Told, standing, told
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.workflow import Step

PUBLIC, INTERNAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL


class Outcome(models.TextChoices):
    GIVEN = "given", _("Outcome open")
    KEPT = "kept", _("Kept")
    PARTLY_KEPT = "partly_kept", _("Partly kept")
    BROKEN = "broken", _("Not kept")
    NOT_KNOWN = "not_known", _("Outcome not known")


ANY = tuple(Outcome.values)
RECORD = Right.REQUEST_RECORD
STEPS: tuple[Step, ...] = (
    Step("change", ("given",), "", RECORD, label=_("Change")),
    Step("record_kept", ANY, "kept", RECORD, label=_("Record that it was kept")),
    Step("record_partly_kept", ANY, "partly_kept", RECORD, label=_("Record that it was partly kept")),
    Step("record_broken", ANY, "broken", RECORD, label=_("Record that it was not kept")),
    Step("record_not_known", ANY, "not_known", RECORD, label=_("Record that the outcome is not known")),
    Step("add_note", ANY, "", RECORD, label=_("Add a note")),
    Step("correct", ANY, "", RECORD, label=_("Correct a step")),
)
SHOWN = (*WHEN, "shown_by", "shown_by_number", "note")
SEEN = _("When this was seen")
ASKED: dict[str, Asked] = {
    "record_kept": Asked(_("Kept"), SHOWN, (), SEEN),
    "record_partly_kept": Asked(_("Partly kept"), SHOWN, ("note",), SEEN),
    "record_broken": Asked(_("Not kept"), SHOWN, (), SEEN),
    "record_not_known": Asked(_("Outcome not known"), SHOWN, ("note",), SEEN),
    "add_note": Asked(_("Noted"), SHOWN, ("note",), _("When it was said or seen")),
}


class Assurances(policy.Visible["Assurance"]):
    """Those a person may read."""


class Assurance(Record):
    """What an authority promised, in words of ours, and whether it was kept."""

    KIND, READ, STEPS = "AS", Right.REQUEST_READ, STEPS
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("authority", "official", "words", "status", "given", "given_zone", "given_basis"), PUBLIC),
        "request": INTERNAL,
    }

    authority = models.ForeignKey(
        "inquiry.Authority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("authority"),
    )
    official = models.ForeignKey(
        "inquiry.Official",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("official"),
    )
    words = models.TextField(_("what was assured, in our words"), max_length=4000)
    given = EdtfField(_("when it was given"), blank=True)
    given_zone = ZoneField(_("zone"))
    given_basis = BasisField(_("basis"))
    request = models.ForeignKey(
        "inquiry.OfficialRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="assurances",
        verbose_name=_("about which request"),
    )  # fmt: skip
    status = models.CharField(
        _("outcome"), max_length=16, choices=Outcome.choices, default=Outcome.GIVEN, editable=False
    )

    given_moment = MomentOf("given")

    objects = Assurances.as_manager()

    class Meta:
        verbose_name = _("assurance")
        verbose_name_plural = _("assurances")
        indexes = (models.Index(fields=["inquiry", "-id"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(authority__isnull=False) | Q(official__isnull=False),
                name="assurance_given_by_somebody",
                violation_error_message=_("Say who gave it: an authority, an official, or both."),
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("inquiry:assurance", args=[self.ref])

    @property
    def given_shown(self) -> Shown | None:
        return shown(self.given_moment)

    @property
    def given_by(self) -> str:
        """Who gave it, in words."""
        return ", ".join(str(one) for one in (self.official, self.authority) if one)

    def told(self) -> list[Told[AssuranceEvent]]:
        """Every step, as it stands after corrections."""
        return told(self.events.all())

    def standing(self) -> list[Told[AssuranceEvent]]:
        """The steps that were not taken back."""
        return standing(self.events.all())


class AssuranceEvents(models.QuerySet["AssuranceEvent"]):
    def visible_to(self, user: Any) -> Self:
        """The steps of the assurances that `user` may read."""
        return self.filter(assurance__in=Assurance.objects.visible_to(user))


class AssuranceEvent(StepTaken):
    """What was recorded of an assurance: kept or not, and the step of a request that shows it. Append-only."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **StepTaken.SHARED,
        **dict.fromkeys(("assurance", "shown_by", "shown_by_number"), INTERNAL),
    }

    ASKED = ASKED

    assurance = models.ForeignKey(Assurance, on_delete=models.PROTECT, related_name="events")
    shown_by = models.ForeignKey(
        "inquiry.OfficialRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("shown by what became of request"),
    )  # fmt: skip
    shown_by_number = models.PositiveIntegerField(_("step number of that request"), null=True, blank=True)

    objects = AssuranceEvents.as_manager()

    class Meta(StepTaken.Meta):
        abstract = False
        verbose_name = _("step of an assurance")
        verbose_name_plural = _("steps of assurances")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["assurance", "number"], name="assurance_event_number"),)
