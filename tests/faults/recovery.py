"""How long what a dead worker held waits until somebody goes on with it: watched from outside, several times a second.

A worker may have held a handful of files; they go on one by one, behind whatever else waits. So two figures are kept: until the
first of them went on, which leases and sweeps decide, and for each of them, which the backlog decides too.
"""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from inquiry.embedded.postgres import NAME, Postgres

EVERY, LONG = 0.2, 30.0  # seconds; what takes longer than LONG is told at once


@dataclass(frozen=True, slots=True)
class _Held:
    attempts: int
    owner: str


class Recoveries(threading.Thread):
    """`seconds`: for each worker that died, until the first of its jobs was taken up or ended. `each`: for each of the jobs."""

    def __init__(self, server: Postgres) -> None:
        super().__init__(daemon=True)
        self.seconds: list[float] = []
        self.each: list[float] = []
        self._known: set[str] = set()
        self._server, self._over = server, threading.Event()
        self._dead: dict[int, tuple[_Held, float]] = {}

    def run(self) -> None:
        """Watch until `stop`; a server that is being restarted is asked again."""
        while not self._over.is_set():
            try:
                self._watch()
            except psycopg2.Error:
                time.sleep(EVERY)

    def stop(self) -> None:
        """Watch no more."""
        self._over.set()
        self.join()

    def _watch(self) -> None:
        door = self._server.connect(NAME)
        try:
            while not self._over.wait(EVERY):
                with door.cursor() as cursor:
                    cursor.execute("SELECT id, attempts, lease_owner FROM inquiry_job WHERE status = 'running'")
                    self._look({pk: _Held(attempts, owner) for pk, attempts, owner in cursor.fetchall()})
        finally:
            door.close()

    def _look(self, running: dict[int, _Held]) -> None:
        now = time.monotonic()
        for pk, (held, since) in list(self._dead.items()):
            if running.get(pk) != held:
                del self._dead[pk]
                self._went_on(pk, held, now - since)
        for pk, held in running.items():
            if pk not in self._dead and not _lives(held.owner):
                self._dead[pk] = (held, now)

    def _went_on(self, pk: int, held: _Held, seconds: float) -> None:
        self.each.append(seconds)
        if held.owner not in self._known:
            self._known.add(held.owner)
            self.seconds.append(seconds)
            if seconds > LONG:
                sys.stderr.write(f"what {held.owner} held went on with job {pk} after {seconds:.0f} s\n")


def _lives(owner: str) -> bool:
    """Whether the process that has the lease is there, and is not merely waiting to be buried."""
    try:
        state = Path(f"/proc/{owner.rpartition(':')[2]}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
