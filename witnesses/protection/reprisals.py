"""Reprisals: what was done to somebody, perhaps because they spoke, and what the commission did about it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible, today
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity
from inquiry.shared.workflow import Step
from witnesses.people.models import Witness

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
CHANGE = Right.PROTECTION_CHANGE


class Against(models.TextChoices):
    WITNESS = "witness", _("The witness")
    RELATIVE = "relative", _("A relative")
    HELPER = "helper", _("Somebody who helped: lawyer, interpreter, host")
    OTHER = "other", _("Somebody else close to them")


class Linked(models.TextChoices):
    """How the act seems to be tied to their having spoken to the commission."""

    STATED = "stated", _("Whoever did it said so")
    LIKELY = "likely", _("Likely: time, place or questions point to it")
    POSSIBLE = "possible", _("Possible")
    UNKNOWN = "unknown", _("Not known")


class Notified(models.TextChoices):
    """Whether the State was told, as it undertook that nobody suffers for speaking."""

    NO = "no", _("Not told")
    YES = "yes", _("Told")
    AGAINST_WISH = "against_wish", _("Not told: the person does not want it")


class ReprisalStatus(models.TextChoices):
    OPEN = "open", _("Open")
    FOLLOWED_UP = "followed_up", _("Followed up")
    CLOSED = "closed", _("Closed")


class Reprisal(Record):
    """One act against a witness or somebody close to them."""

    KIND = "RP"
    READ = Right.PROTECTION_READ
    VIA = "witness"
    STEPS = (
        Step("follow_up", ("open", "followed_up"), "followed_up", CHANGE, label=_("Record what was done")),
        Step("close", ("open", "followed_up"), "closed", CHANGE, label=_("Close it")),
        Step("reopen", ("closed",), "open", CHANGE, label=_("Open it again")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ("witness", "against", "linked", "notified", "notified_on", "follow_up_due", "status"), INTERNAL
        ),
        **dict.fromkeys(("happened", "happened_zone", "happened_basis", "what", "link", "response"), IDENTIFYING),
    }

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="reprisals", verbose_name=_("witness"))
    happened = EdtfField(_("when"))
    happened_zone = ZoneField(_("in the zone"))
    happened_basis = BasisField(_("how the date is known"))
    against = models.CharField(_("against whom"), max_length=10, choices=Against, help_text=_("Never a name."))
    what = models.TextField(_("what happened"), max_length=4000, help_text=_("No names, no addresses."))
    linked = models.CharField(_("tied to their having spoken"), max_length=10, choices=Linked, default=Linked.UNKNOWN)
    link = models.TextField(_("what points to it"), blank=True, max_length=2000)
    response = models.TextField(_("what the commission did at once"), blank=True, max_length=4000)
    notified = models.CharField(_("was the State told?"), max_length=12, choices=Notified, default=Notified.NO)
    notified_on = models.DateField(_("told on"), null=True, blank=True)
    follow_up_due = models.DateField(_("follow up by"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=ReprisalStatus, default=ReprisalStatus.OPEN, editable=False
    )

    happened_moment = MomentOf("happened")
    objects = Visible["Reprisal"].as_manager()

    class Meta:
        verbose_name = _("reprisal")
        verbose_name_plural = _("reprisals")
        constraints = (
            models.CheckConstraint(
                condition=Q(notified="yes", notified_on__isnull=False)
                | (~Q(notified="yes") & Q(notified_on__isnull=True)),
                name="reprisal_told_the_state_on_a_day",
                violation_error_message=_("The day belongs to having told the State: give both, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(status="closed", follow_up_due__isnull=True) | ~Q(status="closed"),
                name="reprisal_closed_has_nothing_due",
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:reprisal", args=[self.ref])

    @property
    def happened_shown(self) -> Shown | None:
        return shown(self.happened_moment)


class FollowUps(models.QuerySet["FollowUp"]):
    def visible_to(self, user: Any) -> Self:
        """What was done about the reprisals that `user` may read."""
        return self.filter(reprisal__in=Reprisal.objects.visible_to(user))


class FollowUp(AppendOnly):
    """Something done about a reprisal, or learnt of it; the last says how it closed."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "reprisal", "on", "verb", "created_at", "created_by"), INTERNAL),
        "words": IDENTIFYING,
    }

    reprisal = models.ForeignKey(Reprisal, on_delete=models.PROTECT, related_name="follow_ups")
    on = models.DateField(_("on"), default=today)
    verb = models.CharField(_("step"), max_length=10)
    words = models.TextField(_("what was done, what was learnt"), max_length=4000)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = FollowUps.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return f"{self.on}"
