"""Batches: what was handed over together, by whom and on what terms. Uploads: bytes still on their way."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.items import access
from evidence.items.coding import NAMED_READERS, Classification, HandedOver
from inquiry.accounts import policy
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.workflow import Step

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class BatchStatus(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Batches(models.QuerySet["Batch"]):
    def visible_to(self, user: Any) -> Self:
        """Batches whose classification `user` may read, and those they opened themselves until they close them."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(created_by=user, status=BatchStatus.OPEN, inquiry__in=policy.inquiries(user, Right.EVIDENCE_RECEIVE))
        return self.filter(access.condition(user, access.READ, of="batch") | mine)


class Batch(Record):
    """One accession: provided by somebody, at some time, in some way, on some terms."""

    KIND: ClassVar[str] = "B"
    READ: ClassVar[str] = Right.EVIDENCE_READ_C1
    STEPS = (
        Step("close", (BatchStatus.OPEN,), BatchStatus.CLOSED, Right.EVIDENCE_RECEIVE, label=_("Close the batch")),
        Step("reopen", (BatchStatus.CLOSED,), BatchStatus.OPEN, Right.EVIDENCE_RECEIVE, label=_("Open it again")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        "title": IDENTIFYING,
        "provided_by": IDENTIFYING,
        "provided": IDENTIFYING,
        "provided_zone": INTERNAL,
        "provided_basis": INTERNAL,
        "how": INTERNAL,
        "conditions": IDENTIFYING,
        "note": IDENTIFYING,
        "classification": INTERNAL,
        "status": INTERNAL,
        "closed_at": INTERNAL,
        "closed_by": INTERNAL,
        "paused_at": INTERNAL,
        "paused_by": INTERNAL,
    }

    title = models.CharField(_("what it is"), max_length=200)
    provided_by = models.CharField(
        _("provided by"), max_length=200, help_text=_("A person or body, or a cipher. Never a name under protection.")
    )
    provided = EdtfField(_("provided on"), blank=True)
    provided_zone = ZoneField(_("time zone"))
    provided_basis = BasisField(_("how we know"))
    provided_moment = MomentOf("provided")
    how = models.CharField(_("how it came"), max_length=20, choices=HandedOver)
    conditions = models.TextField(
        _("conditions"), blank=True, help_text=_("What was promised in return. Empty when nothing was.")
    )
    note = models.TextField(_("note"), blank=True)
    classification = models.CharField(_("classification"), max_length=2, choices=Classification)
    status = models.CharField(max_length=6, choices=BatchStatus, default=BatchStatus.OPEN, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    paused_at = models.DateTimeField(null=True, editable=False)  # nothing of it is read from then on
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = Batches.as_manager()

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        indexes = (models.Index(fields=["inquiry", "classification"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(status="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="batch_closed_when_and_by_whom",
            ),
        )

    @property
    def provided_shown(self) -> Shown | None:
        return shown(self.provided_moment)

    @property
    def assign_right(self) -> str:
        return Right.EVIDENCE_CLASSIFY if self.classification in NAMED_READERS else Right.ASSIGN

    def get_absolute_url(self) -> str:
        return reverse("evidence:batch", args=[self.ref])


def new_token() -> str:
    return uuid.uuid4().hex


class Uploads(models.QuerySet["Upload"]):
    def visible_to(self, user: Any) -> Self:
        """One's own uploads only."""
        return self.filter(user=user) if isinstance(user, User) else self.none()


class Upload(models.Model):
    """A file on its way in, part by part. How far it is, its file under UPLOAD_ROOT says."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "token": Sensitivity.SECRET,
        "user": INTERNAL,
        "batch": INTERNAL,
        "path": IDENTIFYING,
        "size": INTERNAL,
        "claimed_digest": IDENTIFYING,
        "mark": INTERNAL,
        "created_at": INTERNAL,
        "expires_at": INTERNAL,
        "item": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    token = models.CharField(max_length=32, unique=True, default=new_token)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="uploads")
    path = models.BinaryField()
    size = models.BigIntegerField()
    claimed_digest = models.CharField(max_length=64, blank=True)
    mark = models.CharField(
        max_length=64, blank=True
    )  # by which the sender knows the file again; says nothing of its name
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    item = models.OneToOneField("evidence.Item", on_delete=models.PROTECT, null=True, related_name="upload")

    objects = Uploads.as_manager()

    class Meta:
        indexes = (models.Index(fields=["expires_at"], condition=Q(item__isnull=True), name="upload_unfinished"),)
        constraints = (
            models.UniqueConstraint(fields=["user", "batch", "mark"], condition=~Q(mark=""), name="upload_known_again"),
        )

    def __str__(self) -> str:
        return f"upload {self.pk}"
