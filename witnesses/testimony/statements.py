"""Statements in versions with numbered paragraphs, and the steps by which the person made them their own."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity
from witnesses.people.models import Witness
from witnesses.testimony.interviews import CODE, Interview
from witnesses.testimony.languages import Language
from witnesses.testimony.levels import ByConsent, Levelled
from witnesses.testimony.months import month_of
from witnesses.testimony.numbering import standing
from witnesses.testimony.steps import HAPPENED, STATEMENT_STEPS, StatementStatus

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Kind(models.TextChoices):
    """How somebody's words became a text."""

    ORAL = "oral", _("Taken down in an interview")
    WRITTEN = "written", _("Written by the person")
    ELSEWHERE = "elsewhere", _("Taken by another body and handed over")


class BasedOn(models.TextChoices):
    NOTES = "notes", _("Notes taken in the interview")
    RECORDING = "recording", _("A recording")
    TRANSCRIPT = "transcript", _("A transcript")
    OWN_WRITING = "own_writing", _("The person's own writing")
    DOCUMENT = "document", _("A document handed over")
    CORRECTION = "correction", _("The version before, corrected with the person")


class Statement(Levelled, Record):
    """What one person said, as a text with numbered paragraphs. What it says is in `Paragraph`."""

    KIND = "T"
    READ = Right.TESTIMONY_LIST_T1
    VIA = "witness"
    ABOUT = ("ref", "interview__ref")
    UNSAID = None
    STEPS = STATEMENT_STEPS
    unsaid = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("witness", "interview", "kind", "language", "status", "collected_at"), INTERNAL),
        **dict.fromkeys(("taken", "taken_zone", "taken_basis"), IDENTIFYING),
    }

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="statements", verbose_name=_("by whom"))
    interview = models.ForeignKey(
        Interview, on_delete=models.PROTECT, null=True, blank=True, related_name="statements",
        verbose_name=_("from which interview"),
    )  # fmt: skip
    kind = models.CharField(_("how it came about"), max_length=10, choices=Kind, default=Kind.ORAL)
    taken = EdtfField(_("when it was made"), blank=True)
    taken_zone = ZoneField(_("in the zone"))
    taken_basis = BasisField(_("how the date is known"))
    language = models.CharField(_("original language"), max_length=2, choices=Language, default=Language.RUSSIAN)
    status = models.CharField(
        _("status"), max_length=10, choices=StatementStatus, default=StatementStatus.DRAFT, editable=False
    )
    collected_at = models.DateTimeField(default=timezone.now, editable=False)  # from when its collector has 72 hours

    taken_moment = MomentOf("taken")
    objects = ByConsent["Statement"].as_manager()

    class Meta:
        verbose_name = _("statement of a witness")
        verbose_name_plural = _("statements of witnesses")
        indexes = (models.Index(fields=["inquiry", "-id"]), models.Index(fields=["witness", "-id"]))

    def get_absolute_url(self) -> str:
        return reverse("witnesses:statement", args=[self.ref])

    @property
    def consent_about(self) -> tuple[str, ...]:
        return (self.ref, self.interview.ref) if self.interview else (self.ref,)

    @property
    def taken_shown(self) -> Shown | None:
        return shown(self.taken_moment)

    @property
    def month_shown(self) -> Shown | None:
        """The month in which it was made: what readers outside the team see."""
        return shown(month_of(self.taken_moment))

    def standing(self, version: int | None = None) -> list[Paragraph]:
        """The paragraphs of a version (the last), in reading order; those taken out stay in it as gaps."""
        return standing(self.paragraphs.select_related("version", "statement", "created_by"), version)


class Parts(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The parts of the statements that `user` may read. Their text is shown through `screen.Screen` only."""
        return self.filter(statement__in=Statement.objects.readable_by(user).values("pk"))


class Part(AppendOnly):
    """A row of a statement: who wrote it and when; never changed."""

    statement: Any
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = Parts.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.statement_id} {self.pk}"  # type: ignore[attr-defined]


PART = dict.fromkeys(("id", "statement", "number", "created_at", "created_by"), INTERNAL)


class StatementVersion(Part):
    """One version of the text: in which language, based on what. Its paragraphs are rows of their own."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **PART,
        "language": INTERNAL,
        "based_on": INTERNAL,
        "note": IDENTIFYING,
    }

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("original language"), max_length=2, choices=Language)
    based_on = models.CharField(_("based on"), max_length=12, choices=BasedOn, default=BasedOn.NOTES)
    note = models.TextField(_("note on this version"), blank=True, max_length=2000)

    class Meta(Part.Meta):
        abstract = False
        verbose_name = _("version of a statement")
        verbose_name_plural = _("versions of statements")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["statement", "number"], name="statement_version_number"),)


class Paragraph(Part):
    """What one version says of one paragraph: its text, or that it was taken out. Unchanged ones have no row."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **PART, "version": INTERNAL, "text": IDENTIFYING, "after": INTERNAL, "gone": INTERNAL,
    }  # fmt: skip

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="paragraphs")
    version = models.ForeignKey(StatementVersion, on_delete=models.PROTECT, related_name="paragraphs")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    after = models.PositiveIntegerField(default=0)  # the number it was put behind when it was added; 0: at the end
    gone = models.BooleanField(default=False)

    class Meta(Part.Meta):
        abstract = False
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(fields=["version", "number"], name="paragraph_once_in_a_version"),
            models.CheckConstraint(
                condition=Q(gone=True, text="") | Q(gone=False) & ~Q(text=""),
                name="paragraph_says_something_or_is_gone",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="paragraph_number_from_one"),
        )

    @property
    def version_number(self) -> int:
        return self.version.number

    @property
    def cite(self) -> str:
        """`T-0031 §12`."""
        return f"{self.statement.ref} §{self.number}"


class StatementStep(Part):
    """One step by which a text became somebody's statement, or ceased to be: with whom, in which language, when, why."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **PART,
        **dict.fromkeys(("verb", "status_after", "version", "language"), INTERNAL),
        **dict.fromkeys(("at", "at_zone", "at_basis", "interpreter", "reason", "received_by", "note"), IDENTIFYING),
    }

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="steps_taken")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    status_after = models.CharField(max_length=10)
    version = models.ForeignKey(StatementVersion, on_delete=models.PROTECT, related_name="+")
    at = EdtfField(_("when"), blank=True)
    at_zone = ZoneField(_("in the zone"))
    at_basis = BasisField(_("how the date is known"))
    language = models.CharField(_("in which language"), max_length=2, choices=Language, blank=True)
    interpreter = models.CharField(
        _("interpreter"), max_length=16, blank=True, validators=[CODE], help_text=_("By code: INT-02. Empty: none was needed.")
    )  # fmt: skip
    reason = models.TextField(_("the reason, as they gave it"), blank=True, max_length=4000)
    received_by = models.CharField(
        _("received by"), max_length=80, blank=True, help_text=_("By role or code, never an outsider's name.")
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)

    at_moment = MomentOf("at")

    class Meta(Part.Meta):
        abstract = False
        verbose_name = _("step of a statement")
        verbose_name_plural = _("steps of statements")
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["statement", "number"], name="statement_step_number"),)

    @property
    def happened(self) -> str:
        return str(HAPPENED[self.verb])

    @property
    def at_shown(self) -> Shown | None:
        return shown(self.at_moment)

    @property
    def month_shown(self) -> Shown | None:
        return shown(month_of(self.at_moment))
