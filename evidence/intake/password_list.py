"""The table of a batch's passwords. What was promised to open locked files stays with the batch, sealed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.intake.models import Batch
from inquiry.accounts import policy
from inquiry.accounts.rights import Right
from inquiry.shared.tables import Sensitivity

INTERNAL = Sensitivity.INTERNAL


class BatchPasswords(models.QuerySet["BatchPassword"]):
    def visible_to(self, user: Any) -> Self:
        """Those of batches that `user` sees and may take documents into: their labels, never the passwords."""
        if not user.is_authenticated:
            return self.none()
        taking = policy.inquiries(user, Right.EVIDENCE_RECEIVE)
        return self.filter(batch__in=Batch.objects.visible_to(user).filter(inquiry__in=taking))

    def usable(self) -> Self:
        """Those that were not taken off the list."""
        return self.filter(removed_at__isnull=True)


class BatchPassword(models.Model):
    """One password with which files of a batch are tried. `number` names it for good: a number is never given twice.

    Taking it off the list wipes the sealed bytes; label and number stay, since items say by which number they were opened.
    """

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "batch": INTERNAL,
        "number": INTERNAL,
        "label": INTERNAL,
        "sealed": Sensitivity.SECRET,
        "added_by": INTERNAL,
        "added_at": INTERNAL,
        "removed_by": INTERNAL,
        "removed_at": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="passwords")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=100)
    sealed = models.BinaryField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = BatchPasswords.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["batch", "number"], name="batch_password_numbered_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False, sealed=b""),
                name="batch_password_wiped_when_removed",
            ),
        )

    def __str__(self) -> str:
        return f"password {self.number} of {self.batch_id}"
