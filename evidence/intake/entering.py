"""Rows, custody and jobs of files whose bytes are in the store: one or a handful in the same few statements."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Min

from evidence import storage
from evidence.custody import ledger as custody
from evidence.custody.models import Act
from evidence.intake.models import Batch
from evidence.items import names
from evidence.items.coding import stricter
from evidence.items.models import Item
from evidence.storage import Stored
from inquiry.accounts.models import User
from inquiry.jobs import actions as jobs
from inquiry.shared.tables import next_refs

INGEST = "evidence.tasks.ingest"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stood: its path as bytes, as people read it, and inside which item, as which member, if in any, and
    what that item says of it."""

    path_bytes: bytes
    path: str
    parent: Item | None = None
    order: int = 0
    told: dict[str, Any] = field(default_factory=dict)


def enter(files: Sequence[tuple[Stored, Place]], batch: Batch, by: User, act: Act) -> list[Item]:
    """The items that these files become, in their order. To be called in a transaction.

    Taking the references first makes receivers wait for one another, so that of two equal files in the same moment one is
    known to be the duplicate.

    Raises:
        OSError: bytes are not in the store any more: come again.
    """
    _still_there([stored.sha256 for stored, _place in files])
    refs = next_refs(Item.KIND, len(files), Item.REF_WIDTH)
    items = [_row(ref, stored, place, batch, by) for ref, (stored, place) in zip(refs, files, strict=True)]
    Item.objects.bulk_create(items)
    _mark_repeats(items)
    who = by if act == Act.RECEIVED else None
    custody.record_each({item.pk: _first_facts(item, batch) for item in items}, act, by=who)
    jobs.ask_many(INGEST, items, by=by)
    return items


def _still_there(digests: Sequence[str]) -> None:
    """That what was kept a moment ago was not cleared away since, nor will be before this transaction ends."""
    hold(digests)
    if not all(map(storage.present, digests)):
        raise OSError(errno.EIO, "The store no longer has what was put into it")


def hold(digests: Iterable[str], *, alone: bool = False) -> None:
    """Until this transaction ends nobody clears these digests away; `alone`: nor does anybody enter an item of them."""
    held = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {held}(hashtextextended(digest, 4)) FROM unnest(%s::text[]) AS digest",  # noqa: S608 - one of two names
            [sorted(set(digests))],
        )


def _row(ref: str, stored: Stored, place: Place, batch: Batch, by: User) -> Item:
    """The item that these bytes become at this place; not saved."""
    parent = place.parent
    return Item(
        ref=ref,
        inquiry_id=batch.inquiry_id,
        created_by=by,
        batch=batch,
        parent=parent,
        order=place.order,
        depth=parent.depth + 1 if parent else 0,
        path_bytes=place.path_bytes,
        path=place.path,
        told=place.told,
        claimed=place.told,
        name=names.last(place.path.rpartition("!")[2] if parent else place.path),
        sha256=stored.sha256,
        sha512=stored.sha512,
        size=stored.size,
        classification=stricter(batch.classification, parent.classification) if parent else batch.classification,
        provider=batch.provided_by,
    )


def _mark_repeats(items: Sequence[Item]) -> None:
    """Say of each whose bytes were there before, also a moment before in the same handful, which was the first."""
    same = Item.objects.filter(inquiry_id=items[0].inquiry_id, sha256__in={item.sha256 for item in items})
    first = dict(same.order_by().values_list("sha256").annotate(Min("pk")))
    repeats = [item for item in items if first[item.sha256] != item.pk]
    for item in repeats:
        item.duplicate_of_id = first[item.sha256]
    if repeats:
        Item.objects.bulk_update(repeats, ["duplicate_of"])


def _first_facts(item: Item, batch: Batch) -> dict[str, Any]:
    """What the first custody line of an item says."""
    return {
        "sha256": item.sha256,
        "sha512": item.sha512,
        "size": item.size,
        "classification": item.classification,
        "batch": batch.ref,
        "parent": item.parent.ref if item.parent else "",
    }
