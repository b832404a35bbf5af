"""The only writer and verifier of custody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from evidence.custody.models import Act, CustodyEntry, CustodyLink
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.audit.ledger import plain
from inquiry.shared import ledgers
from inquiry.shared.ledgers import Verdict

MOST_PROBLEMS = 20


def record(item: Item, act: str, *, by: User | None, **facts: Any) -> CustodyEntry:
    """Enter that `by` (None: the system) did `act` to `item`, in the transaction of the act itself.

    Numbers within an item have no gap: the count stands on the item's own row and rolls back with the rest.
    """
    entry = CustodyEntry(item=item, number=_next(item), act=Act(act), by=by, facts=plain(facts))
    entry.digest = entry.committed()
    entry.save(force_insert=True)
    return entry


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
    verdict = ledgers.verify(CustodyEntry, CustodyLink)
    found = (*verdict.problems, *problems())
    return Verdict(verdict.ledger, verdict.links, verdict.head, found[:MOST_PROBLEMS])


def problems() -> Iterator[str]:
    """What custody and the register say differently: one sentence each, naming the item. Streams both once."""
    lines = CustodyEntry.objects.order_by("item_id", "number").values_list("item_id", "number", "act", "facts")
    families = groupby(lines.iterator(chunk_size=5000), key=itemgetter(0))
    pk, entries = next(families, (0, iter(())))
    for item in Item.objects.order_by("pk").iterator(chunk_size=2000):
        mine = list(entries) if pk == item.pk else []
        yield from _problems_of(item, mine)
        if pk == item.pk:
            pk, entries = next(families, (0, iter(())))


def _problems_of(item: Item, entries: list[Any]) -> Iterator[str]:
    if [number for _item, number, _act, _facts in entries] != list(range(1, item.custody_count + 1)):
        yield f"{item.ref}: its custody has a gap, or lines that its count does not know"
    if not entries or entries[0][2] not in (Act.RECEIVED, Act.UNPACKED):
        yield f"{item.ref}: its custody does not begin with its receipt"
        return
    first = entries[0][3]
    if (first.get("sha256"), first.get("sha512"), first.get("size")) != (item.sha256, item.sha512, item.size):
        yield f"{item.ref}: the register's digest is not the one under which it was received"
    said = [facts["classification"] for _item, _number, _act, facts in entries if "classification" in facts]
    if not said or said[-1] != item.classification:
        yield f"{item.ref}: it stands as {item.classification} and custody does not say so"
