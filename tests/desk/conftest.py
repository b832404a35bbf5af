"""What the browser tests of the desk stand on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models.signals import post_migrate


@pytest.fixture(scope="module", autouse=True)
def _triggers_stay_out(django_db_setup: Any) -> Iterator[None]:
    """Emptying the tables after a browser test announces a migration, which would lay the TRUNCATE triggers again."""
    from inquiry.apps import protect_tables

    post_migrate.disconnect(dispatch_uid="append-only")
    yield
    post_migrate.connect(protect_tables, dispatch_uid="append-only")
