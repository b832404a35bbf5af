"""SQLite databases: every table as text. The bytes are opened in memory, read only; nothing in them is executed but reading.

A database can hold views, triggers and computed columns that someone wrote: views are named and not asked, an authorizer
allows nothing but reading tables, and what takes too long or grows too large is interrupted.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from evidence.ingestion.formats import _tables
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Outcome, Page, PageCount, Refused, Trouble

READS = frozenset({"application/vnd.sqlite3"})
VERSION = "1"
_MOST = 384 * 2**20
_SECONDS = 60.0
_ENCODINGS = {1: "UTF-8", 2: "UTF-16le", 3: "UTF-16be"}
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}


def _allowed(action: int, *_about: Any) -> int:
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _opened(source: Source) -> sqlite3.Connection:
    """The database in memory. Refused when it is too large; Damaged when it is none."""
    if source.size > _MOST:
        raise Refused(f"The database is larger than {_MOST // 2**20} MB; it is kept as it is.")
    data = bytearray(source.bytes(_MOST))
    data[18:20] = b"\1\1"  # what it had in a log beside it is not here: read without one
    made = sqlite3.connect(":memory:")
    try:
        made.deserialize(bytes(data))
        for setting in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
            made.execute(f"PRAGMA {setting}")
        made.execute("SELECT name FROM sqlite_master LIMIT 1").fetchall()
    except (sqlite3.Error, OverflowError) as error:
        raise Damaged("The database is damaged, or locked with a password, and could not be opened.") from error
    made.text_factory = lambda raw: raw.decode("utf-8", "replace")
    made.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 64 * 2**20)
    made.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    made.set_authorizer(_allowed)
    until = time.monotonic() + _SECONDS
    made.set_progress_handler(lambda: int(time.monotonic() > until), 10_000)
    return made


def metadata(source: Source) -> Iterator[Fact]:
    """What the header says."""
    head = source.head(100)
    if len(head) == 100:
        yield Fact("encoding", _ENCODINGS.get(int.from_bytes(head[56:60], "big"), "unknown"))
        yield Fact("claimed_user_version", int.from_bytes(head[60:64], "big"))
        yield Fact("claimed_application_id", int.from_bytes(head[68:72], "big"))
    if head[18:19] == b"\2":
        yield Fact("incomplete", "The newest entries may stand in a log (-wal) that is a file of its own.")


def text(source: Source) -> Iterator[Page | PageCount | Fact | Trouble]:
    """A page for each table in the order in which they were made."""
    base = _opened(source)
    try:
        entries = base.execute("SELECT type, name, sql FROM sqlite_master").fetchmany(20_000)
    except sqlite3.Error as error:
        raise Damaged("The database is damaged: its list of tables could not be read.") from error
    tables = [(str(name), str(sql or "")) for kind, name, sql in entries if kind == "table"]
    plain = [name for name, sql in tables if "virtual" not in sql[:40].lower() and not name.startswith("sqlite_")]
    yield PageCount(min(len(plain), _tables.MOST_TABLES), _tables.UNIT)
    yield Fact("tables", plain[:500])
    others = [f"{kind} {name}" for kind, name, _ in entries if kind in ("view", "trigger")]
    if others:
        yield Fact("views_and_triggers", others[:500])
    yield from _read(base, plain[: _tables.MOST_TABLES], source.limits.text_chars)


def _read(base: sqlite3.Connection, names: list[str], chars: int) -> Iterator[Page | Trouble]:
    budget, broken = _tables.Budget(chars), list[str]()
    for number, name in enumerate(names, 1):
        quoted = name.replace('"', '""')
        try:
            rows = base.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  a name, quoted; nothing but reading is allowed
            columns = [str(column[0]) for column in rows.description]
            yield from budget.page(number, name, columns, rows)
        except (sqlite3.Error, OverflowError, ValueError):
            broken.append(name)
    if broken:
        some = ", ".join(f"“{name[:60]}”" for name in broken[:5])
        yield Trouble(Outcome.PARTLY_READ, f"{len(broken)} of {len(names)} tables could not be read: {some}.")
