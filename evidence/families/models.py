"""Groups of items that belong together, and the traces by which they are found.

A trace is a number made of something in an item: of a band of its text's sketch, of a run of eight words, of a quarter of a
picture's hash, of the id of a message. Two items that share a trace are compared; finding them is a look-up in an index.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, Record, Sensitivity, when_and_by_whom
from inquiry.shared.workflow import Step

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Kind(models.TextChoices):
    NEAR = "near", _("Nearly the same text")
    PICTURE = "picture", _("Nearly the same picture")
    REPUBLICATION = "republication", _("A passage in common")
    THREAD = "thread", _("Thread of mail")


class FamilyStatus(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Dismissed")


class Members(models.QuerySet["FamilyMember"]):
    def current(self) -> Self:
        """Those not split off."""
        return self.filter(left_at__isnull=True)

    def readable_by(self, user: Any) -> Self:
        """Those whose item `user` may read; asked row by row, for groups are small and items many."""
        return self.filter(Exists(Item.objects.readable_by(user).filter(pk=OuterRef("item_id"))))


class Families(models.QuerySet["Family"]):
    def visible_to(self, user: Any) -> Self:
        """The groups of which `user` may read two members with different bytes: one alone would tell of another, and so
        would two copies of the same bytes, which no group is made of by themselves."""
        seen = FamilyMember.objects.current().readable_by(user)
        other = seen.filter(family=OuterRef("family")).exclude(item__sha256=OuterRef("item__sha256"))
        return self.filter(Exists(seen.filter(Exists(other), family=OuterRef("pk"))))

    def standing(self) -> Self:
        """Those not dismissed."""
        return self.exclude(status=FamilyStatus.DISMISSED)


class Family(Record):
    """Items that belong together. Made by the machine (`created_by` is empty) or by hand.

    What a person decides holds for the group; members that they may not read stay as they are.
    """

    KIND: ClassVar[str] = "FA"
    READ: ClassVar[str] = Right.EVIDENCE_LIST_C1
    STEPS: ClassVar[tuple[Step, ...]] = (
        Step("accept", ("suggested", "dismissed"), "accepted", Right.EVIDENCE_DESCRIBE, label=_("Accept")),
        Step("dismiss", ("suggested", "accepted"), "dismissed", Right.EVIDENCE_DESCRIBE, label=_("Dismiss")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("kind", "status", "decided_at", "decided_by"), INTERNAL),
        "reason": IDENTIFYING,
    }

    created_by = models.ForeignKey(  # type: ignore[assignment]
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    status = models.CharField(_("status"), max_length=12, choices=FamilyStatus, default=FamilyStatus.SUGGESTED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = Families.as_manager()

    class Meta:
        verbose_name = _("group of items")
        verbose_name_plural = _("groups of items")
        indexes = (models.Index(fields=["inquiry", "kind", "-id"]),)
        constraints = (models.CheckConstraint(condition=when_and_by_whom("decided"), name="family_decided_by_whom"),)

    def get_absolute_url(self) -> str:
        return reverse("evidence:family", args=[self.ref])

    url = property(get_absolute_url)

    @property
    def status_tone(self) -> str:
        return {"suggested": "wait", "accepted": "good"}.get(self.status, "plain")


class FamilyMember(models.Model):
    """An item in a group: how much it is like another member (`like`; empty for the first), 0 to 1, and since when.

    Put in by the machine (`added_by` is empty) it is a suggestion until it is accepted. Split off, the row stays, so that
    the machine does not put it in again.
    """

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            (
                "id", "family", "item", "like", "score", "by_subject", "added_at", "added_by", "accepted_at", "accepted_by",
                "left_at", "left_by",
            ),
            INTERNAL,
        ),
        "left_because": IDENTIFYING,
    }  # fmt: skip
    APPEND_ONLY: ClassVar[bool] = False

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="members")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="memberships")
    like = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    score = models.FloatField(default=1.0)
    by_subject = models.BooleanField(default=False)  # of mail: nothing but the subject and the people lead to it
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    left_because = models.CharField(max_length=300, blank=True)

    objects = Members.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["family", "item"], name="one_membership_each"),
            models.CheckConstraint(condition=when_and_by_whom("left"), name="member_left_by_whom"),
            models.CheckConstraint(condition=when_and_by_whom("accepted"), name="member_accepted_by_whom"),
        )

    def __str__(self) -> str:
        return f"item {self.item_id} in group {self.family_id}"


class Trace(models.Model):
    """A number by which items are found that may be like this one. Some 75 to a text of 300 words."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "inquiry", "item"), INTERNAL),
        "value": IDENTIFYING,
    }
    APPEND_ONLY: ClassVar[bool] = False

    inquiry = models.ForeignKey(
        "inquiry.Inquiry", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    value = models.BigIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        indexes = (models.Index(fields=["inquiry", "value", "item"], name="trace_found"),)

    def __str__(self) -> str:
        return f"trace of item {self.item_id}"


class Sketch(models.Model):
    """What was compared of an item: the sketch of its text, and a digest by which a change is known."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("item", "words", "made_at"), INTERNAL),
        **dict.fromkeys(("signature", "digest"), IDENTIFYING),
    }
    APPEND_ONLY: ClassVar[bool] = False

    item = models.OneToOneField(Item, on_delete=models.PROTECT, primary_key=True, related_name="sketch")
    words = models.PositiveIntegerField(default=0)
    signature = models.BinaryField(default=b"")
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"sketch of item {self.item_id}"


class FamilyPending(models.Model):
    """An item to be compared with the others, since what it says has changed. Rows are only added and taken away, so that
    no writer waits for the comparison; an item may have several."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(("id", "item", "attempts"), INTERNAL)
    APPEND_ONLY: ClassVar[bool] = False

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"item {self.item_id} to be compared"
