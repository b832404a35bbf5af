"""How long before an appointment the notice came: a range, because "evening" and "the 17th" are ranges.

INV: a sentence never says more than the record proves. Rounding goes outward (down at the low end, up at the high end),
and "less than a day" is said only when both times are firm and even the longest possible notice is under 24 hours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiry.shared.dates.moment import Moment

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HOURS_UP_TO = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Range:
    """A length of time between `least` and `most`; None where nothing bounds it. Negative: it came afterwards.

    `firm` is False when one of the times is approximate or uncertain: the bounds are then a convention, not a proof.
    """

    least: timedelta | None
    most: timedelta | None
    firm: bool = True

    @property
    def under_a_day(self) -> bool:
        """Provably shorter than 24 hours."""
        return self.firm and self.most is not None and self.most < DAY

    @property
    def words(self) -> str:
        """A phrase such as "between 8 and 28 hours", "at least 3 days", "exactly 14 hours", "not known"."""
        phrase = _phrase(self.least, self.most)
        if not self.firm and (self.least is not None or self.most is not None):
            phrase = _("%(phrase)s, going by approximate times") % {"phrase": phrase}
        if self.under_a_day and self.least is not None and self.least >= timedelta() < (self.most or timedelta()):
            phrase = _("%(phrase)s (less than a day)") % {"phrase": phrase}
        return phrase

    def __str__(self) -> str:
        return self.words


def notice(received: str, received_zone: str, appointment: str, appointment_zone: str) -> Range:
    """The notice given for `appointment` (EDTF) by what was `received` (EDTF), each in its IANA zone.

    Raises:
        EdtfError: a text is no date or a zone is none.
    """
    return between(Moment.of(received, received_zone), Moment.of(appointment, appointment_zone))


def between(a: Moment, b: Moment) -> Range:
    """The length of time from `a` to `b`."""
    least = None if a.latest is None or b.earliest is None else b.earliest - a.latest
    most = None if a.earliest is None or b.latest is None else b.latest - a.earliest
    return Range(least, most, a.firm and b.firm)


def _phrase(least: timedelta | None, most: timedelta | None) -> str:
    if most is not None and most <= timedelta():
        return _("none: it came at or after the time set")
    if least is None and most is None:
        return _("not known")
    if least is None or least < timedelta():
        return _after_the_fact(most)
    if most is None:
        return _("at least %(length)s") % {"length": length_in_words(least, up=False)}
    if least == most:
        return exact_in_words(least)
    return _between(least, most)


def _after_the_fact(most: timedelta | None) -> str:
    if most is None:
        return _("not known: it may have come after the time set")
    return _("at most %(length)s; it may have come after the time set") % {"length": length_in_words(most, up=True)}


def _between(least: timedelta, most: timedelta) -> str:
    unit = _unit(most)
    low, high = math.floor(least / unit), math.ceil(most / unit)
    if low == 0:
        return _("at most %(length)s") % {"length": _count(high, unit)}
    return _("between %(low)d and %(length)s") % {"low": low, "length": _count(high, unit)}


def _unit(length: timedelta) -> timedelta:
    if length <= 2 * HOUR:
        return MINUTE
    return HOUR if length <= HOURS_UP_TO else DAY


def _count(number: int, unit: timedelta) -> str:
    if unit == DAY:
        return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
    if unit == HOUR:
        return ngettext("%(number)d hour", "%(number)d hours", number) % {"number": number}
    return ngettext("%(number)d minute", "%(number)d minutes", number) % {"number": number}


def length_in_words(length: timedelta, *, up: bool) -> str:
    """A length in whole minutes, hours or days, rounded up or down: "28 hours"."""
    unit = _unit(length)
    return _count(math.ceil(length / unit) if up else math.floor(length / unit), unit)


def exact_in_words(length: timedelta) -> str:
    """A length known to the minute: "1 day 2 hours 5 minutes"."""
    minutes = length // MINUTE
    parts = (
        (minutes // 1440, DAY),
        (minutes % 1440 // 60, HOUR),
        (minutes % 60, MINUTE),
    )
    return " ".join(_count(number, unit) for number, unit in parts if number) or _count(0, MINUTE)
