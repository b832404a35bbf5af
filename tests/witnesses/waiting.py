"""Waiting until another connection waits for a lock: what a race is tested with, instead of sleeping."""

from __future__ import annotations

import time

from django.db import connection

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
PATIENCE = 20.0  # seconds


def until_one_waits() -> None:
    """Return as soon as somebody waits for what this connection has locked.

    Raises:
        AssertionError: nobody did for `PATIENCE` seconds.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            (found,) = cursor.fetchone()
        if found:
            return
        time.sleep(0.01)
    raise AssertionError("Nobody waits for a lock.")
