"""People who lost their lives, one record each. Totals are computed from them and never typed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.commission.authorities.models import Authority
from inquiry.commission.places.models import Place
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity
from inquiry.shared.workflow import Step
from witnesses.acts.models import Event
from witnesses.casualties.choices import Manner, Sex, Standing, Stated, Status
from witnesses.people.models import Witness

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
CHANGE = Right.CASUALTY_CHANGE


class Casualty(Record):
    """One person who died, by name, without one, or under a cipher where the family asks for it.

    `status` says how far the record was verified: to the standard of reasonable grounds, by a second person.
    """

    KIND = "CR"
    READ = Right.CASUALTY_READ
    FREE_WORDS = (
        "circumstances", "cause", "weapon", "autopsy_by", "participation", "investigation", "alleged", "note",
    )  # fmt: skip
    STEPS = (
        Step("propose", ("suspected",), "pending", CHANGE, label=_("Propose as verified")),
        Step("verify", ("pending",), "verified", CHANGE, not_by="proposed_by", label=_("Verify: reasonable grounds")),
        Step("send_back", ("pending",), "suspected", CHANGE, label=_("Send back")),
        Step("discard", ("suspected", "pending", "verified"), "discarded", CHANGE, label=_("Discard")),
        Step("reopen", ("verified", "discarded"), "suspected", CHANGE, label=_("Reopen")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("status", "proposed_by", "merged_into", "sex", "standing", "manner", "event"), INTERNAL),
        **dict.fromkeys(("age_estimated", "happened_basis", "happened_zone", "autopsy", "family_present"), INTERNAL),
        **dict.fromkeys(
            ("name", "witness", "age", "happened", "place", "circumstances", "cause", "weapon"), IDENTIFYING
        ),
        **dict.fromkeys(("autopsy_by", "participation", "investigation", "alleged", "alleged_authority"), IDENTIFYING),
        **dict.fromkeys(("rests_on", "note"), IDENTIFYING),
    }

    name = models.CharField(
        _("name"), max_length=200, blank=True,
        help_text=_("As the sources write it; empty where it is not known, and always empty under a cipher."),
    )  # fmt: skip
    witness = models.ForeignKey(
        Witness, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("or under the cipher"),
        help_text=_("Where the family asks for it: register them as a witness; the name lives in the vault, never here."),
    )  # fmt: skip
    sex = models.CharField(_("sex"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    age = models.PositiveSmallIntegerField(_("age in years"), null=True, blank=True)
    age_estimated = models.BooleanField(_("the age is an estimate"), default=False)
    standing = models.CharField(_("status of the person"), max_length=12, choices=Standing, default=Standing.UNKNOWN)
    happened = EdtfField(_("died"), blank=True)
    happened_zone = ZoneField(_("in the zone"))
    happened_basis = BasisField(_("how the date is known"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"),
        help_text=_("Of somebody under a cipher only the team is told the place; others are told the country."),
    )  # fmt: skip
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="casualties", verbose_name=_("event")
    )
    circumstances = models.TextField(_("circumstances"), blank=True, max_length=4000)
    cause = models.CharField(_("cause of death"), max_length=200, blank=True)
    weapon = models.CharField(_("weapon or means"), max_length=200, blank=True)
    manner = models.CharField(_("manner of death"), max_length=12, choices=Manner, default=Manner.UNDETERMINED)
    autopsy = models.CharField(_("autopsy"), max_length=8, choices=Stated, default=Stated.UNKNOWN)
    autopsy_by = models.CharField(_("autopsy by"), max_length=200, blank=True, help_text=_("The institution."))
    family_present = models.CharField(
        _("the family was represented at it"), max_length=8, choices=Stated, default=Stated.UNKNOWN
    )
    participation = models.TextField(_("how the family took part in the investigation"), blank=True, max_length=2000)
    investigation = models.TextField(_("what was investigated, by whom"), blank=True, max_length=4000)
    alleged_authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("alleged perpetrator")
    )  # fmt: skip
    alleged = models.CharField(
        _("alleged perpetrator, described"), max_length=300, blank=True, help_text=_("Without names of persons.")
    )
    rests_on = LinesField(
        _("rests on"), help_text=_("References, one to a line, with the passage: SO-0001 paragraph 4.")
    )
    note = models.TextField(_("note"), blank=True, max_length=4000)
    status = models.CharField(
        _("verification"), max_length=10, choices=Status, default=Status.SUSPECTED, editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("same as"),
    )

    happened_moment = MomentOf("happened")
    objects = Visible["Casualty"].as_manager()

    class Meta:
        verbose_name = _("casualty")
        verbose_name_plural = _("casualties")
        indexes = (models.Index(fields=["inquiry", "-id"]), models.Index(fields=["inquiry", "status"]))
        constraints = (
            models.CheckConstraint(
                condition=Q(name="") | Q(witness__isnull=True),
                name="casualty_under_a_cipher_has_no_name",
                violation_error_message=_("Under a cipher the name belongs into the vault."),
            ),
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(age__lte=120),
                name="casualty_age_possible",
                violation_error_message=_("An age of more than 120 years is a mistake."),
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="casualty_not_merged_into_itself"),
        )

    def __str__(self) -> str:
        return self.known_as

    def get_absolute_url(self) -> str:
        return reverse("witnesses:casualty", args=[self.ref])

    @property
    def known_as(self) -> str:
        """The name, or that there is none to be told."""
        if self.witness_id:
            return now("%(ref)s, under a cipher") % {"ref": self.ref}
        return self.name or now("%(ref)s, name not known") % {"ref": self.ref}

    @property
    def happened_shown(self) -> Shown | None:
        return shown(self.happened_moment)

    @property
    def status_tone(self) -> str:
        return {"verified": "good", "pending": "wait", "suspected": "care"}.get(self.status, "plain")


class Decisions(models.QuerySet["CasualtyDecision"]):
    def visible_to(self, user: Any) -> Self:
        """Those about the casualties that `user` may read."""
        return self.filter(casualty__in=Casualty.objects.visible_to(user))


class CasualtyDecision(AppendOnly):
    """One step of a casualty's verification, or that two records are of one person, or no longer are; and why."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "casualty", "verb", "other", "by", "at"), INTERNAL),
        "reason": IDENTIFYING,
    }

    casualty = models.ForeignKey(Casualty, on_delete=models.PROTECT, related_name="decisions")
    verb = models.CharField(max_length=12)
    other = models.ForeignKey(Casualty, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = Decisions.as_manager()

    class Meta:
        verbose_name = _("decision about a casualty")
        verbose_name_plural = _("decisions about casualties")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What was decided, as the page says it."""
        said = {
            "propose": now("Proposed as verified"),
            "verify": now("Verified: reasonable grounds"),
            "send_back": now("Sent back"),
            "discard": now("Discarded"),
            "reopen": now("Reopened"),
            "merge": now("Found to be the same person as"),
            "separate": now("Found not to be the same person as"),
            "conceal": now("Put under a cipher"),
        }
        return said.get(self.verb, self.verb)
