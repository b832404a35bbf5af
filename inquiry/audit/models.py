"""Who did or read what: append-only, chained, kept for ever. References and plain facts, never a name under protection."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.models import RoleHeld
from inquiry.accounts.rights import Right
from inquiry.shared.ledgers import LedgerEntry, LedgerLink, stamp
from inquiry.shared.tables import Sensitivity


class Entries(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> Self:
        """The whole audit of the inquiries in which `user` may read it; for everybody else what they did themselves."""
        if not user.is_authenticated:
            return self.none()
        read = policy.inquiries(user, Right.AUDIT_READ)
        mine = {inquiry for _role, inquiry in user.roles_today()}
        seen = models.Q(by=user) & (models.Q(inquiry__isnull=True) | models.Q(inquiry__in=mine))
        seen |= models.Q(inquiry__in=read)
        if read:  # what belongs to no one inquiry: attempts by nobody known, and acts of people who work in several
            ours = RoleHeld.objects.filter(inquiry__in=read).values("user_id")
            seen |= models.Q(inquiry__isnull=True) & (models.Q(by__isnull=True) | models.Q(by__in=ours))
        return self.filter(seen)


class Entry(LedgerEntry):
    """One act, read or refusal."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **LedgerEntry.COMMON,
        "inquiry": Sensitivity.INTERNAL,
        "by": Sensitivity.INTERNAL,
        "act": Sensitivity.INTERNAL,
        "about": Sensitivity.INTERNAL,
        "facts": Sensitivity.IDENTIFYING,
        "through": Sensitivity.INTERNAL,
    }

    inquiry = models.ForeignKey("inquiry.Inquiry", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(_("act"), max_length=80, db_index=True)
    about = models.CharField(_("about"), max_length=40, blank=True, db_index=True)
    facts = models.JSONField(_("facts"), default=dict)
    through = models.CharField(_("through"), max_length=10, default="desk")

    objects = Entries.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = (models.Index(fields=["inquiry", "-id"]), models.Index(fields=["by", "-id"]))

    def __str__(self) -> str:
        return f"{self.act} {self.about}".strip()

    def body(self) -> dict[str, Any]:
        return {
            "at": stamp(self.at),
            "inquiry": self.inquiry_id,
            "by": self.by_id,
            "act": self.act,
            "about": self.about,
            "facts": self.facts,
            "through": self.through,
        }


class Link(LedgerLink):
    """An audit entry's place in the chain."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")

    class Meta:
        db_table = "inquiry_audit_link"
