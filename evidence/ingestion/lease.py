"""A job's lease, renewed by a thread of its own while a file is read: a stage may take longer than a lease lasts."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from django.db import DatabaseError, connection

from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job
from inquiry.shared import failpoints

EVERY = 5.0  # seconds; a lease lasts four times as long
SELDOM = 1.0  # seconds between two words on how far the reading of one file is
log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Somebody else has the job by now: write nothing more."""


class Lease:
    """`with Lease(job) as lease:` keeps the job ours; `lease.hold(…)` says how far the work is, or raises LeaseLost."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._over, self._lost = threading.Event(), threading.Event()
        self._told = time.monotonic()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def hold(self, *, stage: str = "", done: int | None = None, total: int | None = None) -> None:
        """Renew now, and tell. Raises LeaseLost."""
        if self._lost.is_set() or not jobs.advance(self.job, stage=stage, done=done, total=total):
            raise LeaseLost(self.job.about_ref)

    def tell(self, stage: str) -> None:
        """Say where the work is, at most once a second: most files are read in less. Raises LeaseLost."""
        if self._lost.is_set() or time.monotonic() - self._told > SELDOM:
            self._told = time.monotonic()
            self.hold(stage=stage)

    def finish(self) -> None:
        """End the job in the caller's transaction, which must roll back when this raises LeaseLost."""
        if not jobs.finish(self.job):
            raise LeaseLost(self.job.about_ref)

    def _renew(self) -> None:
        while not self._over.wait(EVERY):
            failpoints.reach("lease.renewing")
            try:
                if not jobs.advance(self.job):
                    self._lost.set()
            except DatabaseError:
                log.warning("The lease of %s could not be renewed; trying again.", self.job.about_ref)
            finally:
                connection.close()
