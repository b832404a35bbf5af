"""Append-only tables are refused any change by the database itself, whoever asks.

The triggers are laid after each migration run from the models that say `APPEND_ONLY`, so a new table cannot be forgotten.
They are enabled ALWAYS: a session that claims to replicate does not get past them. Whoever owns the database can still
switch a trigger off; that is what the chain and its verifier are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connections, models, router
from django.db.utils import DEFAULT_DB_ALIAS

FUNCTION = """
CREATE OR REPLACE FUNCTION inquiry_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Table % is append-only.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
ROW = "append_only_row"
STATEMENT = "append_only_truncate"


def append_only_models(using: str = DEFAULT_DB_ALIAS) -> Iterator[type[models.Model]]:
    """Every table of ours in the database `using` that says it is append-only."""
    for model in apps.get_models():
        if getattr(model, "APPEND_ONLY", False) and router.allow_migrate_model(using, model):
            yield model


def _trigger(table: str, name: str, events: str, each: str) -> list[str]:
    return [
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {events} ON {table}"
        f" FOR EACH {each} EXECUTE FUNCTION inquiry_refuse_change()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    ]


def install(using: str = DEFAULT_DB_ALIAS, *, truncate: bool = True) -> None:
    """Lay the triggers on every append-only table that exists in the database `using`; safe to run again.

    Args:
        truncate: also refuse TRUNCATE (the test runner empties tables between tests and leaves this out).
    """
    connection = connections[using]
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        for model in append_only_models(using):
            table = model._meta.db_table
            if table not in present:
                continue
            statements = _trigger(connection.ops.quote_name(table), ROW, "UPDATE OR DELETE", "ROW")
            if truncate:
                statements += _trigger(connection.ops.quote_name(table), STATEMENT, "TRUNCATE", "STATEMENT")
            for statement in statements:
                cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The append-only tables of the database `using` whose row trigger is absent or not enabled ALWAYS."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = %s AND t.tgenabled = 'A'",
            [ROW],
        )
        guarded = {row[0] for row in cursor.fetchall()}
    return sorted(model._meta.db_table for model in append_only_models(using) if model._meta.db_table not in guarded)
