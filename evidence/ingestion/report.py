"""What became of each item of a batch, as one JSON object a line, and their texts as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Count, QuerySet

from evidence.intake.models import Batch
from evidence.items.models import Item, Page


def rows(batch: Batch) -> Iterator[dict[str, Any]]:
    """One mapping for each item, children too, in the order in which they were received."""
    items = Item.objects.filter(batch=batch).select_related("parent", "duplicate_of").order_by("pk")
    rows_: QuerySet[Any] = items.annotate(members=Count("children"))
    for item in rows_.iterator(chunk_size=500):
        yield {
            "path": item.path,
            "name": item.name,
            "sha256": item.sha256,
            "ref": item.ref,
            "parent": item.parent.ref if item.parent else None,
            "media_type": item.media_type,
            "outcome": item.status,
            "problem": item.problem,
            "pages": item.pages,
            "ocr_pages": item.ocr_pages,
            "children": item.members,
            "language": item.language or None,
            "text_chars": item.text_chars,
            "metadata": item.claimed,
            "duplicate_of": item.duplicate_of.ref if item.duplicate_of else None,
            "seconds": round(item.read_seconds, 3),
        }


def write(batch: Batch, report: Path | None, texts: Path | None) -> int:
    """Write the report and the texts that were asked for; returns how many items there are."""
    count = 0
    held = report.open("w", encoding="utf-8") if report else None
    for row in rows(batch):
        count += 1
        if held:
            held.write(json.dumps(row, ensure_ascii=False) + "\n")
        if texts:
            _text(texts, row["ref"])
    if held:
        held.close()
    return count


def _text(texts: Path, ref: str) -> None:
    pages = Page.objects.filter(item__ref=ref).order_by("number").values_list("text", flat=True)
    with (texts / f"{ref}.txt").open("w", encoding="utf-8", newline="") as file:
        for number, text in enumerate(pages.iterator(chunk_size=100)):
            file.write(("\f" if number else "") + text)
    if not (texts / f"{ref}.txt").stat().st_size:
        (texts / f"{ref}.txt").unlink()
