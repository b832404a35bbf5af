"""Wrap every subject's key anew under the active key-encryption key, in batches, while readers go on."""

from __future__ import annotations

import time

from django.db import transaction

from witnesses.vault import sealing, store
from witnesses.vault.models import SubjectKey
from witnesses.vault.router import ALIAS

BATCH = 500
LOCKED = 0.05  # seconds until rows that somebody holds are tried again


def rewrap() -> int:
    """Wrap what is not under the active key; returns how many were. A row that somebody holds is taken in a later round."""
    active, count = store.keys().active(), 0
    while SubjectKey.objects.exclude(kek=active).exists():
        wrapped = rewrap_batch(active)
        count += wrapped
        if not wrapped:
            time.sleep(LOCKED)
    return count


@transaction.atomic(using=ALIAS)
def rewrap_batch(active: str) -> int:
    """One batch; rows that are locked at the moment are passed over.

    Raises:
        Broken: a key does not open: nothing of its batch is changed.
    """
    rows = SubjectKey.objects.exclude(kek=active).select_for_update(skip_locked=True)[:BATCH]
    kek, batch = store.keys().key(active), list(rows)
    for row in batch:
        dek = store.subject_key(row)
        row.wrapped = sealing.wrap(kek, dek, inquiry=row.inquiry, subject=row.subject, kek_id=active)
        row.kek = active
    SubjectKey.objects.bulk_update(batch, ["kek", "wrapped"])
    return len(batch)


def left() -> dict[str, int]:
    """How many keys are still under another key than the active one: identifier → how many."""
    found: dict[str, int] = {}
    for kek in SubjectKey.objects.exclude(kek=store.keys().active()).values_list("kek", flat=True):
        found[kek] = found.get(kek, 0) + 1
    return found
