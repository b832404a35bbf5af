"""What is to be indexed: noted in the transaction that changes it, by triggers where a row tells it, else by name.

The triggers see every change, whoever makes it and however: also a bulk update, also one made by hand in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import connections, transaction
from django.db.models import Count, Exists, OuterRef
from django.db.utils import DEFAULT_DB_ALIAS

from evidence.items.coding import Outcome
from evidence.items.models import Items
from evidence.search.models import IndexPending
from inquiry.shared.later import ring

TASK = "evidence.tasks.index"
ACCESS = ("inquiry_id", "classification", "batch_id", "created_by_id")
SHOWN = (
    "status", "media_type", "name", "language", "claimed", "title", "description", "provider", "dated", "dated_zone",
    "place", "text_chars", "pages",
)  # fmt: skip


APART = f"(OLD.status IS DISTINCT FROM NEW.status AND '{Outcome.QUARANTINED}' IN (OLD.status, NEW.status))"
"""What is put into quarantine, or out of it, may not be found by what the index has of it."""


def note(items: Iterable[int]) -> None:
    """Have these items indexed anew after this transaction: for whoever changed text, which no trigger watches."""
    IndexPending.objects.bulk_create([IndexPending(item_id=pk) for pk in items], batch_size=1000)
    transaction.on_commit(ring_once)


def ring_once() -> None:
    """Ring for the indexer, not more often than once a second; the scheduler rings by itself too.

    While the index is written for a minute no other sixty pile up: a message is worth nothing after ten seconds.
    """
    if cache.add("search.rung", 1, timeout=1):
        ring(TASK, 0, expires=10)
    elif cache.add("search.rung.soon", 1, timeout=1):  # what came within the second is not left to the scheduler
        ring(TASK, 0, expires=10, countdown=1)


def waiting() -> int:
    """How many items are still to be indexed: for the operator, not for whoever may not know of them."""
    return IndexPending.objects.aggregate(number=Count("item_id", distinct=True))["number"] or 0


def waiting_among(items: Items) -> int:
    """How many of these items are still to be indexed."""
    return items.filter(Exists(IndexPending.objects.filter(item_id=OuterRef("pk")))).count()


def stale() -> list[int]:
    """The items whose index entry may not decide who reads them."""
    return list(IndexPending.objects.filter(access=True).order_by().values_list("item_id", flat=True).distinct())


def _row(prefix: str, columns: Iterable[str]) -> str:
    return "(" + ", ".join(f"{prefix}.{column}" for column in columns) + ")"


def _differs(columns: Iterable[str]) -> str:
    kept = tuple(columns)
    return f"{_row('OLD', kept)} IS DISTINCT FROM {_row('NEW', kept)}"


ADD = "INSERT INTO evidence_indexpending (item_id, access)"
FUNCTIONS = {
    "evidence_item_new": f"{ADD} VALUES (NEW.id, false); RETURN NULL;",
    "evidence_item_changed": f"{ADD} VALUES (NEW.id, {_differs(ACCESS)} OR {APART}); RETURN NULL;",
    "evidence_item_areas": f"{ADD} VALUES (COALESCE(NEW.item_id, OLD.item_id), false); RETURN NULL;",
    "evidence_batch_provider": ADD + " SELECT id, false FROM evidence_item WHERE batch_id = NEW.id; RETURN NULL;",  # noqa: S608 - names of ours only
}
TRIGGERS = {
    "evidence_item_new": "AFTER INSERT ON evidence_item FOR EACH ROW",
    "evidence_item_changed": f"AFTER UPDATE ON evidence_item FOR EACH ROW WHEN ({_differs((*ACCESS, *SHOWN))})",
    "evidence_item_areas": "AFTER INSERT OR DELETE ON evidence_item_areas FOR EACH ROW",
    "evidence_batch_provider": "AFTER UPDATE ON evidence_batch FOR EACH ROW"
    " WHEN (OLD.provided_by IS DISTINCT FROM NEW.provided_by)",
}
TABLES = {"evidence_item", "evidence_item_areas", "evidence_batch", "evidence_indexpending"}


def watch(using: str = DEFAULT_DB_ALIAS, **_ignored: Any) -> None:
    """Lay the triggers, once their tables are there; safe to run again. Called after each migration."""
    connection = connections[using]
    if not set(connection.introspection.table_names()) >= TABLES:
        return
    with connection.cursor() as cursor:
        for name, body in FUNCTIONS.items():
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}_noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
            )
            cursor.execute(f"CREATE OR REPLACE TRIGGER {name}_noted {TRIGGERS[name]} EXECUTE FUNCTION {name}_noted()")
