"""Custody entries: each act on an item, numbered within it, append-only, chained over the whole installation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.custody.comparing import problems
from evidence.items.models import Item
from inquiry.shared.ledgers import LedgerEntry, LedgerLink, stamp
from inquiry.shared.tables import Sensitivity

INTERNAL = Sensitivity.INTERNAL


class Act(models.TextChoices):
    """What was done to an item."""

    RECEIVED = "received", _("Received")
    UNPACKED = "unpacked", _("Found inside another item")
    READ = "read", _("Read by the system")
    DRAWN = "drawn", _("Page pictures made")
    CONVERTED = "converted", _("Version for playing made")
    VIEWED = "viewed", _("Viewed")
    DOWNLOADED = "downloaded", _("Original downloaded")
    CLASSIFIED = "classified", _("Classified")
    DESCRIBED = "described", _("Described")
    CORRECTED = "corrected", _("Text of a page corrected")
    EXCERPTED = "excerpted", _("Excerpt taken")
    WITHDRAWN = "withdrawn", _("Excerpt taken back")
    LINKED = "linked", _("Linked")
    UNLINKED = "unlinked", _("Link taken back")
    FIXITY_HELD = "fixity_held", _("Bytes checked: unchanged")
    FIXITY_FAILED = "fixity_failed", _("Bytes checked: not what was received")
    FAILED = "failed", _("Reading failed")
    RETRIED = "retried", _("Reading asked for again")
    QUARANTINED = "quarantined", _("Quarantined: malware was found")
    RELEASED = "released", _("Released from quarantine")


class Entries(models.QuerySet["CustodyEntry"]):
    def visible_to(self, user: Any) -> Self:
        """The custody of the items that `user` may know to exist."""
        return self.filter(item__in=Item.objects.visible_to(user).values("pk"))


class CustodyEntry(LedgerEntry):
    """One act on one item."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **LedgerEntry.COMMON,
        "item": INTERNAL,
        "number": INTERNAL,
        "act": INTERNAL,
        "by": INTERNAL,
        "facts": Sensitivity.IDENTIFYING,
    }

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=16, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)

    objects = Entries.as_manager()

    class Meta:
        verbose_name = _("custody entry")
        verbose_name_plural = _("custody entries")
        constraints = (models.UniqueConstraint(fields=["item", "number"], name="custody_numbered"),)

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number} {self.act}"

    @classmethod
    def further_problems(cls) -> Iterator[str]:
        """What custody and the register say differently."""
        return problems(Item.objects.all(), cls.objects.all())

    def body(self) -> dict[str, Any]:
        return {
            "at": stamp(self.at),
            "item": self.item_id,
            "number": self.number,
            "act": self.act,
            "by": self.by_id,
            "facts": self.facts,
        }


class CustodyLink(LedgerLink):
    """A custody entry's place in the chain."""

    entry = models.OneToOneField(CustodyEntry, on_delete=models.PROTECT, related_name="link")

    class Meta:
        db_table = "evidence_custody_link"
