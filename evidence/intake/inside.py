"""Receive what was found inside an item, one level down: a handful of members in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from evidence.custody.models import Act
from evidence.intake.entering import Place, enter
from evidence.intake.models import Batch
from evidence.items import names
from evidence.items.models import Item
from evidence.storage import Stored
from inquiry.shared import failpoints

HANDFUL = 50
"""Members received at once: few statements, and little to do again when a worker dies among ten thousand."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A member of an item whose bytes are in the store.

    order: its place among the members, from 1. name: its path inside the item, byte for byte, as `shown` to people.
    told: what the item says of it, as `claimed_…` keys.
    """

    stored: Stored
    order: int
    name: bytes
    shown: str
    told: dict[str, Any] = field(default_factory=dict)


def receive_members(found: Sequence[Inside], *, parent: Item) -> list[Item]:
    """Receive members; the same member is received once, however often it is found. Returns those that are new."""
    with transaction.atomic():
        batch = Batch.objects.get(pk=parent.batch_id)
        current = Item.objects.select_for_update(of=("self",)).get(pk=parent.pk)
        orders = [one.order for one in found]
        known = set(Item.objects.filter(parent=parent, order__in=orders).values_list("order", flat=True))
        new = [(one.stored, _place(one, current)) for one in found if one.order not in known]
        made = enter(new, batch, parent.created_by, Act.UNPACKED) if new else []
    failpoints.reach("child.received")
    return made


def _place(one: Inside, parent: Item) -> Place:
    path = f"{parent.path}!{names.shown(one.shown.encode('utf-8', 'replace'))}"
    return Place(names.raw(one.name), path, parent, one.order, one.told)
