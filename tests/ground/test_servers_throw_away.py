"""The servers under the tests: shared through the environment, with the extensions that migrations ask for."""

from __future__ import annotations

import os

import psycopg2
import pytest

from inquiry.embedded.testing import MARK, servers


def test_an_outer_pair_of_servers_is_used_again() -> None:
    assert os.environ[MARK]
    with servers() as found:
        assert found.database_url == os.environ["DATABASE_URL"]


@pytest.mark.parametrize("extension", ["pg_trgm", "unaccent", "btree_gin", "btree_gist"])
def test_the_role_may_make_the_extensions_without_being_superuser(extension: str) -> None:
    with servers() as found:
        door = psycopg2.connect(found.database_url)
    try:
        with door.cursor() as cursor:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            assert cursor.fetchone() == (False,)
        door.rollback()
    finally:
        door.close()
