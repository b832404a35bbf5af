"""Whether a permission was in force on a day: yes, no, or not known. Pure.

Decisions are read in their order. A grant begins a permission, a revocation, a lapse or its own last day ends it, a
variation may move its last day. Days of validity count whole; on the day of a decision itself the answer is "not known"
unless the validity says more, because the hour decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from inquiry.shared.dates import Moment

BEGINS, MOVES, ENDS = "record_grant", "record_variation", ("record_revocation", "record_lapse", "record_refusal")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a court decided: `verb` of the petition's steps, when, and for which days. None: not stated."""

    verb: str
    at: Moment | None = None
    valid_from: Moment | None = None
    valid_until: Moment | None = None


@dataclass(slots=True)
class _Period:
    """`certain_from` and `possible_from`: the first day on which it certainly, and at the earliest, was in force."""

    certain_from: date | None
    possible_from: date | None
    ends: list[tuple[date | None, date | None]] = field(default_factory=list)  # last certain day, last possible day

    def covers(self, day: date) -> bool | None:
        if self.possible_from is not None and day < self.possible_from:
            return False
        if any(last is not None and day > last for _certain, last in self.ends):
            return False
        begun = self.certain_from is not None and day >= self.certain_from
        goes_on = all(certain is not None and day <= certain for certain, _last in self.ends)
        return True if begun and goes_on else None


def in_force(decisions: Iterable[Decision], day: date) -> bool | None:
    """Whether a permission was in force on the whole of `day`; None when the decisions do not say.

    Args:
        decisions: in the order in which they were made.
    """
    answers = [period.covers(day) for period in _periods(decisions)]
    if True in answers:
        return True
    return None if None in answers else False


def in_force_throughout(decisions: Iterable[Decision], when: Moment) -> bool | None:
    """The same for a moment that may be imprecise: True or False only when it holds for each day it may have been."""
    rows = list(decisions)
    first, last = when.earliest_day, when.latest_day
    if first is None or last is None or (last - first).days > 366:
        return None
    answers = {in_force(rows, first + DAY * number) for number in range((last - first).days + 1)}
    return answers.pop() if len(answers) == 1 else None


def _periods(decisions: Iterable[Decision]) -> list[_Period]:
    found: list[_Period] = []
    for decision in decisions:
        if decision.verb == BEGINS:
            found.append(_begun(decision))
        elif found and decision.verb == MOVES and decision.valid_until is not None:
            found[-1].ends = [_last_day(decision.valid_until)]
        elif found and decision.verb in ENDS:
            found[-1].ends.append(_ended(decision.at))
    return found


def _begun(decision: Decision) -> _Period:
    opens, at = decision.valid_from, decision.at
    if opens is not None:
        period = _Period(opens.latest_day, opens.earliest_day)
    else:
        certain = at.latest_day + DAY if at and at.latest_day else None
        period = _Period(certain, at.earliest_day if at else None)
    if decision.valid_until is not None:
        period.ends.append(_last_day(decision.valid_until))
    return period


def _last_day(until: Moment) -> tuple[date | None, date | None]:
    return until.earliest_day, until.latest_day


def _ended(at: Moment | None) -> tuple[date | None, date | None]:
    """Ended by a decision: in force for certain until the day before it, perhaps for part of the day itself."""
    if at is None:
        return None, None
    return (at.earliest_day - DAY if at.earliest_day else None), at.latest_day
