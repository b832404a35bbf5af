"""What came of comparing a sealed package with its own lists: one row for each comparison, and each file that differs."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from evidence.intake import sealed
from evidence.intake.models import Batch, BatchStatus
from evidence.items.models import Item
from inquiry.shared.tables import AppendOnly, Sensitivity

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Verdict(models.TextChoices):
    WHOLE = "whole", _("Whole: every file is as it was sealed")
    DIFFERS = "differs", _("Not as it was sealed")
    UNUSABLE = "unusable", _("Could not be compared")


class Difference(models.TextChoices):
    MISSING = sealed.Kind.MISSING, _("Missing: it was sealed and is not here")
    EXTRA = sealed.Kind.EXTRA, _("Added: it was not there when the package was sealed")
    ALTERED = sealed.Kind.ALTERED, _("Altered: its content is not what was sealed")
    RENAMED = sealed.Kind.RENAMED, _("Renamed: the same content came under another name")
    TWICE = sealed.Kind.TWICE, _("Twice: the package holds this name more than once")


def received_or_readable(user: Any, batch: Batch) -> Q:
    """The condition on items of `batch` that `user` may read, or received themselves as long as the batch is open and
    nobody has held the item more closely since."""
    seen = Q(pk__in=Item.objects.readable_by(user).values("pk"))
    if batch.status == BatchStatus.OPEN:
        seen |= Q(created_by=user.pk, classification__lte=batch.classification)
    return seen


class PackageChecks(models.QuerySet["PackageCheck"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the batches that `user` may see, where they may see the package and its own lists and notes, or received
        them themselves: a check repeats what these say."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(pk__in=Item.objects.readable_by(user).values("pk")) | Q(
            created_by=user.pk,
            batch__status=BatchStatus.OPEN,
            classification__lte=models.F("batch__classification"),
        )
        closed = Item.objects.filter(batch=OuterRef("batch"), name__in=sealed.LISTS).exclude(seen)
        beside = Q(package=None) & Exists(closed.filter(parent=None, path__startswith=OuterRef("top")))
        inside = Exists(closed.filter(parent=OuterRef("package")))
        packages = Q(package=None) | Q(package__in=Item.objects.filter(seen).values("pk"))
        batches = Batch.objects.visible_to(user).values("pk")
        return self.filter(packages, ~beside, ~inside, batch__in=batches)


class PackageCheck(AppendOnly):
    """One comparison. The package is an item (an archive), or a folder among the files of its batch: `top`, its path."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "batch": INTERNAL,
        "package": INTERNAL,
        "top": IDENTIFYING,
        "at": INTERNAL,
        "by": INTERNAL,
        "verdict": INTERNAL,
        "problem": INTERNAL,
        "whole_digest": IDENTIFYING,
        "claimed": IDENTIFYING,
        "expected": INTERNAL,
        "found": INTERNAL,
        "differing": INTERNAL,
    }

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="package_checks")
    package = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="package_checks")
    top = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    problem = models.TextField(blank=True)
    whole_digest = models.CharField(max_length=64, blank=True)  # of the list of all lists: what the sender can compare
    claimed = models.JSONField(default=list)  # [label, value] that the package says of itself
    expected = models.PositiveIntegerField(default=0)  # payload files that were sealed
    found = models.PositiveIntegerField(default=0)  # payload files that came
    differing = models.PositiveIntegerField(default=0)  # all of them, also where not every one has its row

    objects = PackageChecks.as_manager()

    class Meta:
        verbose_name = _("check of a sealed package")
        verbose_name_plural = _("checks of sealed packages")
        indexes = (models.Index(fields=["batch", "-id"]),)

    def __str__(self) -> str:
        return f"check {self.pk} of {self.batch_id}"

    @property
    def spoken(self) -> str:
        """The number to compare over the telephone."""
        return sealed.spoken(self.whole_digest) if self.whole_digest else ""

    @property
    def status_tone(self) -> str:
        return {Verdict.WHOLE: "good", Verdict.DIFFERS: "bad"}.get(Verdict(self.verdict), "care")

    def shown_to(self, user: Any) -> models.QuerySet[PackageDifference]:
        """The differing files of which `user` may know the name."""
        seen = Item.objects.filter(received_or_readable(user, self.batch), batch=self.batch).values("pk")
        rows = self.differences.select_related("item").order_by("pk")
        return rows.filter(Q(item=None) | Q(item__in=seen))


class PackageDifference(AppendOnly):
    """One file of a package that is not as it was sealed."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "check_of": INTERNAL,
        "kind": INTERNAL,
        "path": IDENTIFYING,
        "other": IDENTIFYING,
        "item": INTERNAL,
    }

    check_of = models.ForeignKey(PackageCheck, on_delete=models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=8, choices=Difference)
    path = models.TextField()
    other = models.TextField(blank=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="package_differences")

    class Meta:
        verbose_name = _("file that differs")
        verbose_name_plural = _("files that differ")

    def __str__(self) -> str:
        return f"{self.kind} in check {self.check_of_id}"


def last_of(batch: Batch, user: Any) -> list[PackageCheck]:
    """The last check of each sealed package in a batch, among those that `user` may see."""
    rows = PackageCheck.objects.visible_to(user).filter(batch=batch).select_related("batch", "package", "by")
    return list({(check.package_id, check.top): check for check in rows.order_by("pk")}.values())


def awaited(batch: Batch, user: Any) -> bool:
    """Whether something that `user` may know of was unpacked, looks like a sealed package and was not compared yet."""
    marks = Item.objects.visible_to(user).filter(batch=batch, name=sealed.MARK, parent__isnull=False)
    return marks.filter(parent__package_checks=None).exists()


def verdicts_on(item: Item, user: Any) -> list[tuple[PackageCheck, str]]:
    """What the comparisons that stand say of an item, as (check, what differs of it): of a package "" and its verdict; of
    a file in one only where it differs. Nothing for those who may not see the comparison."""
    if not PackageCheck.objects.filter(batch=item.batch_id).exists():
        return []
    checks = last_of(item.batch, user)
    differing = PackageDifference.objects.filter(item=item, check_of__in=checks).select_related("check_of")
    return [(one, "") for one in checks if one.package_id == item.pk] + [
        (row.check_of, row.get_kind_display()) for row in differing
    ]
