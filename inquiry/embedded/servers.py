"""The two embedded servers of an installation: started when the environment names none of the operator's own."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inquiry.embedded.postgres import Postgres
from inquiry.embedded.processes import Child, ask, end_stale, gone, residents
from inquiry.embedded.state import State
from inquiry.embedded.supervisor import Service, Supervisor
from inquiry.embedded.trouble import Trouble
from inquiry.embedded.valkey import Valkey

STOP_POSTGRES = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))
STOP_VALKEY = ((signal.SIGTERM, 10.0),)


def end_leftovers(state: State) -> None:
    """End what an earlier launcher, killed without warning, may have left running on this state."""
    users = [record for record in state.records() if record.name != "postgresql"]
    end_stale(users, marker=f"STATE_DIR={state.root}", patience=3.0)
    _end_postgres(state.postgres_home / "data")
    for file in state.sockets().iterdir():
        file.unlink()
    state.write_records([])


def _end_postgres(data: Path) -> None:
    """End every PostgreSQL process on this data directory, then remove the lock file that would refuse a new one.

    PostgreSQL keeps the lock while a process of that number exists, be it a zombie or a stranger. Only when no process
    works in the directory any more may the lock be taken away: two servers on one directory would destroy it.
    """
    data = data.resolve()
    for number, patience in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        found = list(residents(data))
        for who in found:
            ask(who, number)
        for who in found:
            gone(who, patience)
    if next(residents(data), None):
        raise Trouble(f"A PostgreSQL process on {data} cannot be ended; end it, or restart the machine.")
    (data / "postmaster.pid").unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things are reached. `vault` is empty where the operator's own database server holds none for it."""

    database: str
    queue: str
    vault: str


def start_servers(state: State, supervisor: Supervisor) -> Addresses:
    """Start what is not named in DATABASE_URL and REDIS_URL; returns the addresses in use."""
    valkey = None if os.environ.get("REDIS_URL") else _valkey(state, supervisor)
    postgres = None if os.environ.get("DATABASE_URL") else _postgres(state, supervisor)
    return Addresses(
        postgres.url if postgres else os.environ["DATABASE_URL"],
        valkey.url if valkey else os.environ["REDIS_URL"],
        os.environ.get("VAULT_DATABASE_URL") or (postgres.vault_url if postgres else ""),
    )


def _postgres(state: State, supervisor: Supervisor) -> Postgres:
    known = state.secrets()
    passwords = known.keeper_password, known.database_password, known.vault_password
    server = Postgres(state.postgres_home, state.sockets(), *passwords, _sizes())
    account = server.prepare()
    env = _plain_environment(state)
    child = supervisor.start(Service("postgresql", lambda log: server.start(account, log=log, env=env), STOP_POSTGRES))
    with _log_named(state, "postgresql"):
        server.wait(child)
        furnished = f"{server.data} with vault"
        if state.stamp("postgresql") != furnished:
            server.furnish()
            state.set_stamp("postgresql", furnished)
    return server


def _valkey(state: State, supervisor: Supervisor) -> Valkey:
    server = Valkey(state.valkey_data, state.sockets())
    env = _plain_environment(state)
    child: Child = supervisor.start(Service("valkey", lambda log: server.start(log=log, env=env), STOP_VALKEY))
    with _log_named(state, "valkey"):
        server.wait(child)
    return server


def _plain_environment(state: State) -> dict[str, str]:
    """Servers get no secret of ours; the directory's name marks them as this installation's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "STATE_DIR": str(state.root)}


def _sizes() -> dict[str, str]:
    """PostgreSQL's memory, from the machine's: an eighth for its own cache, within 128 MB and 1 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (1024 * 1024)
    return {
        "shared_buffers": f"{min(1024, max(128, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "maintenance_work_mem": f"{min(256, max(64, memory // 32))}MB",
        "work_mem": "16MB",
        "random_page_cost": "1.1",
        "wal_compression": "on",
        "jit": "off",
        "log_min_error_statement": "panic",  # an error names no statement: it would carry what people typed
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "max_connections": "100",
    }


@contextlib.contextmanager
def _log_named(state: State, name: str) -> Iterator[None]:
    """Say beside a trouble where the server's own words are."""
    try:
        yield
    except Trouble as trouble:
        raise Trouble(f"{str(trouble).rstrip('.')}; {state.log(name)} says why.") from trouble
