"""Transcripts of recordings: turns with time codes, by role or code; corrected by a further take, never changed."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity
from witnesses.people.models import Witness
from witnesses.testimony.interviews import Interview
from witnesses.testimony.languages import Language
from witnesses.testimony.levels import ByConsent, Levelled, at_work
from witnesses.testimony.steps import TRANSCRIPT_STEPS, TranscriptStatus
from witnesses.testimony.timecodes import Segment, clock
from witnesses.testimony.translations import Source

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Transcripts(ByConsent["Transcript"]):
    def visible_to(self, user: Any) -> Self:
        """Of those that their level opens, those that `user` works on."""
        rows = super().visible_to(user)
        return rows.filter(at_work(user, self.model)) if user.is_authenticated else rows


class Transcript(Levelled, Record):
    """What is heard on one recording of an interview."""

    KIND = "TX"
    READ = Right.TESTIMONY_LIST_T1
    VIA = "witness"
    ABOUT = ("interview__ref",)
    UNSAID = None
    STEPS = TRANSCRIPT_STEPS
    unsaid = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("witness", "interview", "recording", "language", "source", "status", "takes"), INTERNAL),
        "collected_at": INTERNAL,
    }

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="+", editable=False)
    interview = models.ForeignKey(
        Interview, on_delete=models.PROTECT, related_name="transcripts", verbose_name=_("of which interview")
    )
    recording = models.CharField(
        _("recording"), max_length=16, help_text=_("The reference of the evidence item: E-000123.")
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.RUSSIAN)
    source = models.CharField(_("made by"), max_length=8, choices=Source, default=Source.HUMAN)
    status = models.CharField(
        _("status"), max_length=10, choices=TranscriptStatus, default=TranscriptStatus.DRAFT, editable=False
    )
    takes = models.PositiveIntegerField(default=0, editable=False)
    collected_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = Transcripts.as_manager()

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        constraints = (
            models.UniqueConstraint(
                fields=["interview", "recording", "language"], name="transcript_once_in_a_language"
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:transcript", args=[self.ref])

    @property
    def consent_about(self) -> tuple[str, ...]:
        return (self.interview.ref,)

    def segments(self) -> models.QuerySet[TranscriptSegment]:
        """The turns of the last take, in order."""
        return self.segment_set.filter(take=self.takes)


class Segments(models.QuerySet["TranscriptSegment"]):
    def visible_to(self, user: Any) -> Self:
        """The turns of the transcripts that `user` may read. Their text is shown through `screen.Screen` only."""
        return self.filter(transcript__in=Transcript.objects.readable_by(user).values("pk"))


class TranscriptSegment(AppendOnly):
    """One turn: from when to when (milliseconds from the beginning), who by role or code, what."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("id", "transcript", "take", "number", "start_ms", "end_ms", "created_at", "created_by"), INTERNAL
        ),
        **dict.fromkeys(("speaker", "text"), IDENTIFYING),
    }

    transcript = models.ForeignKey(Transcript, on_delete=models.PROTECT, related_name="segment_set")
    take = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField(null=True)
    speaker = models.CharField(max_length=16, blank=True)
    text = models.TextField(max_length=20_000)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = Segments.as_manager()

    class Meta:
        verbose_name = _("turn of a transcript")
        verbose_name_plural = _("turns of transcripts")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["transcript", "take", "number"], name="segment_number"),
            models.CheckConstraint(
                condition=Q(end_ms__isnull=True) | Q(end_ms__gte=F("start_ms")), name="segment_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.transcript_id} {self.number}"

    @property
    def as_segment(self) -> Segment:
        return Segment(self.start_ms, self.end_ms, self.speaker, self.text)

    @property
    def clock(self) -> str:
        return clock(self.start_ms)

    @property
    def seconds(self) -> str:
        """The beginning as the player takes it: "83.450"."""
        return f"{self.start_ms / 1000:.3f}"
