"""The vault's tables are in the database `vault` and nowhere else, and nothing else is in it.

A process that was not given `VAULT_DATABASE_URL` has no such database: touching a table of the vault there is an error.
"""

from __future__ import annotations

from typing import Any

APP, ALIAS = "vault", "vault"


class VaultRouter:
    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return ALIAS if model._meta.app_label == APP else None

    def db_for_write(self, model: Any, **_hints: Any) -> str | None:
        return self.db_for_read(model)

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool | None:
        """No relation crosses the border."""
        return None if (one._meta.app_label == APP) == (other._meta.app_label == APP) else False

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return (db == ALIAS) == (app_label == APP)
