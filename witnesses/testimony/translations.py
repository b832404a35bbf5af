"""Translations of statements, paragraph by paragraph: by whom, reviewed by whom, machine or human."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity
from witnesses.testimony.interviews import CODE
from witnesses.testimony.languages import Language
from witnesses.testimony.levels import at_work
from witnesses.testimony.statements import Paragraph, Statement
from witnesses.testimony.steps import TRANSLATION_STEPS, TranslationStatus

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Source(models.TextChoices):
    HUMAN = "human", _("A person")
    MACHINE = "machine", _("A machine: never to be cited")


class Translations(models.QuerySet["Translation"]):
    def visible_to(self, user: Any) -> Self:
        """The translations of the statements that `user` may read and works on."""
        if not user.is_authenticated:
            return self.none()
        statements = Statement.objects.readable_by(user).filter(at_work(user, Statement))
        return self.filter(statement__in=statements.values("pk"))


class Translation(Record):
    """A statement in another language. Rights are asked over the statement: whoever is assigned to it is assigned to this."""

    KIND = "TL"
    READ = Right.TESTIMONY_LIST_T1
    VIA = "statement"
    STEPS = TRANSLATION_STEPS
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("statement", "language", "status", "translator", "translator_code"), INTERNAL),
        **dict.fromkeys(("reviewer", "reviewer_code"), INTERNAL),
        "remarks": IDENTIFYING,
    }

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(_("into"), max_length=2, choices=Language, default=Language.ENGLISH)
    status = models.CharField(
        _("status"), max_length=10, choices=TranslationStatus, default=TranslationStatus.DRAFT, editable=False
    )
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    translator_code = models.CharField(
        _("translator"), max_length=16, blank=True, validators=[CODE], help_text=_("By code: TR-02.")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    reviewer_code = models.CharField(
        _("reviewer"), max_length=16, blank=True, validators=[CODE], help_text=_("By code: TR-05.")
    )
    remarks = models.TextField(_("remarks"), blank=True, max_length=4000)

    objects = Translations.as_manager()

    class Meta:
        verbose_name = _("translation of a statement")
        verbose_name_plural = _("translations of statements")
        constraints = (
            models.UniqueConstraint(fields=["statement", "language"], name="translation_once_in_a_language"),
            models.CheckConstraint(
                condition=~models.Q(status="reviewed")
                | models.Q(reviewer__isnull=False) & ~models.Q(reviewer=models.F("translator")),
                name="translation_reviewed_by_another_person",
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:translation", args=[self.ref])

    def latest(self) -> dict[int, TranslatedParagraph]:
        """Paragraph row id → its latest translation."""
        rows = self.paragraphs.select_related("paragraph", "created_by").order_by("pk")
        return {row.paragraph_id: row for row in rows}


class TranslationParts(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The parts of the translations that `user` may see. Their text is shown through `screen.Screen` only."""
        return self.filter(translation__in=Translation.objects.visible_to(user).values("pk"))


class TranslatedParagraph(AppendOnly):
    """One wording of one paragraph (as it stands in one version) in another language."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "translation", "paragraph", "source", "created_at", "created_by"), INTERNAL),
        **dict.fromkeys(("text", "disputed"), IDENTIFYING),
    }

    translation = models.ForeignKey(Translation, on_delete=models.PROTECT, related_name="paragraphs")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="translated")
    text = models.TextField(_("translation"), max_length=20_000)
    source = models.CharField(_("translated by"), max_length=8, choices=Source, default=Source.HUMAN)
    disputed = models.TextField(
        _("disputed terms"), blank=True, max_length=2000, help_text=_("The word, its readings, and who prefers which.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TranslationParts.as_manager()

    class Meta:
        verbose_name = _("translated paragraph")
        verbose_name_plural = _("translated paragraphs")
        indexes = (models.Index(fields=["translation", "paragraph", "-id"]),)

    def __str__(self) -> str:
        return f"{self.translation_id} {self.pk}"

    @property
    def machine(self) -> bool:
        return self.source == Source.MACHINE


class TranslationStep(AppendOnly):
    """Submitted, reviewed, returned, reopened: by whom and when."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "translation", "verb", "code", "created_at", "created_by"), INTERNAL),
        "remarks": IDENTIFYING,
    }

    translation = models.ForeignKey(Translation, on_delete=models.PROTECT, related_name="steps_taken")
    verb = models.CharField(max_length=12)
    code = models.CharField(max_length=16, blank=True)
    remarks = models.TextField(blank=True, max_length=4000)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = TranslationParts.as_manager()

    class Meta:
        verbose_name = _("step of a translation")
        verbose_name_plural = _("steps of translations")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.translation_id} {self.verb}"
