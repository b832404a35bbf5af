"""Corrections of what a machine read, kept beside it: the machine's text stays, each correction is a version of its own."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, Record, Sensitivity

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
LONGEST = 400_000  # characters of a corrected page


class Corrections(models.QuerySet["PageCorrection"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the items that `user` may read; none of one in quarantine, which nobody reads."""
        return self.filter(item__in=Item.objects.readable_by(user).exclude(status=Outcome.QUARANTINED))

    def standing(self) -> Self:
        """Of each page the last version."""
        return self.order_by("item_id", "page", "-version").distinct("item_id", "page")


class PageCorrection(Record):
    """The text of one page as a person reads it. Never changed: who knows better writes the next version."""

    KIND: ClassVar[str] = "TC"
    READ: ClassVar[str] = Right.EVIDENCE_LIST_C1
    APPEND_ONLY: ClassVar[bool] = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        "item": INTERNAL,
        "page": INTERNAL,
        "version": INTERNAL,
        "text": IDENTIFYING,
        "reason": IDENTIFYING,
        "machine_digest": INTERNAL,
    }

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("item"))
    page = models.PositiveIntegerField(_("page"))
    version = models.PositiveIntegerField(_("version"), editable=False)
    text = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(LONGEST)])
    reason = models.CharField(_("reason"), max_length=300)
    machine_digest = models.CharField(max_length=64, editable=False)  # of the machine's text that it was compared with

    objects = Corrections.as_manager()

    class Meta:
        verbose_name = _("correction of a page")
        verbose_name_plural = _("corrections of pages")
        constraints = (
            models.UniqueConstraint(fields=["item", "page", "version"], name="one_correction_of_each_version"),
        )

    def get_absolute_url(self) -> str:
        return f"{self.item.get_absolute_url()}?page={self.page}&view=text"
