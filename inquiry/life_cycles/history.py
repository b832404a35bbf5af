"""Steps taken, as rows that nobody changes: the columns they share, and what stands once corrections are read.

A step that was recorded wrongly is corrected by a further row that names its number; the first row stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiry.life_cycles.asked import Asked
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Moment, Shown, shown
from inquiry.shared.tables import AppendOnly, Sensitivity

PUBLIC, INTERNAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL
CORRECT = "correct"


class Channel(models.TextChoices):
    """How word of a step came, or went out."""

    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")
    TELEPHONE = "telephone", _("Telephone")
    IN_PERSON = "in_person", _("In person")
    NOTE_VERBALE = "note_verbale", _("Note verbale")
    COUNSEL = "counsel", _("Through counsel")
    PRESS = "press", _("Through the press")
    COURT = "court", _("Through a court")
    NOT_KNOWN = "not_known", _("Not known")


class ReasonGiven(models.TextChoices):
    """Whether the authority gave a reason."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_STATED = "not_stated", _("The source does not say")


class StepTaken(AppendOnly):
    """One step in the life of a record: which, when as far as known, by what channel, with what reason.

    Subclasses add the foreign key to their record (`related_name="events"`) and what else their steps tell.
    """

    SHARED: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(
            ("number", "verb", "status_after", "at", "at_zone", "at_basis", "channel", "reason_given"), PUBLIC
        ),
        **dict.fromkeys(("id", "reason", "note", "corrects", "voids", "created_at", "created_by"), INTERNAL),
    }

    ASKED: ClassVar[Mapping[str, Asked]]  # verb → what the step asks, and its words in a history

    number = models.PositiveIntegerField(_("number"))
    verb = models.CharField(_("step"), max_length=24)
    status_after = models.CharField(_("status afterwards"), max_length=16, blank=True)
    at = EdtfField(_("when"), blank=True)
    at_zone = ZoneField(_("zone"))
    at_basis = BasisField(_("basis"))
    channel = models.CharField(_("channel"), max_length=16, choices=Channel.choices, default=Channel.NOT_KNOWN)
    reason_given = models.CharField(
        _("reason given"), max_length=10, choices=ReasonGiven.choices, default=ReasonGiven.NOT_STATED
    )
    reason = models.TextField(_("the reason, as it was given"), blank=True, max_length=4000)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    corrects = models.PositiveIntegerField(_("corrects step number"), null=True, blank=True)
    voids = models.BooleanField(_("the step never happened"), default=False)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    at_moment = MomentOf("at")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    @property
    def happened(self) -> str:
        """The step in words: "Cancelled"."""
        asked = self.ASKED.get(self.verb)
        return str(asked.happened) if asked else self.verb

    @property
    def at_shown(self) -> Shown | None:
        return shown(self.at_moment)


S = TypeVar("S", bound=StepTaken)


@dataclass(frozen=True, slots=True)
class Told(Generic[S]):
    """A step as it stands: `first` was recorded first, `facts` are what holds of it now (its latest correction)."""

    first: S
    facts: S
    voided: bool = False

    @property
    def number(self) -> int:
        return self.first.number

    @property
    def verb(self) -> str:
        return self.first.verb

    @property
    def status_after(self) -> str:
        return self.first.status_after

    @property
    def at(self) -> Moment | None:
        """When it happened; None when the record does not say."""
        return self.facts.at_moment

    @property
    def corrected(self) -> bool:
        return self.facts is not self.first

    @property
    def silent_on_reason(self) -> bool:
        """Whether the step asks if a reason was given, and the record does not say."""
        asked = self.first.ASKED.get(self.verb)
        return bool(asked and "reason_given" in asked.needed and self.facts.reason_given == ReasonGiven.NOT_STATED)


def told(rows: Iterable[S]) -> list[Told[S]]:
    """Every step with what holds of it now, in the order in which they were recorded. Those taken back are marked."""
    first: dict[int, S] = {}
    latest: dict[int, S] = {}
    for row in sorted(rows, key=lambda one: one.number):
        if row.corrects is None:
            first[row.number] = row
        else:
            latest[row.corrects] = row
    found = []
    for number, row in first.items():
        facts = latest.get(number, row)
        found.append(Told(row, row if facts.voids else facts, facts.voids))
    return found


def standing(rows: Iterable[S]) -> list[Told[S]]:
    """The steps that were not taken back, in the order in which they were recorded."""
    return [step for step in told(rows) if not step.voided]


def status_of(steps: Sequence[Told[Any]], start: str) -> str:
    """The status to which the standing `steps` lead from `start`."""
    return next((step.status_after for step in reversed(steps) if step.status_after), start)


def may_void(steps: Sequence[Told[Any]], number: int) -> bool:
    """Whether taking back step `number` leaves a life cycle without a hole: it changed no status, or was the last to."""
    changing = [step.number for step in steps if step.status_after]
    return number not in changing or number == changing[-1]
