"""A whole system on a state that is thrown away: PostgreSQL, queue, web, workers, beat, and somebody who restarts what died."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from inquiry.embedded.account import Account
from inquiry.embedded.postgres import Postgres
from inquiry.embedded.processes import Child, end, kill_group, leash
from inquiry.embedded.temporary import temporary_directory
from inquiry.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
QUIET = ["--without-gossip", "--without-mingle", "--prefetch-multiplier", "1", "-O", "fair", "-l", "WARNING"]
CELERY = [sys.executable, "-m", "celery", "-A", "inquiry"]
SIZES = {
    "fsync": "off",  # the machine does not lose its power: a commit that was answered is there after any kill
    "full_page_writes": "off",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
    "max_connections": "60",
}
ROLES = ("web", "ingest", "default")


class System:
    """Everything that runs. `pids` of what was started; `kill(role)` kills it with all it started."""

    def __init__(self, state: Path, *, scanner: bool = True) -> None:
        """scanner: with a malware scanner set up; without one small texts are read a handful at a time."""
        self.state, self.points, self.scanner = state, state / "points", scanner
        for name in ("run", "store", "uploads", "scratch", "log", "points/done"):
            (state / name).mkdir(parents=True, exist_ok=True)
        self.postgres = Postgres(state / "postgresql", state / "run", "throw-away", "throw-away", "throw-away", SIZES)
        self.valkey = Valkey(state / "valkey", state / "run", durable=False)
        self.port, self.children = _free_port(), dict[str, Child]()
        self._account: Account | None = None
        self._guard, self._over = threading.RLock(), threading.Event()
        self.environment = self._environment()

    def _environment(self) -> dict[str, str]:
        made = {
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "STATE_DIR": str(self.state),
            "STORAGE_ROOT": str(self.state / "store"),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "127.0.0.1",
            "PLAIN_HTTP_ON_LOOPBACK": "yes",
            "FAILPOINTS": str(self.points),
            "INQUIRY_CLAMD": str(self.state / "run" / "scanner.sock") if self.scanner else "",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": str(ROOT),
            "LOG_LEVEL": "WARNING",
        }
        without = ("VAULT_DATABASE_URL", "VAULT_SOCKET", "VAULT_KEY_FILE", "STORAGE", "UPLOAD_ROOT", "SCRATCH_ROOT")
        return {**{key: value for key, value in os.environ.items() if key not in without}, **made}

    # --- start and stop -----------------------------------------------------------------------------------------------

    def start_servers(self) -> None:
        """The database and the queue, empty."""
        self._account = self.postgres.prepare()
        self.start("postgres")
        self.postgres.furnish()
        self.start("queue")

    def start(self, role: str) -> None:
        """Start one, and wait for the servers until they answer."""
        with self._guard, (self.state / "log" / f"{role}.log").open("ab") as log:
            if role == "postgres" and self._account:
                (self.postgres.data / "postmaster.pid").unlink(missing_ok=True)
                self.children[role] = self.postgres.start(self._account, log=log, env=os.environ)
                self.postgres.wait(self.children[role])
            elif role == "queue":
                self.children[role] = self.valkey.start(log=log, env=os.environ)
                self.valkey.wait(self.children[role])
            else:
                self.children[role] = subprocess.Popen(
                    [*leash(signal.SIGKILL), *self._command(role)],
                    env={**self.environment, "FAULTS_CLOCK": "no" if role == "web" else "yes"},
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def _command(self, role: str) -> list[str]:
        if role == "web":
            flags = f"--bind 127.0.0.1:{self.port} --workers 1 --threads 6 --preload --timeout 60 --no-control-socket"
            return [sys.executable, "-m", "gunicorn", "inquiry.wsgi", *flags.split()]
        if role == "ingest":
            return [*CELERY, "worker", "-Q", "ingest", "-c", "2", "-n", "ingest@%h", *QUIET]
        schedule = str(self.state / "beat")
        return [*CELERY, "worker", "-B", "-s", schedule, "-Q", "default,long", "-c", "2", "-n", "default@%h", *QUIET]

    def watch(self) -> threading.Thread:
        """Start whatever died again, within a second, until `stop`."""

        def watched() -> None:
            while not self._over.wait(0.3):
                for role in ROLES:
                    with self._guard:
                        child = self.children.get(role)
                        if not self._over.is_set() and (child is None or child.poll() is not None):
                            self.start(role)

        thread = threading.Thread(target=watched, daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End everything that was started here."""
        self._over.set()
        with self._guard:
            for role in (*ROLES, "queue", "postgres"):
                if role in self.children:
                    for pid in self.below(role):
                        _kill(pid)
                    end(self.children[role], [(2, 5.0), (3, 5.0)] if role == "postgres" else [])

    # --- faults -------------------------------------------------------------------------------------------------------

    def kill(self, role: str, number: int = signal.SIGKILL) -> None:
        """Kill one with all it started, at once."""
        child = self.children[role]
        if role == "postgres":
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.pid, number)
            child.wait(timeout=30)
            return
        for pid in self.below(role):
            _kill(pid)
        kill_group(child.pid)
        child.wait(timeout=30)

    def restart(self, role: str, number: int = signal.SIGKILL) -> None:
        """Kill a server and start it anew on what it left behind."""
        with self._guard:
            self.kill(role, number)
            time.sleep(0.3)
            self.start(role)

    def below(self, role: str) -> list[int]:
        """All processes that descend from one of ours."""
        parents = _parents()
        found, more = list[int](), [self.children[role].pid]
        while more:
            more = [pid for pid, parent in parents.items() if parent in more]
            found += more
        return found

    def parsers(self) -> tuple[list[int], list[int]]:
        """(the sandboxes' servers, the children that read a file now) of all workers."""
        parents, servers = _parents(), list[int]()
        below = self.below("ingest")
        named = [
            pid
            for pid in below
            if b"evidence.ingestion.server" in _command_of(pid) and b"bwrap" not in _command_of(pid)
        ]
        servers = [pid for pid in named if parents.get(pid) not in named]
        return servers, [pid for pid in named if parents.get(pid) in named]


@contextlib.contextmanager
def system(*, scanner: bool = True) -> Iterator[System]:
    """A system without tables and without web and workers; gone afterwards."""
    with temporary_directory() as folder:
        made = System(folder, scanner=scanner)
        try:
            made.start_servers()
            yield made
        finally:
            made.stop()
            for name in ("store", "scratch"):
                shutil.rmtree(folder / name, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _parents() -> dict[int, int]:
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
