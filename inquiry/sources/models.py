"""Published sources, and where a record of ours rests on them. Addresses are text: nothing is ever fetched."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity, refs_visible_to

PUBLIC, INTERNAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL


class SourceKind(models.TextChoices):
    PRESS_ARTICLE = "press_article", _("Press article")
    PRESS_RELEASE = "press_release", _("Press release")
    LAW = "law", _("Law")
    LETTER = "letter", _("Letter")
    INTERVIEW = "interview", _("Interview")
    BROADCAST = "broadcast", _("Broadcast")
    SOCIAL = "social", _("Social media")
    REPORT = "report", _("Report")
    COURT_RECORD = "court_record", _("Court record")
    WEBSITE = "website", _("Website")
    OTHER = "other", _("Other")


class Source(Record):
    """Something published, as a person would name it in a footnote."""

    KIND = "SO"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            [
                "title",
                "publisher",
                "author",
                "kind",
                "language",
                "published",
                "published_zone",
                "published_basis",
                "address",
                "is_own",
                "republished_by",
                "note",
            ],
            PUBLIC,
        ),
    }

    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=14, choices=SourceKind.choices, default=SourceKind.PRESS_ARTICLE)
    language = models.CharField(_("language"), max_length=40, blank=True)
    published = EdtfField(_("published"), blank=True)
    published_zone = ZoneField(_("in the zone"), default="Europe/London")
    published_basis = BasisField(_("how the date is known"))
    address = models.TextField(
        _("address"), max_length=2000, blank=True, help_text=_("Kept as text; the system never opens it.")
    )
    is_own = models.BooleanField(
        _("our own"), default=False, help_text=_("Released by the commission or its secretariat: an interested source.")
    )
    republished_by = models.CharField(
        _("republished by"),
        max_length=200,
        blank=True,
        help_text=_("Repeats do not make a second, independent source."),
    )
    note = models.TextField(_("note"), blank=True)

    published_moment = MomentOf("published")
    objects = Visible["Source"].as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def get_absolute_url(self) -> str:
        return reverse("inquiry:source", args=[self.ref])

    @property
    def published_shown(self) -> Shown | None:
        return shown(self.published_moment)


class Citations(Visible["Citation"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the inquiries whose sources `user` may read, about records that `user` may read."""
        if not user.is_authenticated:
            return self.none()
        rows = super().visible_to(user)
        return rows.filter(refs_visible_to(user, rows, "about_ref", leave_out=Citation.KIND))

    def standing(self) -> Self:
        """Those not withdrawn."""
        return self.filter(withdrawal__isnull=True)


class Citation(Record):
    """A record of ours, or a part of it, rests on a passage of a source. Never changed; it may be withdrawn."""

    KIND = "CT"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(["source", "about_ref", "about_part", "locator", "note"], INTERNAL),
    }

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source"))
    about_ref = models.CharField(_("about"), max_length=16, db_index=True)
    about_part = models.CharField(
        _("which part"), max_length=60, blank=True, help_text=_("What of the record it supports.")
    )
    locator = models.CharField(
        _("where in the source"), max_length=120, blank=True, help_text=_("As in “paragraph 4”.")
    )
    note = models.TextField(
        _("what it says"), blank=True, help_text=_("In our own words; the source's sentences are not copied.")
    )

    objects = Citations.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")

    def get_absolute_url(self) -> str:
        return self.source.get_absolute_url()


class CitationWithdrawal(AppendOnly):
    """Somebody took a citation back, and why."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(["id", "citation", "at", "by", "reason"], INTERNAL)

    citation = models.OneToOneField(Citation, on_delete=models.PROTECT, related_name="withdrawal")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("withdrawal of a citation")
        verbose_name_plural = _("withdrawals of citations")

    def __str__(self) -> str:
        return self.reason
