"""The index of pages: what a search looks through. Made from the pages' text, and can be made again from it at any time."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiry.shared.tables import Sensitivity


class IndexedPage(models.Model):
    """A page of an item, or a part of a long page. Page 0 holds what is said about the item: names, title, subject, sender.

    It decides nothing about who may see what: a search joins it to the items that the reader may see.
    """

    item = models.ForeignKey("evidence.Item", on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    number = models.PositiveIntegerField(_("page"))
    part = models.PositiveIntegerField(_("part of the page"), default=0)
    language = models.CharField(_("language"), max_length=8, blank=True)
    text = models.TextField(_("text"))
    words = SearchVectorField(_("words"))

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": Sensitivity.INTERNAL,
        "item": Sensitivity.INTERNAL,
        "number": Sensitivity.INTERNAL,
        "part": Sensitivity.INTERNAL,
        "language": Sensitivity.INTERNAL,
        "text": Sensitivity.IDENTIFYING,
        "words": Sensitivity.IDENTIFYING,
    }
    APPEND_ONLY: ClassVar[bool] = False

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number", "part"], name="indexed_page_once"),
        ]
        indexes: ClassVar = [GinIndex(fields=["words"], name="indexed_page_words")]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}.{self.part}"
