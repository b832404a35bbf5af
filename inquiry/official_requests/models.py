"""Requests to authorities and the steps of their lives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.rights import Right
from inquiry.commission.models import AuthorityBasis
from inquiry.life_cycles.history import StepTaken, Told, standing, told
from inquiry.official_requests.steps import ASKED, OPEN, STEPS, WAITING, RequestKind, Status
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity

if TYPE_CHECKING:
    from inquiry.accounts.models import User

PUBLIC, INTERNAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    RUSSIAN = "ru", _("Russian")
    KAZAKH = "kk", _("Kazakh")


class OfficialRequests(policy.Visible["OfficialRequest"]):
    def overdue(self, day: date | None = None) -> Self:
        """Those with a date that passed before `day` (today) without the answer that was asked for."""
        return self.filter(status__in=WAITING, due_on__lt=day or policy.today())


class OfficialRequest(Record):
    """One thing asked of one authority. It may be postponed and cancelled any number of times before it ends.

    `status`, `due_on` and the appointment are what the standing steps lead to; they are never set by hand.
    """

    KIND, READ, STEPS = "OR", Right.REQUEST_READ, STEPS
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("kind", "status", "due_on", "authority", "official", "addressee"), PUBLIC),
        **dict.fromkeys(("language", "authority_basis"), PUBLIC),
        **dict.fromkeys(("subject", "issues", "terms", "place", "letter", "drafted_by", "appointment_until"), INTERNAL),
        **dict.fromkeys(("wanted", "wanted_zone", "wanted_basis"), INTERNAL),
        **dict.fromkeys(("appointment", "appointment_zone", "appointment_basis"), INTERNAL),
    }

    kind = models.CharField(_("what is asked for"), max_length=12, choices=RequestKind.choices)
    subject = models.CharField(_("subject"), max_length=200)
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
    addressee = models.CharField(_("addressed to, where it is no authority"), max_length=200, blank=True)
    issues = models.TextField(_("the matters asked about, one a line"), blank=True, max_length=8000)
    authority_basis = models.CharField(
        _("rests on"), max_length=20, choices=AuthorityBasis.choices, default=AuthorityBasis.VOLUNTARY_PROTOCOL
    )
    terms = models.TextField(_("legal basis and terms"), blank=True, max_length=4000)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.ENGLISH)
    due_on = models.DateField(_("answer due on"), null=True, blank=True)
    place = models.ForeignKey(
        "inquiry.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    wanted = EdtfField(_("time asked for"), blank=True)
    wanted_zone = ZoneField(_("zone"))
    wanted_basis = BasisField(_("basis"))
    letter = models.TextField(_("text of the letter"), blank=True, max_length=60000)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("drafted by"),
    )  # whoever wrote the text last: they may not be the one who sends it
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.DRAFT, editable=False)
    appointment = EdtfField(_("appointment"), blank=True, editable=False)
    appointment_zone = ZoneField(_("zone"), editable=False)
    appointment_basis = BasisField(_("basis"), editable=False)
    appointment_until = models.DateTimeField(
        null=True, editable=False
    )  # its last possible instant, to find what is next

    wanted_moment = MomentOf("wanted")
    appointment_moment = MomentOf("appointment")

    objects = OfficialRequests.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = (
            models.Index(fields=["inquiry", "status", "-id"]),
            models.Index(fields=["due_on"], condition=Q(status__in=WAITING), name="request_waiting"),
            models.Index(fields=["appointment_until"], condition=Q(status="scheduled"), name="request_scheduled"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(authority__isnull=False) | Q(official__isnull=False) | ~Q(addressee=""),
                name="request_addressed_to_somebody",
                violation_error_message=_("Say to whom it is addressed: an authority, an official, or in words."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="statement") | ~Q(issues=""),
                name="request_statement_says_matters",
                violation_error_message=_("A request for a statement names the matters it is to deal with."),
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("inquiry:official_request", args=[self.ref])

    @property
    def addressed_to(self) -> str:
        """Whom it asks, in words."""
        return ", ".join(str(one) for one in (self.official, self.authority, self.addressee) if one)

    @property
    def wanted_shown(self) -> Shown | None:
        return shown(self.wanted_moment)

    @property
    def appointment_shown(self) -> Shown | None:
        return shown(self.appointment_moment)

    @property
    def overdue(self) -> bool:
        return self.status in WAITING and self.due_on is not None and self.due_on < policy.today()

    @property
    def open(self) -> bool:
        return self.status in OPEN

    def told(self) -> list[Told[RequestEvent]]:
        """Every step, as it stands after corrections."""
        return told(self.events.all())

    def standing(self) -> list[Told[RequestEvent]]:
        """The steps that were not taken back."""
        return standing(self.events.all())


class RequestEvents(models.QuerySet["RequestEvent"]):
    def visible_to(self, user: Any) -> Self:
        """The steps of the requests that `user` may read."""
        return self.filter(request__in=OfficialRequest.objects.visible_to(user))


class RequestEvent(StepTaken):
    """One step of a request: sent, agreed, set for a time, postponed, cancelled, refused. Append-only."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **StepTaken.SHARED,
        **dict.fromkeys(("request", "official", "place", "due_on", "letter", "letter_digest"), INTERNAL),
        **dict.fromkeys(("appointment", "appointment_zone", "appointment_basis"), PUBLIC),
    }

    ASKED = ASKED

    request = models.ForeignKey(OfficialRequest, on_delete=models.PROTECT, related_name="events")
    official = models.ForeignKey(
        "inquiry.Official", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by which person of the authority"),
    )  # fmt: skip
    appointment = EdtfField(_("set for"), blank=True)
    appointment_zone = ZoneField(_("zone of the appointment"))
    appointment_basis = BasisField(_("basis"))
    place = models.ForeignKey(
        "inquiry.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    due_on = models.DateField(_("answer due on"), null=True, blank=True)
    letter = models.TextField(_("the letter as sent"), blank=True)
    letter_digest = models.CharField(_("SHA-256 of the letter"), max_length=64, blank=True)

    appointment_moment = MomentOf("appointment")

    @property
    def appointment_shown(self) -> Shown | None:
        return shown(self.appointment_moment)

    objects = RequestEvents.as_manager()

    class Meta(StepTaken.Meta):
        abstract = False
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["request", "number"], name="request_event_number"),
            models.CheckConstraint(condition=Q(letter="") | ~Q(letter_digest=""), name="request_letter_has_digest"),
        )


def overdue_for(user: User) -> OfficialRequests:
    """The overdue requests that `user` may see, the longest waiting first."""
    return OfficialRequest.objects.visible_to(user).overdue().order_by("due_on", "id")
