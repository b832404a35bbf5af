"""From instants to the picture's x: an axis that leaves out long stretches in which nothing happened. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

MARGIN = timedelta(hours=12)
QUIET = timedelta(days=21)  # a longer stretch without anything is left out
MOST_STRETCHES = 6
GAP = 22.0  # the width of what is left out
TICK = 92.0  # room that a date needs
DAY = timedelta(days=1)
STEPS = [timedelta(days=days) for days in (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1825, 3650)]
MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the axis: from `first` to `last`, drawn from `left` to `right`."""

    first: datetime
    last: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        share = (at - self.first) / (self.last - self.first)
        return round(self.left + min(max(share, 0.0), 1.0) * (self.right - self.left), 1)

    @property
    def ticks(self) -> list[datetime]:
        """Midnights (UTC), as many as there is room for, at least one."""
        room = max(1, int((self.right - self.left) / TICK))
        step = next((one for one in STEPS if (self.last - self.first) / one <= room), (self.last - self.first) / room)
        at = self.first.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
        found: list[datetime] = []
        while at <= self.last and len(found) < room and (not found or self.x(at) <= self.right - TICK / 2):
            found.append(at)
            at += step
        return found

    @property
    def months(self) -> list[datetime]:
        """The first days of months (UTC) that there is room for; midnights where not even two would stand."""
        starts = list(_first_days(self.first, self.last))
        room = max(1, int((self.right - self.left) / TICK))
        step = next((one for one in MONTHS if len(starts) / one <= room), MONTHS[-1])
        found = [at for at in starts if (at.year * 12 + at.month - 1) % step == 0]
        return found if len(found) > 1 else self.ticks


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole axis."""

    stretches: tuple[Stretch, ...]

    @property
    def left(self) -> float:
        return self.stretches[0].left

    @property
    def right(self) -> float:
        return self.stretches[-1].right

    def x(self, at: datetime) -> float:
        """Where `at` is; what falls into a stretch that is left out stands in its middle."""
        for stretch in self.stretches:
            if at < stretch.first:
                return max(self.left, stretch.left - GAP / 2)
            if at <= stretch.last:
                return stretch.x(at)
        return self.right

    @property
    def breaks(self) -> list[float]:
        """Where something is left out."""
        return [stretch.left - GAP / 2 for stretch in self.stretches[1:]]


def scale_over(instants: Iterable[datetime], left: float, right: float) -> Scale | None:
    """The axis on which all `instants` stand; None when there are none."""
    known = sorted(set(instants))
    if not known:
        return None
    spans = _spans(known)
    days = [math.sqrt(max((last - first) / DAY, 1.0)) for first, last in spans]
    each = (right - left - GAP * (len(spans) - 1)) / sum(days)
    stretches, x = [], left
    for (first, last), weight in zip(spans, days, strict=True):
        stretches.append(Stretch(first, last, x, x + weight * each))
        x += weight * each + GAP
    return Scale(tuple(stretches))


def straight(first: datetime, last: datetime, left: float, right: float) -> Scale:
    """An axis that leaves nothing out, so that lengths can be compared; a little room on both sides."""
    room = max((last - first) * 0.02, MARGIN)
    return Scale((Stretch(first - room, last + room, left, right),))


def _first_days(after: datetime, until: datetime) -> Iterator[datetime]:
    """The first day of each month that begins from `after` to `until`."""
    at = after.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while at <= until:
        if at >= after:
            yield at
        at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)


def _spans(known: list[datetime]) -> list[tuple[datetime, datetime]]:
    """First and last instant of each stretch, with a margin; at most six."""
    quiet = QUIET
    while True:
        spans = [[known[0], known[0]]]
        for at in known[1:]:
            if at - spans[-1][1] > quiet:
                spans.append([at, at])
            spans[-1][1] = at
        if len(spans) <= MOST_STRETCHES:
            return [(first - MARGIN, last + MARGIN) for first, last in spans]
        quiet *= 2
