"""How often identities may be opened and searched for, counted in the vault's own database: the application cannot reach it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazily

from inquiry.accounts.models import User
from inquiry.shared.workflow import Refused
from witnesses.vault.models import Spending
from witnesses.vault.router import ALIAS

OPENING, ASKING, SEARCHING = "open", "known", "search"
KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` within `within`, of one person or (`together`) of everybody; `words` tell whoever is over it."""

    most: int
    within: timedelta
    together: bool
    words: object


MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = {
    OPENING: (
        Limit(30, HOUR, False, lazily("You have opened 30 identities within an hour. Wait until it is over.")),
        Limit(
            200,
            DAY,
            True,
            lazily("The vault has opened 200 identities within a day and opens no more until it is over."),
        ),
    ),
    ASKING: (Limit(10, DAY, False, lazily("You have asked ten times within a day. Ask a protection officer.")),),
    SEARCHING: (Limit(30, MINUTE, False, lazily("You have searched 30 times within a minute. Wait a moment.")),),
}


@transaction.atomic(using=ALIAS)
def spend(kind: str, by: User) -> None:
    """Count one act of `kind` by `by`; one at a time, so that nobody slips past the limit beside another.

    Raises:
        Refused: the budget is used up.
    """
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4))", [kind])
    now = timezone.now()
    for limit in LIMITS[kind]:
        spent = Spending.objects.filter(kind=kind, at__gt=now - limit.within)
        if (spent if limit.together else spent.filter(user=by.pk)).count() >= limit.most:
            raise Refused(str(limit.words), verb=f"vault.{kind}")
    Spending.objects.filter(at__lt=now - KEPT).delete()
    Spending.objects.create(kind=kind, user=by.pk, at=now)
