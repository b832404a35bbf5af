"""Items of evidence and their pages."""

from __future__ import annotations

import json
import zlib
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evidence.ingestion.names import plain
from evidence.intake.models import Batch
from evidence.items import access
from evidence.items.coding import (
    NAMED_READERS,
    TONES,
    Classification,
    Handling,
    Outcome,
    Privilege,
    Relevance,
)
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Items(models.QuerySet["Item"]):
    def visible_to(self, user: Any) -> Self:
        """The items that `user` may know to exist; `readable` on each says whether they may also read it."""
        readable = ExpressionWrapper(access.condition(user, access.READ), output_field=BooleanField())
        return self.filter(access.condition(user, access.LIST)).annotate(readable=readable)

    def with_rights(self, user: Any) -> Self:
        """Each row with what `user` may do with it: `may_describe`, `may_hold`, `may_download`, `may_retry`, `may_release`, and
        `duplicate_listed`, whether they may know of the item that it repeats."""
        asked = {
            "may_describe": access.with_right(user, Right.EVIDENCE_DESCRIBE),
            "may_hold": access.with_either(user, Right.EVIDENCE_DESCRIBE, Right.EVIDENCE_CLASSIFY),
            "may_download": access.with_right(user, Right.EVIDENCE_DOWNLOAD),
            "may_retry": access.with_right(user, Right.JOB_RETRY),
            "may_release": access.with_right(user, Right.EVIDENCE_CLASSIFY),
        }
        held = {name: ExpressionWrapper(rule, output_field=BooleanField()) for name, rule in asked.items()}
        first = Item.objects.filter(access.condition(user, access.LIST), pk=OuterRef("duplicate_of_id"))
        return self.annotate(**held, duplicate_listed=Exists(first))

    def readable_by(self, user: Any) -> Self:
        """The items whose content, name and title `user` may read."""
        return self.filter(access.condition(user, access.READ))

    def damaged(self) -> Self:
        """Those whose bytes were not what was received when they were last compared."""
        return self.filter(damaged_at__isnull=False)

    def titled(self, words: str) -> Self:
        """Those whose title or name holds `words`. Narrow to what may be read first: a name tells."""
        return self.filter(Q(title__icontains=words) | Q(name__icontains=words)) if words else self

    def with_right(self, user: Any, right: Right) -> Self:
        """The readable items over which `user` also holds `right`."""
        return self.readable_by(user).filter(access.with_right(user, right))


class Item(Record):
    """One file as it was received, or found inside another. Its bytes never change; a duplicate keeps its own row."""

    KIND: ClassVar[str] = "E"
    REF_WIDTH: ClassVar[int] = 6
    READ: ClassVar[str] = Right.EVIDENCE_LIST_C1
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        "batch": INTERNAL,
        "parent": INTERNAL,
        "order": INTERNAL,
        "depth": INTERNAL,
        "path_bytes": IDENTIFYING,
        "path": IDENTIFYING,
        "name": IDENTIFYING,
        "sha256": IDENTIFYING,
        "sha512": IDENTIFYING,
        "size": INTERNAL,
        "classification": INTERNAL,
        "status": INTERNAL,
        "problem": INTERNAL,
        "media_type": INTERNAL,
        "pages": INTERNAL,
        "page_unit": INTERNAL,
        "ocr_pages": INTERNAL,
        "language": INTERNAL,
        "text_chars": INTERNAL,
        "claimed": IDENTIFYING,
        "told": IDENTIFYING,
        "preview_digest": INTERNAL,
        "preview_type": INTERNAL,
        "duplicate_of": INTERNAL,
        "read_at": INTERNAL,
        "read_seconds": INTERNAL,
        "title": IDENTIFYING,
        "description": IDENTIFYING,
        "provider": IDENTIFYING,
        "dated": IDENTIFYING,
        "dated_zone": INTERNAL,
        "dated_basis": INTERNAL,
        "place": IDENTIFYING,
        "relevance": INTERNAL,
        "privilege": INTERNAL,
        "handling": INTERNAL,
        "areas": INTERNAL,
        "custody_count": INTERNAL,
        "checked_at": INTERNAL,
        "damaged_at": INTERNAL,
    }

    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="items", verbose_name=_("batch"), editable=False
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children", editable=False)
    order = models.PositiveIntegerField(default=0, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    path_bytes = models.BinaryField()
    path = models.TextField(_("path"), editable=False)
    name = models.TextField(_("name"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    sha512 = models.CharField("SHA-512", max_length=128, editable=False)
    size = models.BigIntegerField(_("size"), editable=False)
    classification = models.CharField(_("classification"), max_length=2, choices=Classification, editable=False)

    status = models.CharField(_("reading"), max_length=12, choices=Outcome, default=Outcome.WAITING, editable=False)
    problem = models.TextField(_("problem"), blank=True, editable=False)
    media_type = models.CharField(_("type"), max_length=120, blank=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    page_unit = models.CharField(max_length=20, blank=True, editable=False)
    ocr_pages = models.PositiveIntegerField(_("pages read by OCR"), default=0, editable=False)
    language = models.CharField(_("language"), max_length=8, blank=True)
    text_chars = models.PositiveBigIntegerField(default=0, editable=False)
    claimed = models.JSONField(_("what the file says of itself"), default=dict, editable=False)
    told = models.JSONField(default=dict, editable=False)  # what the item around it says of it; part of `claimed` too
    preview_digest = models.CharField(max_length=64, blank=True, editable=False)  # a recording made playable
    preview_type = models.CharField(max_length=20, blank=True, editable=False)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="duplicates", editable=False
    )
    read_at = models.DateTimeField(null=True, editable=False)
    read_seconds = models.FloatField(default=0.0, editable=False)

    title = models.CharField(_("title"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    provider = models.CharField(_("provider"), max_length=200, blank=True)
    dated = EdtfField(_("dated"), blank=True)
    dated_zone = ZoneField(_("time zone"))
    dated_basis = BasisField(_("how we know the date"))
    dated_moment = MomentOf("dated")
    place = models.CharField(_("place"), max_length=200, blank=True)
    relevance = models.CharField(_("relevance"), max_length=24, choices=Relevance, default=Relevance.NOT_REVIEWED)
    privilege = models.CharField(_("privilege"), max_length=24, choices=Privilege, default=Privilege.NONE)
    handling = models.CharField(_("sensitivity"), max_length=24, choices=Handling, blank=True)
    areas: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "inquiry.MandateArea", blank=True, related_name="+", verbose_name=_("areas of the mandate")
    )
    custody_count = models.PositiveIntegerField(default=0, editable=False)
    checked_at = models.DateTimeField(
        null=True, editable=False
    )  # when its bytes were last compared with what was received
    damaged_at = models.DateTimeField(
        null=True, editable=False
    )  # since when they are others; empty when last they held

    objects = Items.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items of evidence")
        indexes = (
            models.Index(fields=["inquiry", "classification", "-id"]),
            models.Index(fields=["inquiry", "sha256"]),
            models.Index(fields=["batch", "-id"]),
            models.Index(fields=["batch", "status"]),
            models.Index(fields=["batch", "read_at"]),
            models.Index(fields=["status"], condition=Q(status__in=["waiting", "failed"]), name="item_unread"),
            models.Index(F("checked_at").asc(nulls_first=True), "id", name="item_unchecked"),
            models.Index(fields=["inquiry"], condition=Q(damaged_at__isnull=False), name="item_damaged"),
            models.Index(fields=["parent"], condition=Q(name="bagit.txt"), name="item_in_a_package"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["parent", "order"], condition=Q(parent__isnull=False), name="one_child_each"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, depth=0) | Q(parent__isnull=False, depth__gt=0), name="item_depth"
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="item_not_its_own_duplicate"),
        )

    @property
    def status_tone(self) -> str:
        return TONES[Outcome(self.status)]

    @property
    def assign_right(self) -> str:
        return Right.EVIDENCE_CLASSIFY if self.classification in NAMED_READERS else Right.ASSIGN

    def get_absolute_url(self) -> str:
        return reverse("evidence:item", args=[self.ref])

    url = property(get_absolute_url)

    @property
    def dated_shown(self) -> Shown | None:
        return shown(self.dated_moment)

    @property
    def kind_words(self) -> str:
        """What kind of file it is, in words; empty until it was identified."""
        return plain(self.media_type).partition(" ")[2].removesuffix(f" ({self.media_type})") if self.media_type else ""

    @property
    def shown_title(self) -> str:
        """The title somebody gave it, else its name. For those who may read it only."""
        return self.title or self.name


class Page(models.Model):
    """One page, sheet, slide or part: its text, where the words stand, and pictures made of it."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        "id": INTERNAL,
        "item": INTERNAL,
        "number": INTERNAL,
        "label": IDENTIFYING,
        "text": IDENTIFYING,
        "source": INTERNAL,
        "confidence": INTERNAL,
        "width": INTERNAL,
        "height": INTERNAL,
        "words_packed": IDENTIFYING,
        "image_digest": INTERNAL,
        "image_type": INTERNAL,
        "image_width": INTERNAL,
        "image_height": INTERNAL,
        "thumb_digest": INTERNAL,
        "wanted_at": INTERNAL,
    }
    APPEND_ONLY: ClassVar[bool] = False

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="page_set")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=10, blank=True)  # file, pdf, ocr; empty: nothing was read
    confidence = models.FloatField(null=True)
    width = models.FloatField(default=0.0)
    height = models.FloatField(default=0.0)
    words_packed = models.BinaryField(default=b"")
    image_digest = models.CharField(max_length=64, blank=True)
    image_type = models.CharField(max_length=20, blank=True)
    image_width = models.PositiveIntegerField(default=0)
    image_height = models.PositiveIntegerField(default=0)
    thumb_digest = models.CharField(max_length=64, blank=True)
    wanted_at = models.DateTimeField(null=True)  # somebody asked for the picture and it is not there yet

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "number"], name="one_page_each"),)
        indexes = (models.Index(fields=["item"], condition=Q(wanted_at__isnull=False), name="page_wanted"),)

    def __str__(self) -> str:
        return f"page {self.number} of item {self.item_id}"

    @property
    def words(self) -> list[list[Any]]:
        """Rows of [text, x0, y0, x1, y1, confidence], coordinates as shares of the page."""
        packed = bytes(self.words_packed)
        found: list[list[Any]] = json.loads(zlib.decompress(packed)) if packed else []
        return found


def pack_words(words: str) -> bytes:
    """The JSON text of a page's words as it is kept."""
    return zlib.compress(words.encode(), 6) if words not in ("", "[]") else b""
