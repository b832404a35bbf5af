"""What has to be looked at again, and when: consent, risks, reprisals in one list, what is overdue first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.models import Inquiry
from inquiry.accounts.policy import today
from witnesses.consent.models import Consent, ConsentAnswer, Kind
from witnesses.consent.rules import Use
from witnesses.protection.models import RiskAssessment
from witnesses.protection.reprisals import Reprisal

Key = tuple[date, str, str]  # day, reference, what: in this order the list goes on


@dataclass(frozen=True, slots=True)
class Review:
    """One line: what is due when, about which witness, on whose page."""

    day: date
    ref: str
    what: str
    words: Any
    cipher: str
    url: str

    @property
    def overdue(self) -> bool:
        return self.day < today()

    @property
    def key(self) -> Key:
        return self.day, self.ref, self.what


def due(user: Any, inquiry: Inquiry, *, after: Key | None = None, size: int = 50) -> list[Review]:
    """The next `size` things that `user` may know of and that fall due behind `after`, the longest overdue first."""
    rows = heapq.merge(*_lines(user, inquiry, after, size), key=lambda one: one.key)
    return [one for one, _place in zip(rows, range(size), strict=False)]


def overdue_count(user: Any, inquiry: Inquiry) -> int:
    """How many are overdue today."""
    return sum(rows.filter(**{f"{column}__lt": today()}).count() for rows, column, _words in _sources(user, inquiry))


def _sources(user: Any, inquiry: Inquiry) -> Iterator[tuple[QuerySet[Any], str, Any]]:
    """Rows, the column with the day, what is due."""
    consents = _in_force(Consent.objects.visible_to(user).filter(inquiry=inquiry))
    risks = RiskAssessment.objects.visible_to(user).filter(inquiry=inquiry).standing()
    reprisals = Reprisal.objects.visible_to(user).filter(inquiry=inquiry).exclude(status="closed")
    yield consents, "review_on", _("Ask for consent again")
    yield consents, "expires_on", _("Consent expires")
    yield risks, "review_due", _("Assess the risk anew")
    yield reprisals, "follow_up_due", _("Follow up the reprisal")


def _in_force(consents: QuerySet[Consent]) -> QuerySet[Consent]:
    """Acts that no later one about the same replaced, and after which not everything was withdrawn."""
    later = Consent.objects.filter(witness=OuterRef("witness"), number__gt=OuterRef("number"))
    asked_again = later.filter(about=OuterRef("about")).exclude(kind=Kind.WITHDRAWN)
    everything = ConsentAnswer.objects.filter(consent=OuterRef("pk"), use=Use.ANALYSIS)
    gone = later.filter(Q(about="") | Q(about=OuterRef("about")), Exists(everything), kind=Kind.WITHDRAWN)
    return consents.exclude(kind=Kind.WITHDRAWN).filter(~Exists(asked_again), ~Exists(gone))


def _lines(user: Any, inquiry: Inquiry, after: Key | None, size: int) -> Iterator[list[Review]]:
    for rows, column, words in _sources(user, inquiry):
        rows = rows.filter(**{f"{column}__isnull": False})
        if after is not None:
            day, ref, what = after
            beyond = Q(**{f"{column}__gt": day}) | Q(**{column: day}, ref__gt=ref)
            rows = rows.filter(beyond | Q(**{column: day}, ref=ref) if column > what else beyond)
        batch = rows.select_related("witness").order_by(column, "ref")[:size]
        yield [
            Review(getattr(row, column), row.ref, column, words, row.witness.ref, row.get_absolute_url())
            for row in batch
        ]
