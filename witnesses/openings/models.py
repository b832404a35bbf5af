"""Requests of two persons: that identities are opened for reading, or that they are destroyed for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.models import RoleHeld
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.workflow import Step
from witnesses.people.models import Witness

INTERNAL = Sensitivity.INTERNAL
LONGEST_HOURS = 4
MOST_SUBJECTS = 20
SHORTEST_REASON = 20  # characters
BY_ITSELF = "nobody"  # no role holds it: the step happens when its time has come, nobody says it


class Aim(models.TextChoices):
    READ = "read", _("Open for reading")
    DESTROY = "destroy", _("Destroy for good")


class Purpose(models.TextChoices):
    CONTACT = "contact", _("Make contact, or arrange an interview")
    DANGER = "danger", _("Act on a danger to them")
    CONSENT = "consent", _("Ask again for consent, or tell them what became of it")
    SAME_PERSON = "same_person", _("Find out whether two records are one person")
    SHARING = "sharing", _("Hand on to a named body, as they consented")
    CORRECTION = "correction", _("Correct what is in the vault")
    ERASURE = "erasure", _("They want to be forgotten, or must be for their safety")
    OTHER = "other", _("Something else, said in the reason")


class Status(models.TextChoices):
    ASKED = "asked", _("Waits for a second person")
    APPROVED = "approved", _("Agreed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")
    FINISHED = "finished", _("Finished")


class Openings(policy.Visible["Opening"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the inquiries whose people `user` guards, those that concern them, those that wait for their decision."""
        if not user.is_authenticated:
            return self.none()
        mine = {inquiry for _role, inquiry in user.roles_today()}
        deciding = policy.inquiries(user, Right.VAULT_APPROVE)
        by_guard = RoleHeld.objects.current().filter(role=Role.PROTECTION_OFFICER, inquiry=models.OuterRef("inquiry"))
        waiting = Q(status=Status.ASKED, inquiry_id__in=deciding) & Q(
            models.Exists(by_guard.filter(user=models.OuterRef("created_by")))
        )
        concerned = Q(inquiry_id__in=mine) & (Q(created_by_id=user.pk) | Q(decided_by_id=user.pk))
        return self.filter(Q(inquiry_id__in=policy.inquiries(user, Right.VAULT_SEARCH)) | concerned | waiting)

    def told_to(self, user: Any) -> Self:
        """Those whose trail `user` may read: whoever may see them, and the auditor, who reads no reason."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(pk__in=self.visible_to(user).values("pk"))
        return self.filter(seen | Q(inquiry_id__in=policy.inquiries(user, Right.AUDIT_READ)))

    def run_out(self, now: datetime) -> Self:
        """Those that are still called agreed though their time is over."""
        return self.filter(status=Status.APPROVED, valid_until__lte=now)


class Opening(Record):
    """Who asks for which identities and why, which second person decided, and until when it holds."""

    KIND = "OP"
    READ = Right.VAULT_OPEN
    STEPS = (
        Step("approve", ("asked",), "approved", Right.VAULT_APPROVE, not_by="created_by", label=_("Agree")),
        Step("refuse", ("asked",), "refused", Right.VAULT_APPROVE, not_by="created_by", label=_("Refuse")),
        Step("withdraw", ("asked", "approved"), "withdrawn", Right.VAULT_OPEN, label=_("Withdraw")),
        Step("lapse", ("approved",), "lapsed", BY_ITSELF, label=_("Its time ran out")),
        Step("finish", ("approved",), "finished", BY_ITSELF, label=_("Every identity was opened once, or destroyed")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("aim", "purpose", "hours", "status", "decided_by", "decided_at", "valid_until"), INTERNAL),
        **dict.fromkeys(("asked_as", "decided_as", "witnesses", "ended_by", "ended_at"), INTERNAL),
        **dict.fromkeys(("reason", "decided_reason"), Sensitivity.IDENTIFYING),
    }

    aim = models.CharField(_("what for"), max_length=8, choices=Aim, default=Aim.READ, editable=False)
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose)
    reason = models.TextField(
        _("reason"), max_length=2000, validators=[MinLengthValidator(SHORTEST_REASON)],
        help_text=_("At least 20 characters: what you need to know, and why there is no other way. No names."),
    )  # fmt: skip
    hours = models.PositiveSmallIntegerField(
        _("for how many hours"), default=1, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_HOURS)],
        help_text=_("Counted from the moment the second person agrees; four at the most."),
    )  # fmt: skip
    witnesses = models.ManyToManyField(Witness, through="OpeningSubject", related_name="+", verbose_name=_("witnesses"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED, editable=False)
    asked_as = models.CharField(max_length=24, choices=Role, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "inquiry.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_as = models.CharField(max_length=24, choices=Role, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_reason = models.TextField(_("reason"), blank=True, max_length=2000, editable=False)
    valid_until = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey("inquiry.User", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = Openings.as_manager()

    class Meta:
        verbose_name = _("opening of identities")
        verbose_name_plural = _("openings of identities")
        indexes = (models.Index(fields=["inquiry", "status", "-id"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="opening_decided_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("created_by")), name="opening_by_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__lte=F("decided_at") + timedelta(hours=LONGEST_HOURS)),
                name="opening_at_most_four_hours",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "lapsed", "finished"])
                | Q(valid_until__isnull=False, decided_by__isnull=False),
                name="opening_agreed_until_when",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["asked", "approved", "refused"], ended_at__isnull=True, ended_by__isnull=True)
                | Q(status="withdrawn", ended_at__isnull=False, ended_by__isnull=False)
                | Q(status__in=["lapsed", "finished"], ended_at__isnull=False, ended_by__isnull=True),
                name="opening_ended_when_and_by_whom",
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:opening", args=[self.ref])

    @property
    def open_now(self) -> bool:
        """Agreed to, and its time is not over."""
        return self.status == Status.APPROVED and self.valid_until is not None and timezone.now() < self.valid_until

    @property
    def destroys(self) -> bool:
        return self.aim == Aim.DESTROY


class OpeningSubjects(models.QuerySet["OpeningSubject"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the openings that `user` may see."""
        return self.filter(opening__in=Opening.objects.visible_to(user))


class OpeningSubject(models.Model):
    """One cipher that an opening names. None is exchanged for another; one that is added later the audit does not bear out."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(("id", "opening", "witness"), INTERNAL)
    APPEND_ONLY: ClassVar[bool] = True

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="subjects")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="+")

    objects = OpeningSubjects.as_manager()

    class Meta:
        verbose_name = _("identity of an opening")
        verbose_name_plural = _("identities of an opening")
        ordering = ("witness__ref",)
        constraints = (models.UniqueConstraint(fields=["opening", "witness"], name="opening_names_a_witness_once"),)

    def __str__(self) -> str:
        return f"{self.opening_id} {self.witness_id}"

    @property
    def used_at(self) -> datetime | None:
        """When this identity was opened or destroyed under the request."""
        use: OpeningUse | None = getattr(self, "use", None)
        return use.at if use else None


class OpeningUses(models.QuerySet["OpeningUse"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the openings that `user` may see."""
        return self.filter(subject__in=OpeningSubject.objects.visible_to(user))


class OpeningUse(models.Model):
    """That one cipher of an opening was used up: each identity is shown, or destroyed, once."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(("id", "subject", "at"), INTERNAL)
    APPEND_ONLY: ClassVar[bool] = True

    subject = models.OneToOneField(OpeningSubject, on_delete=models.PROTECT, related_name="use")
    at = models.DateTimeField(_("used"), editable=False)

    objects = OpeningUses.as_manager()

    class Meta:
        verbose_name = _("use of an opening")
        verbose_name_plural = _("uses of an opening")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.at}"
