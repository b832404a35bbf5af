"""The keys by which other systems ask the REST API in somebody's name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.models import User
from inquiry.shared.tables import Sensitivity, when_and_by_whom

INTERNAL = Sensitivity.INTERNAL


class ApiToken(models.Model):
    """A key for another system: shown once, kept as a digest, with scopes and an end."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "user": INTERNAL,
        "name": INTERNAL,
        "digest": Sensitivity.SECRET,
        "scopes": INTERNAL,
        "created_at": INTERNAL,
        "expires_at": INTERNAL,
        "last_used_at": INTERNAL,
        "revoked_at": INTERNAL,
        "revoked_by": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=when_and_by_whom("revoked"), name="token_revoked_when_and_by_whom"),
        )

    def __str__(self) -> str:
        return self.name
