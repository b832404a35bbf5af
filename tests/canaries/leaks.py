"""Ten deliberate leaks: each must be found, else the search that finds nothing else proves nothing."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg2
import redis

from inquiry.embedded.postgres import NAME
from inquiry.embedded.state import State
from tests.canaries.names import IN_VAULT, Canary
from tests.canaries.surfaces import server_of


def leak(state: State, beside: Path) -> dict[str, str]:
    """Write canaries where they must not be, on the running system; place → the mark that has to be found there."""
    made = {}
    for number, (place, write) in enumerate(LEAKS.items()):
        made[place] = write(IN_VAULT[number], state, beside)
    return made


def _log(canary: Canary, state: State, _beside: Path) -> str:
    with state.log("web").open("a", encoding="utf-8") as log:
        log.write(f"2026-11-22 INFO somebody looked at {canary.full}\n")
    return canary.full


def _table(canary: Canary, state: State, _beside: Path) -> str:
    server = server_of(state)
    with psycopg2.connect(host=str(server.sockets), user=NAME, password=server.password, dbname=NAME) as door:
        door.cursor().execute("CREATE TABLE a_leak AS SELECT %s AS said", [canary.spelt("latin_2021")])
    return canary.spelt("latin_2021")


def _cache(canary: Canary, state: State, _beside: Path) -> str:
    door = redis.Redis(unix_socket_path=str(state.sockets() / "valkey.sock"))
    door.set("a-leak", "padding " * 40 + canary.spelt("russian") + " padding" * 40)
    return canary.spelt("russian")


def _temporary(canary: Canary, _state: State, beside: Path) -> str:
    (beside / "left-behind").write_text(canary.national, encoding="utf-16")
    return canary.national


def _json(canary: Canary, state: State, _beside: Path) -> str:
    (state.root / "scratch" / "kept.json").write_text(json.dumps({"name": canary.full}))
    return canary.full


def _base64(canary: Canary, state: State, _beside: Path) -> str:
    (state.root / "scratch" / "kept.b64").write_bytes(base64.b64encode(f"a{canary.spelt('bgn')} rest".encode()))
    return canary.spelt("bgn")


def _gzip(canary: Canary, state: State, _beside: Path) -> str:
    (state.root / "uploads" / "kept.bin").write_bytes(b"head " + gzip.compress(f"x {canary.iin} y".encode()))
    return canary.iin


def _digest(canary: Canary, state: State, _beside: Path) -> str:
    digest = hashlib.sha256(canary.full.encode()).hexdigest()
    with state.log("beat").open("a") as log:
        log.write(f"seen {digest}\n")
    return canary.full


def _file_name(canary: Canary, state: State, _beside: Path) -> str:
    (state.root / "store" / f"{canary.spelt('icao')}.pdf").write_bytes(b"")
    return canary.spelt("icao")


def _zipped(canary: Canary, state: State, _beside: Path) -> str:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inner.txt", "?q=" + quote(canary.street))
    (state.root / "static" / "kept.docx").write_bytes(into.getvalue())
    return canary.street


LEAKS: dict[str, Callable[[Canary, State, Path], str]] = {
    "a line of a log": _log,
    "a table": _table,
    "the cache": _cache,
    "a temporary file, UTF-16": _temporary,
    "a file, JSON escapes": _json,
    "a file, base64 out of phase": _base64,
    "an upload, gzip inside": _gzip,
    "a log, SHA-256": _digest,
    "the name of a file": _file_name,
    "a document, zip and URL encoding": _zipped,
}
