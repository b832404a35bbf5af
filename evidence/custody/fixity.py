"""Are the bytes still those that were received? Asked again on a schedule, the longest unasked first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from evidence import storage
from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.audit import ledger as audit

SOME = 200


def check(item: Item, *, by: User | None = None) -> bool:
    """Read an item's bytes and enter in its custody whether they are still the ones received."""
    try:
        with storage.opened(storage.key_of(item.sha256), item.sha256):
            holds = True
    except storage.StoreDamaged:
        holds = False
    _enter(item, holds=holds, by=by)
    return holds


@transaction.atomic
def _enter(item: Item, *, holds: bool, by: User | None) -> None:
    """Custody tells each time; the audit tells a failure; the item tells when it was and since when it fails."""
    now = timezone.now()
    damaged_at = None if holds else Coalesce("damaged_at", Value(now))
    Item.objects.filter(pk=item.pk).update(checked_at=now, damaged_at=damaged_at)
    custody.record(item, Act.FIXITY_HELD if holds else Act.FIXITY_FAILED, by=by, sha256=item.sha256)
    if not holds:
        audit.record("evidence.fixity_failed", about=item, by=by)


def check_some(items: Iterable[Item] | None = None) -> int:
    """Check the given items, or those that were asked about longest ago (never: first); return how many do not hold."""
    if items is None:
        items = Item.objects.order_by(F("checked_at").asc(nulls_first=True), "pk")[:SOME]
    return sum(not check(item) for item in items)
