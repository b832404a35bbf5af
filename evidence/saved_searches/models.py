"""Queries that people keep, and what was found by them since they last looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.items.models import Item, Items
from evidence.search.grammar import parse
from evidence.search.query import QueryError
from inquiry.accounts import policy
from inquiry.accounts.grants import Reach
from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, Record, Sensitivity

if TYPE_CHECKING:
    Numbers = ArrayField[list[int], list[int]]
else:
    Numbers = ArrayField

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
LONGEST = 2000  # characters of a query


def searching(user: Any) -> set[int]:
    """The inquiries in which `user` may read evidence of any kind today."""
    return {one for reach in Reach for one in policy.inquiries(user, Right.EVIDENCE_READ_C0, reach)}


class Searches(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: Any) -> Self:
        """One's own and those shared with the inquiry's team, where one may search today."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(created_by=user) | Q(shared=True)
        return self.filter(mine, removed_at=None, inquiry_id__in=searching(user))

    def watched(self) -> Self:
        """Those whose owner wants to be told."""
        return self.filter(alert=True, removed_at=None)


class SavedSearch(Record):
    """A query with a name. `news` are items found since the owner looked, `known` those that were told or there before.

    Neither list says anything by itself: what is told of it is asked of the owner's rights each time.
    """

    KIND: ClassVar[str] = "SS"
    READ: ClassVar[str] = Right.EVIDENCE_READ_C0
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("shared", "alert", "seen_at", "checked_at", "removed_at", "known", "news"), INTERNAL),
        **dict.fromkeys(("name", "query"), IDENTIFYING),
    }

    name = models.CharField(_("name"), max_length=200)
    query = models.TextField(_("query"), max_length=LONGEST)
    shared = models.BooleanField(_("shared with the team of the inquiry"), default=False)
    alert = models.BooleanField(_("tell me what is new"), default=True)
    known: Numbers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    news: Numbers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    seen_at = models.DateTimeField(editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = Searches.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        indexes = (
            models.Index(
                fields=["checked_at"], condition=Q(alert=True, removed_at__isnull=True), name="search_to_be_asked"
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("evidence:saved_search", args=[self.ref])

    url = property(get_absolute_url)

    @property
    def problem(self) -> str:
        """Why the query cannot be read today, as a sentence; empty when it can."""
        try:
            parse(self.query)
        except QueryError as error:
            return error.sentence
        return ""

    def news_for(self, user: Any) -> Items:
        """The new items that `user`, the owner, may read now, the newest first; nothing for anybody else."""
        mine = self.created_by_id == user.pk and self.alert
        rows = Item.objects.readable_by(user).filter(inquiry_id=self.inquiry_id, pk__in=self.news if mine else ())
        found: Items = rows.order_by("-pk")
        return found
