"""What notice an authority gave when it took back an appointment: always a range, never more than the record proves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inquiry.life_cycles.history import Told
from inquiry.shared.dates import Moment, Range, between

SETS = ("schedule", "reschedule")
TAKES_BACK = ("record_postponement", "record_cancellation")


@dataclass(frozen=True, slots=True)
class Notice:
    """Word of step `number` came at `received`, about an appointment set for `appointment`; None where not recorded."""

    number: int
    verb: str
    received: Moment | None
    appointment: Moment | None
    reason_given: str
    reason: str

    @property
    def range(self) -> Range | None:
        """The length of the notice; None when one of the two times is not recorded."""
        return between(self.received, self.appointment) if self.received and self.appointment else None

    @property
    def words(self) -> str:
        """ "between 3 and 31 hours", or why it cannot be said."""
        if self.range is not None:
            return self.range.words
        if self.appointment is None:
            return _("not known: no time set is recorded")
        return _("not known: it is not recorded when word came")

    @property
    def days_before(self) -> int | None:
        """How many calendar days before the day that was set, told in each one's own zone; None when not certain."""
        if self.received is None or self.appointment is None:
            return None
        first, last = self.received.earliest_day, self.received.latest_day
        day, until = self.appointment.earliest_day, self.appointment.latest_day
        if first is None or day is None or first != last or day != until:
            return None
        return (day - first).days

    @property
    def day_words(self) -> str:
        """ "on the day before", where the days are certain; else empty."""
        days = self.days_before
        if days is None or days < 0:
            return ""
        if days == 0:
            return _("on the day itself")
        return _("on the day before") if days == 1 else _("%(days)d days before") % {"days": days}


def notices(steps: Iterable[Told[Any]]) -> list[Notice]:
    """One for each time that an appointment was taken back, or moved while it stood, in the order recorded."""
    found: list[Notice] = []
    appointment: Moment | None = None
    stands = False
    for step in steps:
        moved = step.verb == "reschedule" and stands
        if step.verb in TAKES_BACK or moved:
            facts = step.facts
            found.append(Notice(step.number, step.verb, step.at, appointment, facts.reason_given, facts.reason))
            appointment, stands = None, False
        if step.verb in SETS:
            appointment, stands = step.facts.appointment_moment, True
    return found
