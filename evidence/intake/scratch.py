"""What killed processes leave behind in plain text: found by its name, taken away once nobody can be at work on it."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path

from evidence import storage

LEFT_BEHIND = 4 * 3600  # seconds in which nothing in it changed
OURS = (
    "spool-*",
    "read-*",
    "tmp*.upload*",
)  # spools of the store, folders of readings, what Django took in from a form


def clean() -> int:
    """Take away every name of ours that has not changed for hours and that no process holds; returns how many."""
    before = time.time() - LEFT_BEHIND
    return sum(_taken_away(path) for path in _left() if _newest(path) < before)


def _left() -> Iterator[Path]:
    for folder in storage.spools():
        for path in folder.iterdir():
            if any(fnmatchcase(path.name, name) for name in OURS):
                yield path


def _newest(path: Path) -> float:
    """When anything of it changed last; now, when it goes away while it is looked at."""
    try:
        inside: Iterable[Path] = path.rglob("*") if path.is_dir() and not path.is_symlink() else ()
        return max(float(one.lstat().st_mtime) for one in (path, *inside))
    except FileNotFoundError:
        return time.time()


def _taken_away(path: Path) -> bool:
    with _free(path) as free:
        if free and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif free:
            path.unlink(missing_ok=True)
    return free


@contextmanager
def _free(path: Path) -> Iterator[bool]:
    """Whether no living process holds it (`storage.held`). A name that cannot be opened is a dead link or gone: free."""
    descriptor = -1
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    if descriptor < 0:
        yield True
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        free = True
    except BlockingIOError:
        free = False
    try:
        yield free
    finally:
        os.close(descriptor)
