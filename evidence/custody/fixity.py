"""Are the bytes still those that were received? Asked again on a schedule, the longest unasked first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max, Q

from evidence import storage
from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.items.models import Item
from inquiry.accounts.models import User

SOME = 200
CHECKED = (Act.FIXITY_HELD, Act.FIXITY_FAILED)


def check(item: Item, *, by: User | None = None) -> bool:
    """Read an item's bytes and enter in its custody whether they are still the ones received."""
    try:
        with storage.opened(storage.key_of(item.sha256), item.sha256):
            holds = True
    except storage.StoreDamaged:
        holds = False
    with transaction.atomic():
        custody.record(item, Act.FIXITY_HELD if holds else Act.FIXITY_FAILED, by=by, sha256=item.sha256)
    return holds


def check_some(items: Iterable[Item] | None = None) -> int:
    """Check the given items, or those that were asked about longest ago (never: first); return how many do not hold."""
    if items is None:
        asked = Max("custody__at", filter=Q(custody__act__in=CHECKED))
        items = Item.objects.annotate(asked=asked).order_by(F("asked").asc(nulls_first=True), "pk")[:SOME]
    return sum(not check(item) for item in items)
