"""Everything that a running system wrote, under a name for each place, so that it can be said what may stand where."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import redis

from inquiry.embedded.postgres import KEEPER, NAME, VAULT, Postgres
from inquiry.embedded.state import State
from tests.canaries.scan import files_below


def server_of(state: State) -> Postgres:
    known = state.secrets()
    passwords = known.keeper_password, known.database_password, known.vault_password
    return Postgres(state.postgres_home, state.sockets(), *passwords)


def _connect(state: State, database: str) -> psycopg2.extensions.connection:
    server = server_of(state)
    return psycopg2.connect(host=str(server.sockets), user=KEEPER, password=server.keeper_password, dbname=database)


def rows(state: State) -> Iterator[tuple[str, bytes]]:
    """Each table of both databases as text: what the server keeps compressed can be read here. ("rows of TABLE", text)."""
    for database in (NAME, VAULT):
        with _connect(state, database) as door, door.cursor() as cursor:
            cursor.execute(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname <> 'information_schema'"
            )
            for (table,) in cursor.fetchall():
                into = io.BytesIO()
                cursor.copy_expert(f"COPY (SELECT * FROM {table}) TO STDOUT", into)  # noqa: S608 - names from the catalogue
                yield f"rows of {database}.{table.split('.')[-1]}", into.getvalue()


def queued(state: State) -> Iterator[tuple[str, bytes]]:
    """Each key of the queue's and the cache's server with what it holds; its files may be compressed."""
    door: Any = redis.Redis(unix_socket_path=str(state.sockets() / "valkey.sock"))
    read = {
        b"string": lambda at: [door.get(at)],
        b"list": lambda at: door.lrange(at, 0, -1),
        b"set": door.smembers,
        b"zset": lambda at: door.zrange(at, 0, -1),
        b"hash": lambda at: [part for pair in door.hgetall(at).items() for part in pair],
    }
    for key in door.scan_iter(count=1000):
        yield "queue and cache", b" ".join([key, *(part for part in read[door.type(key)](key) if part is not None)])


def tables_by_file(state: State) -> dict[str, str]:
    """Path below PostgreSQL's data directory, without the number of its segment → "DATABASE.TABLE" it belongs to."""
    found: dict[str, str] = {}
    for database in (NAME, VAULT):
        with _connect(state, database) as door, door.cursor() as cursor:
            cursor.execute(
                "SELECT pg_relation_filepath(c.oid), coalesce(t.relname, o.relname, c.relname) FROM pg_class c"
                " LEFT JOIN pg_class o ON o.reltoastrelid = c.oid"
                " LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_class t ON t.oid = i.indrelid"
                " WHERE pg_relation_filepath(c.oid) IS NOT NULL"
            )
            found |= {path: f"{database}.{table}" for path, table in cursor.fetchall()}
    return found


def place_of(path: Path, state: Path, tables: dict[str, str]) -> str:
    """What a file below the state directory is."""
    inside = path.relative_to(state).as_posix()
    if "/data/" in inside and inside.startswith("postgresql"):
        own = inside.split("/data/", 1)[1]
        plain = own.split(".")[0].removesuffix("_fsm").removesuffix("_vm")
        if plain in tables:
            return f"file of {tables[plain]}"
        return f"postgresql {own.split('/')[0]}"
    top = inside.split("/")[0]
    return f"log {path.name}" if top == "log" else top


def written(state: Path, others: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """(place, file) of every file below the state and below `others` (place → directory or file)."""
    for path in files_below(state):
        yield "", path
    for place, where in others.items():
        for path in files_below(where) if where.is_dir() else [where]:
            yield place, path
