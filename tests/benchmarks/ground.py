"""What the measurements stand on: tables, people, a corpus, and what a tree of processes costs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from evidence.ingestion.confine import prctl

PROJECT = Path(__file__).resolve().parents[2]
TICK = os.sysconf("SC_CLK_TCK")
OURS = ("inquiry", "evidence", "witnesses", "reports")
PR_SET_CHILD_SUBREAPER = 36


def prepare(*, pages: bool = False) -> None:
    """Django with every table, in the throw-away database of this run; with the static files too where pages are shown."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inquiry.settings"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = dict.fromkeys(OURS)  # tables straight from the models, as they are just now
    call_command("migrate", run_syncdb=True, verbosity=0)
    if pages:
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("check", verbosity=0)  # loads every address now, not in the first page that is timed


def corpus(into: Path) -> Path | None:
    """The open corpus as a folder: INQUIRY_CORPUS (a folder or a .tar.gz), else the one beside the project; None if absent."""
    named = os.environ.get("INQUIRY_CORPUS", "")
    found = Path(named) if named else PROJECT.parent / "shared" / "corpus" / "open.tar.gz"
    if found.is_dir() or not found.exists():
        return found if found.is_dir() else None
    with tarfile.open(found) as archive:
        archive.extractall(into, filter="data")
    return next((path.parent for path in into.rglob("manifest.csv")), None)


@dataclass
class Cost:
    """Memory and processor time of this process and everything below it; the figures stand still once it is left.

    Whoever loses its parent while this runs becomes a child of this process, so that nothing that ends goes uncounted.
    What the measuring itself costs is not counted.
    """

    peak: int = 0  # bytes, all processes together
    below: float = 0.0  # CPU seconds of workers and sandboxes
    own: float = 0.0  # and of this process
    database: float = 0.0  # and of the database's server
    _watching: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Cost:
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        self.below, self.own, self.database = -_cpu_below(), -time.process_time(), -database_cpu()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        self.own += time.process_time() - self._watching
        self.database += database_cpu()
        self.below += _cpu_below()

    @property
    def all_cpu(self) -> float:
        """Seconds of everything: workers, sandboxes, this process, and the database's server."""
        return self.below + self.own + self.database

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            self.peak = max(self.peak, sum(_memory(pid) for pid in descendants(os.getpid())))
            self._watching = time.thread_time()


def _cpu_below() -> float:
    """CPU seconds of everything below this process, of what has ended too."""
    me, total = os.getpid(), 0
    for pid in descendants(me):
        with suppress(OSError, IndexError):
            total += sum(int(ticks) for ticks in _stat(pid)[13 if pid == me else 11 : 15])
    return total / TICK


@contextmanager
def workers(count: int) -> Iterator[None]:
    """Workers that stand ready, as the whole system has them: `count` that read, one that indexes."""
    celery = [sys.executable, "-m", "celery", "-A", "inquiry", "worker", "-l", "ERROR"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    roles = [("ingest", count), ("long", 1)]
    running = [
        subprocess.Popen([*celery, "-Q", role, "-c", str(number), "-n", f"{role}@%h", *quiet], cwd=PROJECT)
        for role, number in roles
    ]
    try:
        yield
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def database_cpu() -> float:
    """CPU seconds of the database's server so far, with every connection that it served; 0 where it is not of this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    try:
        tree = descendants(int(_stat(backend)[1]))
        return sum(int(ticks) for pid in tree for ticks in _stat(pid)[11:13]) / TICK + _gone(tree[0])
    except (OSError, IndexError):
        return 0.0


def _gone(postmaster: int) -> float:
    """CPU seconds of connections that have ended."""
    return sum(int(ticks) for ticks in _stat(postmaster)[13:15]) / TICK


def descendants(root: int) -> list[int]:
    """The process and all below it, those in sandboxes included."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
            except (OSError, IndexError):
                continue
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += parents.get(pid, [])
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the command's name: state, parent, …"""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def _memory(pid: int) -> int:
    """Proportional set size in bytes: what is shared counts once over all."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def say(name: str, figure: float | str, unit: str) -> None:
    """One line of a measurement."""
    shown = f"{figure:,.2f}".rstrip("0").rstrip(".") if isinstance(figure, float) else str(figure)
    print(f"{name}: {shown} {unit}".rstrip(), flush=True)
