"""PostgreSQL from its wheel: made once, owner-only, on a socket, with checksums and a generated password."""
# ruff: noqa: S603 - the commands are our own, never a user's words

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection

from inquiry.embedded.account import Account, choose, give
from inquiry.embedded.processes import Child, spawn
from inquiry.embedded.programs import postgres_environment, postgres_programs
from inquiry.embedded.trouble import Trouble

KEEPER = "keeper"  # the server's superuser: makes the database, is never given to the application
NAME = "inquiry"  # database and role of the application; the role owns the database and nothing else
VAULT = "vault"  # database and role of the identity vault; neither role may enter the other's database


@dataclass(frozen=True, slots=True)
class Postgres:
    """One server: `home` holds its data, `sockets` its door; `settings` go to the command line."""

    home: Path
    sockets: Path
    keeper_password: str
    password: str
    vault_password: str
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def url(self) -> str:
        return self._url(NAME, self.password)

    @property
    def vault_url(self) -> str:
        return self._url(VAULT, self.vault_password)

    def _url(self, name: str, password: str) -> str:
        return f"postgres://{name}:{quote(password, safe='')}@/{name}?host={quote(str(self.sockets), safe='')}"

    def prepare(self) -> Account:
        """Make the data directory if there is none yet, and give it to the account that will run the server."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        account = choose(self.home, postgres_programs() / "postgres")
        give(self.sockets, account)
        if not (self.data / "PG_VERSION").exists():
            self._make(account)
        give(self.home, account)
        return account

    def _make(self, account: Account) -> None:
        """Build beside the final name, so that a start that was cut short leaves nothing half made."""
        building, words = self.home / "building", self.home / "words"
        shutil.rmtree(building, ignore_errors=True)
        give(self.home, account)
        words.touch(mode=0o600)
        words.write_text(self.keeper_password + "\n")
        if os.geteuid() == 0:
            os.chown(words, account.owner, account.owner)
        try:
            result = subprocess.run(
                [*account.prefix, *self._initdb(building, words)],
                env=postgres_environment(os.environ),
                capture_output=True,
                check=False,
            )
        finally:
            words.unlink()
        if result.returncode != 0:
            reason = result.stderr.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
            raise Trouble(f"PostgreSQL could not make its data directory {self.data}: {reason[-1]}.")
        building.rename(self.data)

    def _initdb(self, where: Path, words: Path) -> list[str]:
        return [
            str(postgres_programs() / "initdb"),
            f"--pgdata={where}",
            f"--username={KEEPER}",
            f"--pwfile={words}",
            "--auth=scram-sha-256",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
            "--data-checksums",
        ]

    def start(self, account: Account, *, log: IO[bytes], env: Mapping[str, str]) -> Child:
        """Start the server and return at once; `wait` says when it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **self.settings,
        }
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(postgres_programs() / "postgres"), "-D", str(self.data), *flags]
        return spawn(command, env=postgres_environment(env), stop_signal=signal.SIGINT, log=log, before=account.prefix)

    def wait(self, child: Child, *, seconds: float = 120.0) -> None:
        """Return when the server answers; after a crash it reads its journal first.

        Raises:
            Trouble: it ended, or does not answer in time.
        """
        until = time.monotonic() + seconds
        while True:
            try:
                self.connect("postgres").close()
                return
            except psycopg2.OperationalError as problem:
                if child.poll() is not None:
                    raise Trouble("PostgreSQL ended while starting.") from problem
                if "password authentication failed" in str(problem):
                    raise Trouble("PostgreSQL does not accept the password kept in the state directory.") from problem
                if time.monotonic() > until:
                    raise Trouble(f"PostgreSQL did not answer within {seconds:.0f} seconds.") from problem
            time.sleep(0.05)

    def furnish(self) -> None:
        """Make the roles and databases of the application and of the vault if they are missing.

        No role is superuser: the extensions that we use are trusted ones, which a database's owner may create.
        """
        door = self.connect("postgres")
        try:
            with door.cursor() as cursor:
                _furnish(cursor, NAME, self.password, "CREATEDB")
                _furnish(cursor, VAULT, self.vault_password, "NOCREATEDB")
        finally:
            door.close()

    def connect(self, database: str) -> connection:
        """A connection of the keeper, each statement for itself."""
        door: connection = psycopg2.connect(
            dbname=database, user=KEEPER, password=self.keeper_password, host=str(self.sockets), connect_timeout=5
        )
        door.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        return door


def _furnish(cursor: Any, name: str, password: str, may: str) -> None:
    """A role that signs in, and a database that it owns and nobody else may enter."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb, one = sql.SQL("ALTER" if cursor.fetchone() else "CREATE"), sql.Identifier(name)
    role = sql.SQL("{} ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}")
    cursor.execute(role.format(verb, one, sql.SQL(may), sql.Literal(password)))
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not cursor.fetchone():
        cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(one, one))
    cursor.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(one))
