"""Directories of a test run: in memory where there is room, removed even after a run that was killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from inquiry.embedded.processes import identify

PREFIX = "inquiry-test-"
MEMORY = Path("/dev/shm")  # noqa: S108 - owner-only directories are made in it, never files
ROOM = 4 * 1024**3  # bytes


@contextlib.contextmanager
def temporary_directory() -> Iterator[Path]:
    """An owner-only directory named after this process; its path is short, a socket's has room for 107 bytes."""
    parent = _parent()
    _sweep(parent)
    me = identify(os.getpid())
    started = me.started if me else 0
    with tempfile.TemporaryDirectory(
        prefix=f"{PREFIX}{os.getpid()}-{started}-", dir=parent, ignore_cleanup_errors=True
    ) as name:
        yield Path(name)


def _parent() -> Path:
    fits = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if fits else Path(tempfile.gettempdir())


def _sweep(parent: Path) -> None:
    """Remove what runs of ours left behind whose process is gone."""
    for left in parent.glob(f"{PREFIX}*-*-*"):
        pid, _, rest = left.name.removeprefix(PREFIX).partition("-")
        who = identify(int(pid)) if pid.isdigit() else None
        if who is None or str(who.started) != rest.partition("-")[0]:
            shutil.rmtree(left, ignore_errors=True)
