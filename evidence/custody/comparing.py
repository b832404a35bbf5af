"""Custody against the register: numbers without gaps, a receipt first, the same digest, the same classification."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

FIRST = ("received", "unpacked")


def problems(items: QuerySet[Any], lines: QuerySet[Any]) -> Iterator[str]:
    """What custody and the register say differently: one sentence each, naming the item. Streams both once."""
    told = lines.order_by("item_id", "number").values_list("item_id", "number", "act", "facts")
    families = groupby(told.iterator(chunk_size=5000), key=itemgetter(0))
    pk, entries = next(families, (0, iter(())))
    for item in items.order_by("pk").iterator(chunk_size=2000):
        mine = list(entries) if pk == item.pk else []
        yield from _problems_of(item, mine)
        if pk == item.pk:
            pk, entries = next(families, (0, iter(())))


def _problems_of(item: Any, entries: list[Any]) -> Iterator[str]:
    if [number for _item, number, _act, _facts in entries] != list(range(1, item.custody_count + 1)):
        yield f"{item.ref}: its custody has a gap, or lines that its count does not know"
    if not entries or entries[0][2] not in FIRST:
        yield f"{item.ref}: its custody does not begin with its receipt"
        return
    first = entries[0][3]
    if (first.get("sha256"), first.get("sha512"), first.get("size")) != (item.sha256, item.sha512, item.size):
        yield f"{item.ref}: the register's digest is not the one under which it was received"
    said = [facts["classification"] for _item, _number, _act, facts in entries if "classification" in facts]
    if not said or said[-1] != item.classification:
        yield f"{item.ref}: it stands as {item.classification} and custody does not say so"
