"""What somebody may be told of where an item lay: of the containers around it only those that they may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evidence.items.models import Item

TELLING = ("parent", "copied_from")  # facts of custody that are the reference of another item


def place(rows: Iterable[Item], user: Any) -> None:
    """Put onto each item, which `user` may read, `shown_path`: its path from the outermost container on up to which they may
    read every one, or its path inside its own; and `shown_parent`: the item it lay in, or None. One question for each level of
    containers, none where nothing lay in anything."""
    items = list(rows)
    known = _readable(items, user)
    for item in items:
        outermost, parent = item, item.parent_id
        while parent in known:
            outermost = known[parent]
            parent = outermost.parent_id
        hidden = 0 if parent is None else len(outermost.path) - len(outermost.path.rpartition("!")[2])
        item.shown_path = item.path[hidden:]  # type: ignore[attr-defined]
        item.shown_parent = known.get(item.parent_id or 0)  # type: ignore[attr-defined]


def _readable(items: Iterable[Item], user: Any) -> dict[int, Item]:
    """The containers around the items, by key, as far as `user` may read them without a gap."""
    known: dict[int, Item] = {}
    asked = {item.parent_id for item in items if item.parent_id}
    while asked:
        found = Item.objects.readable_by(user).filter(pk__in=asked).only("ref", "path", "parent_id")
        known.update({one.pk: one for one in found})
        above = {known[pk].parent_id for pk in asked & known.keys()}
        asked = {pk for pk in above if pk is not None and pk not in known}
    return known


def facts_told(entries: Iterable[Any], user: Any) -> list[dict[str, Any]]:
    """The facts of entries of custody, without the references of other items that `user` may not read."""
    facts = [dict(entry.facts) for entry in entries]
    refs = {said[name] for said in facts for name in TELLING if said.get(name)}
    open_to = set(Item.objects.readable_by(user).filter(ref__in=refs).values_list("ref", flat=True)) if refs else set()
    return [
        {name: value for name, value in said.items() if name not in TELLING or not value or value in open_to}
        for said in facts
    ]
