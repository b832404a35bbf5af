"""What is to be compared with the other items: noted in the transaction that changes its text, worked off by beat."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.families.models import FamilyPending


def note(items: Iterable[int]) -> None:
    """Have these items compared anew after this transaction."""
    FamilyPending.objects.bulk_create([FamilyPending(item_id=pk) for pk in items], batch_size=1000)


def waiting() -> int:
    """How many items are still to be compared."""
    return FamilyPending.objects.values("item_id").distinct().count()
