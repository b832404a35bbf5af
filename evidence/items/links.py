"""What items of evidence say about other records."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.items.coding import Relation
from evidence.items.models import Item
from inquiry.shared.tables import Sensitivity, when_and_by_whom

INTERNAL, IDENTIFYING, PUBLIC = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING, Sensitivity.PUBLIC


class Links(models.QuerySet["ItemLink"]):
    def visible_to(self, user: Any) -> Self:
        """The standing links of the items that `user` may read."""
        return self.filter(removed_at__isnull=True, item__in=Item.objects.readable_by(user))


class ItemLink(models.Model):
    """An item says something about another record, or about a numbered part of it. Taken back, never deleted."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "item": INTERNAL,
        "about_ref": PUBLIC,
        "part": INTERNAL,
        "relation": INTERNAL,
        "page": INTERNAL,
        "note": IDENTIFYING,
        "created_at": INTERNAL,
        "created_by": INTERNAL,
        "removed_at": INTERNAL,
        "removed_by": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="links")
    about_ref = models.CharField(_("record"), max_length=16)
    part = models.PositiveIntegerField(
        _("part"), default=0, help_text=_("Number of the event; 0 for the whole record.")
    )
    relation = models.CharField(_("relation"), max_length=10, choices=Relation, default=Relation.PROVES)
    page = models.PositiveIntegerField(_("page"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = Links.as_manager()

    class Meta:
        indexes = (models.Index(fields=["about_ref"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["item", "about_ref", "part", "relation"],
                condition=Q(removed_at__isnull=True),
                name="one_link_each",
            ),
            models.CheckConstraint(condition=when_and_by_whom("removed"), name="link_removed_when_and_by_whom"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.relation} {self.about_ref}"
