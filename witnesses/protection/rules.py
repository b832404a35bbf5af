"""Whether an interview may be arranged, how grave a risk is. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiry.shared.terms import words_of

GOOD_FOR = 90  # days
INTERVIEW, LEAVE = "interview", "do_not_interview"
GRAVE, SERIOUS = 15, 8  # from which product of likelihood and impact


class Check(Protocol):
    """What is asked of a necessity check."""

    @property
    def decision(self) -> str: ...
    @property
    def checked_on(self) -> date: ...


def may_interview(check: Check | None, on: date) -> list[str]:
    """What stands against arranging an interview for the day `on`, given the latest necessity check; empty: nothing.

    An interview that adds nothing harms for nothing (Murad Code): without a check that says it is needed, there is none.
    """
    if check is None:
        return [_("Nobody has yet asked whether this interview is needed: make the necessity check first.")]
    day = words_of(check.checked_on.isoformat())
    if check.decision != INTERVIEW:
        return [_("The necessity check of %(day)s decided against an interview.") % {"day": day}]
    if check.checked_on > on:
        return [_("The necessity check of %(day)s was made after that day.") % {"day": day}]
    if on - check.checked_on > timedelta(days=GOOD_FOR):
        age = (on - check.checked_on).days
        text = ngettext(
            "The necessity check of %(day)s would be %(age)s day old: after %(most)s days it is made again.",
            "The necessity check of %(day)s would be %(age)s days old: after %(most)s days it is made again.",
            age,
        )
        return [text % {"day": day, "age": age, "most": GOOD_FOR}]
    return []


def unsound(*, decision: str, held: str, adds: str, can_wait: bool, why_now: str) -> dict[str, str]:
    """What a check that decides for an interview still has to say: field → sentence."""
    if decision != INTERVIEW:
        return {}
    found = {}
    if held != "no" and not adds.strip():
        found["adds"] = _("The information is already held: say what an interview would add, or do not interview.")
    if can_wait and not why_now.strip():
        found["why_now"] = _("It can wait: say why it should be now.")
    return found


def score(likelihood: int, impact: int) -> int:
    """1 to 25."""
    return likelihood * impact


def tone(points: int) -> str:
    """How a score is shown: good, care or bad."""
    if points >= GRAVE:
        return "bad"
    return "care" if points >= SERIOUS else "good"
