"""Who may know that testimony exists, and who may read it: by what the person consented to, in SQL and for one record.

The level (T0 to T4) is computed from the consents that hold today, never stored: a withdrawal acts on the next question.
Under T0 there is nothing for anybody but the protection officer, and for whoever collected it for 72 hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from django.db.models import BooleanField, Case, CharField, ExpressionWrapper, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.grants import Reach
from inquiry.accounts.models import User
from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.tables import Record
from witnesses.consent.models import level_of, level_today

R = TypeVar("R", bound=Record)

LOCKED = "T0"
OURS = "plan"  # nothing was said yet (an interview that is planned, or never took place): the team's own business
COLLECTOR_READS = timedelta(hours=72)
LIST: dict[str, Right] = {
    LOCKED: Right.TESTIMONY_LIST_T0,
    "T1": Right.TESTIMONY_LIST_T1,
    "T2": Right.TESTIMONY_LIST_T2,
    "T3": Right.TESTIMONY_LIST_T3,
    "T4": Right.TESTIMONY_LIST_T4,
}
READ: dict[str, Right] = {
    LOCKED: Right.TESTIMONY_READ_T0,
    "T1": Right.TESTIMONY_READ_T1,
    "T2": Right.TESTIMONY_READ_T2,
    "T3": Right.TESTIMONY_READ_T3,
    "T4": Right.TESTIMONY_READ_T4,
}
PLANNERS = (Right.TESTIMONY_TAKE, Right.TESTIMONY_READ_T0)  # who reads what is only planned
WORDS = {
    LOCKED: _("Locked: no consent"),
    "T1": _("For analysis only"),
    "T2": _("May be cited anonymised"),
    "T3": _("May be shared with a named body"),
    "T4": _("May be cited by name"),
    OURS: _("Nothing said yet"),
}
TONES = {LOCKED: "bad", "T1": "care", "T2": "wait", "T3": "wait", "T4": "good", OURS: "plain"}


class Levelled:
    """What a row of `ByConsent` says of its level, in words."""

    level: str
    readable: bool
    in_team: bool

    @property
    def level_words(self) -> Any:
        return WORDS[self.level]

    @property
    def level_tone(self) -> str:
        return TONES[self.level]


class ByConsent(Visible[R]):
    """The rows of a model with `witness`, `collected_at`, `ABOUT` (the paths to the references that consent may
    be about, narrowest first) and
    `UNSAID` (the condition under which nothing was said yet)."""

    def levelled(self) -> Self:
        """Each row with its `level` today."""
        model: Any = self.model
        consented = level_of(F("witness_id"), *(F(path) for path in model.ABOUT))
        unsaid = model.UNSAID
        level = (
            Case(When(unsaid, then=Value(OURS)), default=consented, output_field=CharField()) if unsaid else consented
        )
        return self.annotate(level=level)

    def visible_to(self, user: Any) -> Self:
        """Those that `user` may know of; on each `level`, whether it is `readable`, and `in_team`: exact places and days."""
        if not user.is_authenticated:
            return self.none()
        readable = ExpressionWrapper(_opened(user, READ, self.model), output_field=BooleanField())
        team = ExpressionWrapper(policy.reachable(user, Right.WITNESS_READ, self.model), output_field=BooleanField())
        return self.levelled().filter(_opened(user, LIST, self.model)).annotate(readable=readable, in_team=team)

    def readable_by(self, user: Any) -> Self:
        """Those whose content `user` may read."""
        return self.visible_to(user).filter(readable=True)


def at_work(user: User, model: Any) -> Q:
    """The condition on rows that hang on a witness under which `user` works on them: transcripts and translations are for
    those who are assigned and the protection officer, whatever the level."""
    return policy.reachable(user, Right.WITNESS_READ, model) | policy.reachable(user, Right.TESTIMONY_TRANSLATE, model)


def _opened(user: User, rights: dict[str, Right], model: Any) -> Q:
    """The condition on levelled rows under which `user` holds the right of their level. Each mention of the level repeats
    its subquery, so levels that are reached alike are asked together."""
    planner = policy.reachable(user, PLANNERS[0], model) | policy.reachable(user, PLANNERS[1], model)
    condition = Q(level=OURS) & planner if model.UNSAID else Q(pk__in=())
    for reach in Reach:
        alike: dict[tuple[frozenset[int], bool], list[str]] = {}
        for level, right in rights.items():
            limited = level == LOCKED and reach is not Reach.ANY
            alike.setdefault((frozenset(policy.inquiries(user, right, reach)), limited), []).append(level)
        for (inquiries, limited), found in alike.items():
            if inquiries:
                window = Q(collected_at__gt=timezone.now() - COLLECTOR_READS) if limited else Q()
                condition |= Q(inquiry_id__in=inquiries, level__in=found) & window & _named(user, reach, model)
    return condition


def _named(user: User, reach: Reach, model: Any) -> Q:
    if reach is Reach.ANY:
        return Q()
    return Q(created_by_id=user.pk) if reach is Reach.OWN else policy.named(user, model)


def level_now(record: Any) -> str:
    """The level of one record today; see `ByConsent.levelled`."""
    if record.unsaid:
        return OURS
    level: str = level_today(record.witness, about=record.consent_about)
    return level


def may_list(user: User, record: Any) -> bool:
    """Whether `user` may know that `record` exists: the same rows as `visible_to`, for one record in memory."""
    return _may(user, LIST, record)


def may_read(user: User, record: Any) -> bool:
    """Whether `user` may read what `record` says: the same rows as `readable_by`."""
    return may_list(user, record) and _may(user, READ, record)


def reads_until(user: User, record: Any) -> datetime | None:
    """When whoever collected a locked `record` stops reading it; None where nothing ends by itself."""
    ends = level_now(record) == LOCKED and record.inquiry_id not in policy.inquiries(user, READ[LOCKED])
    until: datetime = record.collected_at + COLLECTOR_READS
    return until if ends else None


def _may(user: User, rights: dict[str, Right], record: Any) -> bool:
    level = level_now(record)
    if level == OURS:
        return any(user.may(right, record) for right in PLANNERS)
    right = rights[level]
    if level == LOCKED and record.inquiry_id not in policy.inquiries(user, right):
        return user.may(right, record) and record.collected_at > timezone.now() - COLLECTOR_READS
    return user.may(right, record)
