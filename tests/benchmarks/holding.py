"""Rows of many items held, generated in the database from one that was really read: items, pages, jobs, runs, custody."""

from __future__ import annotations

from typing import Any

from django.db import connection

CHUNK = 100_000
ABOUT = (
    ("evidence_page", "item_id"),
    ("evidence_stagerun", "item_id"),
    ("evidence_custodyentry", "item_id"),
    ("inquiry_job", "about_id"),
)


def fill(inquiry: Any, number: int) -> None:
    """Hold `number` items in the inquiry, with everything that stands on an item. Needs one that was read before."""
    from evidence.items.models import Item

    have = Item.objects.filter(inquiry=inquiry).count()
    model = Item.objects.filter(inquiry=inquiry, status="read").order_by("pk").first() or _first(inquiry)
    while have < number:
        some = min(CHUNK, number - have)
        _copy(model.pk, some)
        have += some
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _first(inquiry: Any) -> Any:
    """One item, really received and really read."""
    import io

    from evidence.ingestion import pipeline
    from evidence.intake import actions as intake
    from evidence.items.models import Item
    from inquiry.accounts.models import RoleHeld
    from inquiry.jobs.models import Job

    by = RoleHeld.objects.current().filter(inquiry=inquiry)[0].user
    batch = intake.open_batch(
        inquiry=inquiry, by=by, title="Held", provided_by="Nobody", how="transfer", classification="C1"
    )
    item = intake.receive(io.BytesIO("Свидетель на площади".encode()), batch=batch.ref, path="held.txt", by=by)
    pipeline.run(Job.objects.get(about_id=item.pk, status="queued").pk)
    return Item.objects.get(pk=item.pk)


def _copy(model: int, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM evidence_item")
        base = cursor.fetchone()[0]
        digest = "encode(sha256(g.n::text::bytea), 'hex')"
        ref = f"'E-X' || ({base} + g.n)"
        _insert(cursor, "evidence_item", number, "id", model, {"id": f"{base} + g.n", "ref": ref, "sha256": digest})
        for table, column in ABOUT:
            changed = {column: f"{base} + g.n"}
            if table == "inquiry_job":
                changed["about_ref"] = ref
            _insert(cursor, table, number, column, model, changed)
        cursor.execute("SELECT setval(pg_get_serial_sequence('evidence_item', 'id'), %s)", [base + number])


def _insert(cursor: Any, table: str, number: int, column: str, model: int, changed: dict[str, str]) -> None:
    """The rows of `table` that stand on the model, once more for each of `number`, with some columns of their own."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'", [table]
    )
    names = [name for (name,) in cursor.fetchall() if name != "id" or "id" in changed]
    taken = ", ".join(changed.get(name, f't."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f'INSERT INTO {table} ({listed}) SELECT {taken} FROM {table} t, generate_series(1, %s) g(n) WHERE t."{column}" = %s',  # noqa: S608
        [number, model],
    )
