"""How long the job of a dead worker waits until somebody goes on with it: watched from outside, several times a second."""

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
    """`seconds` has, for each job whose worker died, how long it took until it was taken up or ended."""

    def __init__(self, server: Postgres) -> None:
        super().__init__(daemon=True)
        self.seconds: list[float] = []
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
                self.seconds.append(now - since)
                if now - since > LONG:
                    sys.stderr.write(f"job {pk} of {held.owner} went on after {now - since:.0f} s\n")
                del self._dead[pk]
        for pk, held in running.items():
            if pk not in self._dead and not _lives(held.owner):
                self._dead[pk] = (held, now)


def _lives(owner: str) -> bool:
    """Whether the process that has the lease is there, and is not merely waiting to be buried."""
    try:
        state = Path(f"/proc/{owner.rpartition(':')[2]}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
