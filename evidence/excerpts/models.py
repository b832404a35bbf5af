"""Excerpts and their withdrawal. An excerpt is never changed: what it said when it was taken can be proved by its digests."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
LONGEST = 20_000  # characters of a quote


class Excerpts(models.QuerySet["Excerpt"]):
    def visible_to(self, user: Any) -> Self:
        """Exactly those of the items that `user` may read; none of one in quarantine, which nobody reads."""
        return self.filter(item__in=Item.objects.readable_by(user).exclude(status=Outcome.QUARANTINED))

    def standing(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawal__isnull=True)

    def saying(self, words: str) -> Self:
        """Those whose quote or note holds `words`. Narrow to what may be read first."""
        return self.filter(Q(quote__icontains=words) | Q(note__icontains=words)) if words else self


class Excerpt(Record):
    """A passage of one page of an item, as it stood when somebody took it.

    `start` and `end` count characters of the page's text in `of_version` (0: the machine's, else a correction); `boxes` are
    rows of left, top, right, bottom as shares of the page, empty where the place on the picture is not known.
    """

    KIND: ClassVar[str] = "EX"
    READ: ClassVar[str] = Right.EVIDENCE_LIST_C1
    APPEND_ONLY: ClassVar[bool] = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("item", "page", "of_version", "start", "end", "text_digest", "boxes"), INTERNAL),
        **dict.fromkeys(("quote", "quote_digest", "note"), IDENTIFYING),
    }

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="excerpts", verbose_name=_("item"))
    page = models.PositiveIntegerField(_("page"))
    of_version = models.PositiveIntegerField(_("version of the text"), default=0)
    start = models.PositiveIntegerField(_("first character"))
    end = models.PositiveIntegerField(_("character after the last"))
    quote = models.TextField(_("quote"))
    quote_digest = models.CharField(_("SHA-256 of the quote"), max_length=64)
    text_digest = models.CharField(_("SHA-256 of the page's text"), max_length=64)
    boxes = models.JSONField(_("place on the page"), default=list)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = Excerpts.as_manager()

    class Meta:
        verbose_name = _("excerpt")
        verbose_name_plural = _("excerpts")
        indexes = (models.Index(fields=["item", "page"]),)
        constraints = (models.CheckConstraint(condition=Q(end__gt=F("start")), name="excerpt_is_not_empty"),)

    def get_absolute_url(self) -> str:
        return reverse("evidence:excerpt", args=[self.ref])

    url = property(get_absolute_url)

    @property
    def page_url(self) -> str:
        """Where the passage is marked on its page."""
        return f"{self.item.get_absolute_url()}?page={self.page}&excerpt={self.ref}"


class ExcerptWithdrawal(AppendOnly):
    """Somebody took an excerpt back, and why. Both rows stay."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "excerpt", "at", "by"), INTERNAL),
        "reason": IDENTIFYING,
    }

    excerpt = models.OneToOneField(Excerpt, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("withdrawal of an excerpt")
        verbose_name_plural = _("withdrawals of excerpts")

    def __str__(self) -> str:
        return self.reason
