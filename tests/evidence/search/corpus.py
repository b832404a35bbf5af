"""Items for the tests of the search: made at one stroke, without intake, because only their text matters here."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from evidence.intake.models import Batch
from evidence.items.models import Item
from evidence.search import index

_numbers = itertools.count(1)


def batch(inquiry: Any, by: Any, classification: str = "C1", **fields: Any) -> Batch:
    return Batch.objects.create(
        inquiry=inquiry, created_by=by, classification=classification,
        **{"title": "A batch", "provided_by": "Somebody", "how": "by_hand", **fields},
    )  # fmt: skip


def item(within: Batch, *pages: str, language: str = "", **fields: Any) -> Item:
    """An item with these pages in the index; `language` is that of the item and of all its pages."""
    number = next(_numbers)
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    made = Item.objects.create(
        inquiry=within.inquiry, batch=within, created_by=within.created_by, path=f"{number}.txt", path_bytes=b"x", size=1,
        sha256=digest, sha512=digest * 2, language=language,
        **{"name": f"{number}.txt", "media_type": "text/plain", "classification": within.classification, **fields},
    )  # fmt: skip
    index.write(made.pk, [index.IndexPage(i, text, language) for i, text in enumerate(pages, start=1)])
    return made


def refs(found: Sequence[Any]) -> set[str]:
    return {hit.item.ref for hit in found}
