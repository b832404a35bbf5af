"""The vault's tables. Ciphertext, and nothing that tells when somebody spoke: no times, no numbers in order of intake."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from inquiry.shared.tables import AppendOnly, Sensitivity

INTERNAL, SECRET = Sensitivity.INTERNAL, Sensitivity.SECRET
COMMON = {"id": INTERNAL, "inquiry": INTERNAL, "subject": INTERNAL}


class OfSubject(models.Model):
    """`subject` is the cipher, `inquiry` the inquiry's reference: texts, since no key may lead out of this database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.CharField(max_length=16)
    subject = models.CharField(max_length=16)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.subject


class SubjectKey(OfSubject):
    """The subject's own key, wrapped by the key-encryption key `kek`. Rotation wraps it anew, shredding destroys it."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {**COMMON, "kek": INTERNAL, "wrapped": SECRET}
    APPEND_ONLY: ClassVar[bool] = False

    kek = models.CharField(max_length=40, db_index=True)
    wrapped = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["subject"], name="one_key_per_subject"),)


class SealedGroup(OfSubject, AppendOnly):
    """One version of one group of fields, sealed with the subject's key."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        "group": INTERNAL,
        "version": INTERNAL,
        "sealed": SECRET,
    }

    group = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject", "group", "version"], name="one_row_per_version"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="versions_begin_at_one"),
        )
        indexes = (models.Index(fields=["inquiry", "group"], name="groups_of_an_inquiry"),)


class Tombstone(OfSubject, AppendOnly):
    """The subject's key was destroyed. `remains` is the digest of the ciphertext that is left, which nobody can open."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {**COMMON, "remains": INTERNAL}

    remains = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["subject"], name="destroyed_once"),)


class Turn(models.Model):
    """A mark that changes with each deposit and each destruction in an inquiry: whether what is held decoded still stands."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {"inquiry": INTERNAL, "mark": INTERNAL}
    APPEND_ONLY: ClassVar[bool] = False

    inquiry = models.CharField(max_length=16, primary_key=True)
    mark = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return self.inquiry


class Spending(models.Model):
    """One opening, question or search, for the budgets: kept here, where the application cannot take it back."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {"id": INTERNAL, "kind": INTERNAL, "user": INTERNAL, "at": INTERNAL}
    APPEND_ONLY: ClassVar[bool] = False

    kind = models.CharField(max_length=8)
    user = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["kind", "at"], name="spent_lately"),)

    def __str__(self) -> str:
        return self.kind
