"""Interviews: with whom, when, where, in which language, in whose presence, with what consent, on which recordings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from witnesses.people.models import Witness
from witnesses.people.rules import COARSE
from witnesses.testimony.languages import Language
from witnesses.testimony.levels import ByConsent, Levelled
from witnesses.testimony.months import month_of
from witnesses.testimony.steps import INTERVIEW_STEPS, UNSAID, InterviewStatus

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
CODE = RegexValidator(r"^[A-Za-z]{1,8}-?[0-9]{1,6}$", _("A code such as INT-02, never a name."))


class How(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")
    TELEPHONE = "telephone", _("By telephone")
    MESSAGES = "messages", _("By messages")
    WRITING = "writing", _("In writing")


class Interview(Levelled, Record):
    """One conversation with a witness, planned or held. What was said is in statements and transcripts."""

    KIND = "IV"
    READ = Right.TESTIMONY_LIST_T1
    VIA = "witness"
    ABOUT = ("ref",)
    UNSAID = Q(status__in=UNSAID)
    STEPS = INTERVIEW_STEPS
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("witness", "visit", "how", "language", "status", "collected_at", "consent"), INTERNAL),
        **dict.fromkeys(("held", "held_zone", "held_basis", "place", "interpreter", "present", "team"), IDENTIFYING),
        **dict.fromkeys(("recordings", "breaks", "stopped", "stopped_reason", "reason", "note"), IDENTIFYING),
    }

    witness = models.ForeignKey(
        Witness, on_delete=models.PROTECT, related_name="interviews", verbose_name=_("with whom")
    )
    how = models.CharField(_("how"), max_length=12, choices=How, default=How.IN_PERSON)
    visit = models.ForeignKey(
        "inquiry.Visit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("at which visit"),
    )
    held = EdtfField(_("when"), blank=True)
    held_zone = ZoneField(_("in the zone"))
    held_basis = BasisField(_("how the date is known"))
    place = models.ForeignKey(
        "inquiry.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where"),
        help_text=_("Only the team sees the exact place; others see the region or the country."),
    )  # fmt: skip
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.RUSSIAN)
    interpreter = models.CharField(
        _("interpreter"), max_length=16, blank=True, validators=[CODE], help_text=_("By code: INT-02. Empty: none was needed.")
    )  # fmt: skip
    team: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("who of us was present")
    )
    present = LinesField(
        _("who else was present"),
        help_text=_(
            "One to a line, by role or code: lawyer of the witness, INT-02, a guard in the room. Never a name."
        ),
    )
    consent = models.ForeignKey(
        "witnesses.Consent", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("consent asked at the start"),
    )  # fmt: skip
    recordings = LinesField(_("recordings"), help_text=_("References of evidence items, one to a line: E-000123."))
    breaks = models.TextField(_("breaks"), blank=True, max_length=2000, help_text=_("When, and at whose wish."))
    stopped = models.BooleanField(_("the person stopped it"), default=False)
    stopped_reason = models.TextField(_("why they stopped it"), blank=True, max_length=2000)
    note = models.TextField(
        _("note"), blank=True, max_length=4000, help_text=_("About the conversation, not what was said. No names.")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=InterviewStatus, default=InterviewStatus.PLANNED, editable=False
    )
    reason = models.TextField(_("why it was cancelled or did not take place"), blank=True, editable=False)
    collected_at = models.DateTimeField(default=timezone.now, editable=False)  # from when its collector has 72 hours

    held_moment = MomentOf("held")
    objects = ByConsent["Interview"].as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        indexes = (
            models.Index(fields=["inquiry", "-id"]),
            models.Index(fields=["witness", "-id"]),
            GinIndex(
                fields=["recordings"], name="interview_recordings"
            ),  # asked for each piece of a file that is played
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(stopped=True) | Q(stopped_reason=""), name="interview_stopped_before_why",
                violation_error_message=_("Say that they stopped it, or leave the reason out."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["cancelled", "not_held"]) | ~Q(reason=""), name="interview_not_held_and_why",
                violation_error_message=_("Say why."),
            ),
        )  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("witnesses:interview", args=[self.ref])

    @property
    def unsaid(self) -> bool:
        return self.status in UNSAID

    @property
    def consent_about(self) -> tuple[str, ...]:
        return (self.ref,)

    @property
    def held_shown(self) -> Shown | None:
        return shown(self.held_moment)

    @property
    def month_shown(self) -> Shown | None:
        """The month in which it was held: what readers outside the team see."""
        return shown(month_of(self.held_moment))

    @property
    def coarse_place(self) -> str:
        """The region or country of the place: what readers outside the team see."""
        if self.place is None:
            return ""
        return self.place.name if self.place.kind in COARSE else self.place.country
