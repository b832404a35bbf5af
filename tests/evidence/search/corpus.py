"""Items for the tests of the search: made at one stroke, without intake, because only their text matters here."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from evidence.intake.models import Batch
from evidence.items.models import Item, Page
from evidence.search import keeping, queue

_numbers = itertools.count(1)


def batch(inquiry: Any, by: Any, classification: str = "C1", **fields: Any) -> Batch:
    return Batch.objects.create(
        inquiry=inquiry, created_by=by, classification=classification,
        **{"title": "A batch", "provided_by": "Somebody", "how": "by_hand", **fields},
    )  # fmt: skip


def item(within: Batch, *pages: str, language: str = "", **fields: Any) -> Item:
    """An item with these pages, to be indexed; `language` is that of the item and of all its pages."""
    number = next(_numbers)
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    said = {
        "name": f"{number}.txt",
        "media_type": "text/plain",
        "classification": within.classification,
        "status": "read",
    }
    made = Item.objects.create(
        inquiry=within.inquiry, batch=within, created_by=within.created_by, path=f"{number}.txt", path_bytes=b"x", size=1,
        sha256=digest, sha512=digest * 2, language=language, pages=len(pages), text_chars=sum(map(len, pages)),
        **{**said, **fields},
    )  # fmt: skip
    Page.objects.bulk_create([Page(item=made, number=i, text=text) for i, text in enumerate(pages, start=1)])
    return made


def catch_up() -> None:
    """Index all that waits."""
    while keeping.catch_up():
        pass
    assert not queue.waiting()


def refs(found: Sequence[Any]) -> set[str]:
    return {hit.item.ref for hit in found}
