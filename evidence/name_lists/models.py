"""Lists of names that somebody looks for in the evidence. A list is its owner's alone; the names identify people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.saved_searches.models import searching
from inquiry.accounts.rights import Right
from inquiry.jobs.models import Job
from inquiry.shared.tables import COMMON, Record, Sensitivity

if TYPE_CHECKING:
    Numbers = ArrayField[list[int], list[int]]
else:
    Numbers = ArrayField

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
MOST_NAMES, LONGEST = 2000, 200
TASK = "evidence.tasks.look_names"


class NameLists(models.QuerySet["NameList"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, where one may search today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(created_by=user, removed_at=None, inquiry_id__in=searching(user))


class NameList(Record):
    """Up to 2,000 names. `looked_at` is when the last of them was looked for; empty while that goes on."""

    KIND: ClassVar[str] = "NL"
    READ: ClassVar[str] = Right.EVIDENCE_READ_C0
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("names", "looked_at", "removed_at"), INTERNAL),
        "title": IDENTIFYING,
    }

    title = models.CharField(_("title"), max_length=LONGEST)
    names = models.PositiveIntegerField(_("names"), default=0, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = NameLists.as_manager()

    class Meta:
        verbose_name = _("list of names")
        verbose_name_plural = _("lists of names")

    def get_absolute_url(self) -> str:
        return reverse("evidence:name_list", args=[self.ref])

    url = property(get_absolute_url)

    @property
    def in_work(self) -> bool:
        """Whether somebody looks for the names now, or will: a search that broke off for good is no work any more."""
        return self.looked_at is None and Job.objects.open().filter(task=TASK, about_id=self.pk).exists()


class NameLine(models.Model):
    """One name of a list. `found` are the ids of the newest items that its owner found, at most 200: no more than a note
    of where to look, of which only what the owner may read at that moment is ever counted or shown.

    `pages` holds, of the first few by their ids, the pages on which the name stands.
    """

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "of", "number", "looked_at"), INTERNAL),
        **dict.fromkeys(("name", "query", "found", "pages", "problem"), IDENTIFYING),
    }
    APPEND_ONLY: ClassVar[bool] = False

    of = models.ForeignKey(NameList, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST)
    query = models.CharField(max_length=1000, blank=True)
    found: Numbers = ArrayField(models.BigIntegerField(), default=list)
    pages = models.JSONField(default=dict)
    problem = models.CharField(max_length=300, blank=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "number"], name="one_line_each"),)

    def __str__(self) -> str:
        return f"line {self.number} of list {self.of_id}"
