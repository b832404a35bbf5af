"""The only writer and verifier of custody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from evidence.custody.models import Act, CustodyEntry, CustodyLink
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.audit.ledger import plain
from inquiry.shared import ledgers
from inquiry.shared.ledgers import Verdict


def record(item: Item, act: str, *, by: User | None, **facts: Any) -> CustodyEntry:
    """Enter that `by` (None: the system) did `act` to `item`, in the transaction of the act itself.

    Numbers within an item have no gap: the count stands on the item's own row and rolls back with the rest.
    """
    entry = CustodyEntry(item=item, number=_next(item), act=Act(act), by=by, facts=plain(facts))
    entry.digest = entry.committed()
    entry.save(force_insert=True)
    return entry


def record_each(facts: dict[int, dict[str, Any]], act: str, *, by: User | None) -> None:
    """Enter the same `act` for many items at once: item key → what is said of it. A few queries, however many they are."""
    numbers = _next_of(sorted(facts))
    made = [
        CustodyEntry(item_id=pk, number=numbers[pk], act=Act(act), by=by, facts=plain(said))
        for pk, said in sorted(facts.items())
    ]
    for entry in made:
        entry.digest = entry.committed()
    CustodyEntry.objects.bulk_create(made, batch_size=1000)


def _next_of(items: list[int]) -> dict[int, int]:
    """Item key → the number of its next entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evidence_item SET custody_count = custody_count + 1 WHERE id = ANY(%s) RETURNING id, custody_count",
            [items],
        )
        return dict(cursor.fetchall())


def record_many(items: Sequence[Item], act: str, *, by: User | None, **facts: Any) -> None:
    """Enter the same act, and the same facts of it, on each of many items."""
    record_each({item.pk: facts for item in items}, act, by=by)


def _next(item: Item) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE evidence_item SET custody_count = custody_count + 1 WHERE id = %s RETURNING custody_count",
            [item.pk],
        )
        (number,) = cursor.fetchone() or (0,)
    item.custody_count = number
    return int(number)


def seal() -> int:
    """Link the entries that are not linked yet."""
    return ledgers.seal(CustodyEntry, CustodyLink)


def verify() -> Verdict:
    """Recompute the chain from the live columns, then compare what it says with the items as they stand."""
    return ledgers.verify(CustodyEntry, CustodyLink)


def problems() -> Iterator[str]:
    """What custody and the register say differently: one sentence each, naming the item."""
    return CustodyEntry.further_problems()
