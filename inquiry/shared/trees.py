"""Trees of records by a `parent` relation: no record is inside itself; the rows in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar


class Node(Protocol):
    """A record in a tree."""

    pk: Any
    parent: Any
    parent_id: Any


N = TypeVar("N", bound=Node)


def within(record: Node, other: Node | None) -> bool:
    """Whether `other` is `record` or lies anywhere inside it, so that it cannot become its parent."""
    seen: set[Any] = set()
    while other is not None and other.pk not in seen:
        if other.pk == record.pk:
            return True
        seen.add(other.pk)
        other = other.parent
    return False


def in_order(records: Iterable[N]) -> list[tuple[int, N]]:
    """Each record with its depth (0 for the top), parents before their parts; siblings stay in the order given.

    A record whose parent is not among `records` counts as a top.
    """
    rows = list(records)
    present = {row.pk for row in rows}
    below: dict[Any, list[N]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in present else None, []).append(row)
    found: list[tuple[int, N]] = []
    stack = [(0, row) for row in reversed(below.get(None, []))]
    while stack:
        depth, row = stack.pop()
        found.append((depth, row))
        stack += [(depth + 1, part) for part in reversed(below.get(row.pk, []))]
    return found
