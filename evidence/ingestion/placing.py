"""Which place each member has among the children of its item, when the item is read a second time and more is found in it."""

from __future__ import annotations

from collections import defaultdict, deque

from evidence.ingestion.findings import Findings
from evidence.items import names
from evidence.items.models import Item


def places(item: Item, found: Findings) -> dict[int, int]:
    """A member's order in this reading → its order among the item's children.

    A member that was received before keeps its place, found again by its name; a new one has its own place where that is
    free, else one behind all others. So nothing received is taken for something else when a password opens what lay between.
    """
    if not found.children:
        return {}
    known: dict[bytes, deque[int]] = defaultdict(deque)
    taken: set[int] = set()
    for order, raw in item.children.order_by("order").values_list("order", "path_bytes"):
        known[bytes(raw)].append(order)
        taken.add(order)
    if not taken:
        return {child.order: child.order for child in found.children}
    behind = max(*taken, *(child.order for child in found.children), 0) + 1
    made: dict[int, int] = {}
    for child in found.children:
        again = known[names.raw(child.name)]
        if again:
            made[child.order] = again.popleft()
        elif child.order not in taken:
            made[child.order] = child.order
        else:
            made[child.order], behind = behind, behind + 1
        taken.add(made[child.order])
    return made
