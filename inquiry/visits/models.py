"""Visits: what was planned, who travelled, what happened where. Times as they are known, in the zone of the place."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.commission.models import Member
from inquiry.commission.places.models import Place
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.workflow import Step

INTERNAL, PUBLIC = Sensitivity.INTERNAL, Sensitivity.PUBLIC
P = TypeVar("P", bound=Record)


class VisitStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDERWAY = "underway", _("Underway")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")


class Visit(Record):
    """A journey of the commission."""

    KIND = "VI"
    READ = Right.VISIT_READ
    APPEND_ONLY = False
    STEPS = (
        Step("begin", ("planned",), "underway", Right.VISIT_CHANGE, label=_("Record that it began")),
        Step("end", ("underway",), "ended", Right.VISIT_CHANGE, label=_("Record that it ended")),
        Step("cancel", ("planned", "underway"), "cancelled", Right.VISIT_CHANGE, label=_("Cancel the visit")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["title", "purpose", "begins", "begins_zone", "begins_basis", "ends", "ends_zone", "ends_basis"], INTERNAL
        ),
        **dict.fromkeys(["status", "cancelled_reason", "outcome"], INTERNAL),
    }

    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    begins = EdtfField(_("from"), blank=True)
    begins_zone = ZoneField(_("in the zone"))
    begins_basis = BasisField(_("how the date is known"))
    ends = EdtfField(_("until"), blank=True)
    ends_zone = ZoneField(_("in the zone"))
    ends_basis = BasisField(_("how the date is known"))
    status = models.CharField(max_length=10, choices=VisitStatus.choices, default=VisitStatus.PLANNED, editable=False)
    cancelled_reason = models.TextField(blank=True, editable=False)
    outcome = models.TextField(_("what came of it"), blank=True)

    begins_moment, ends_moment = MomentOf("begins"), MomentOf("ends")
    objects = Visible["Visit"].as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inquiry:visit", args=[self.ref])

    @property
    def begins_shown(self) -> Shown | None:
        return shown(self.begins_moment)

    @property
    def ends_shown(self) -> Shown | None:
        return shown(self.ends_moment)


class PartsOfVisits(Visible[P]):
    def visible_to(self, user: Any) -> Self:
        """The parts of the visits that `user` may read: whoever is assigned to a visit reads all of it."""
        return self.filter(visit__in=Visit.objects.visible_to(user))


class Leg(Record):
    """One place of the itinerary, in order: when arrival and departure were planned, and what happened."""

    KIND = "VL"
    READ = Right.VISIT_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["visit", "number", "place", "zone", "arrives", "arrives_basis", "departs", "departs_basis", "happened"],
            INTERNAL,
        ),
    }

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="legs", verbose_name=_("visit"))
    number = models.PositiveSmallIntegerField(_("order"), help_text=_("1 for the first place."))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    zone = ZoneField(_("in the zone"))
    arrives = EdtfField(_("arrival planned"), blank=True)
    arrives_basis = BasisField(_("how the arrival is known"))
    departs = EdtfField(_("departure planned"), blank=True)
    departs_basis = BasisField(_("how the departure is known"))
    happened = models.TextField(_("what happened"), blank=True)

    arrives_moment, departs_moment = MomentOf("arrives"), MomentOf("departs")
    objects = PartsOfVisits["Leg"].as_manager()

    class Meta:
        verbose_name = _("leg")
        verbose_name_plural = _("legs")
        constraints = (
            models.UniqueConstraint(
                fields=["visit", "number"],
                name="one_leg_for_each_number",
                violation_error_message=_("There is a leg with this number."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.place}"

    def get_absolute_url(self) -> str:
        return self.visit.get_absolute_url()

    @property
    def arrives_zone(self) -> str:
        return self.zone

    @property
    def departs_zone(self) -> str:
        return self.zone

    @property
    def arrives_shown(self) -> Shown | None:
        return shown(self.arrives_moment)

    @property
    def departs_shown(self) -> Shown | None:
        return shown(self.departs_moment)


class Travelled(models.TextChoices):
    YES = "yes", _("Travelled")
    NO = "no", _("Did not travel")
    UNKNOWN = "unknown", _("Not known")


class Traveller(Record):
    """Whether somebody travelled, and why not."""

    KIND = "VT"
    READ = Right.VISIT_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(["visit", "member", "name", "travelled", "reason"], INTERNAL),
    }

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="travellers", verbose_name=_("visit"))
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    name = models.CharField(
        _("other person"), max_length=200, blank=True, help_text=_("Staff or interpreter; never a witness.")
    )
    travelled = models.CharField(_("travelled"), max_length=8, choices=Travelled.choices, default=Travelled.UNKNOWN)
    reason = models.CharField(_("why not"), max_length=300, blank=True)

    objects = PartsOfVisits["Traveller"].as_manager()

    class Meta:
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")
        constraints = (
            models.UniqueConstraint(
                fields=["visit", "member"],
                name="each_member_once_a_visit",
                violation_error_message=_("This member is on the list already."),
            ),
            models.CheckConstraint(
                condition=(Q(member__isnull=False) & Q(name="")) | (Q(member__isnull=True) & ~Q(name="")),
                name="traveller_is_a_member_or_a_name",
                violation_error_message=_("Choose a member, or write another person's name."),
            ),
        )

    def __str__(self) -> str:
        return str(self.member) if self.member else self.name

    def get_absolute_url(self) -> str:
        return self.visit.get_absolute_url()


class Observation(Record):
    """What somebody of the commission saw or heard on a visit. Never changed; a correction is a second one."""

    KIND = "VO"
    READ = Right.VISIT_READ
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(["visit", "leg", "seen", "seen_zone", "seen_basis", "words", "corrects"], INTERNAL),
    }

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="observations", verbose_name=_("visit"))
    leg = models.ForeignKey(
        Leg, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where")
    )
    seen = EdtfField(_("when"))
    seen_zone = ZoneField(_("in the zone"))
    seen_basis = BasisField(_("how the time is known"))
    words = models.TextField(_("observation"))
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )

    seen_moment = MomentOf("seen")
    objects = PartsOfVisits["Observation"].as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")

    def __str__(self) -> str:
        return f"{self.ref} {self.words[:60]}"

    def get_absolute_url(self) -> str:
        return self.visit.get_absolute_url()

    @property
    def seen_shown(self) -> Shown | None:
        return shown(self.seen_moment)
