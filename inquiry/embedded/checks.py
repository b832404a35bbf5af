"""What is looked at before anything is started, so that a problem is a sentence and not a half-started system."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sys
from pathlib import Path

from inquiry.embedded.trouble import Trouble

OLDEST_PYTHON = (3, 11)
MEGABYTE = 1024 * 1024
ROOM_NEEDED = 1024 * MEGABYTE  # database 60 MB, its journal up to 500 MB, demonstration and its page images


def require_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise Trouble(f"Python 3.11 or newer is needed, and this is Python {found}; install python3.11.")


def require_room(directory: Path, needed: int = ROOM_NEEDED) -> None:
    """Raises: Trouble: the disk below `directory` has less than `needed` bytes left for us."""
    free = shutil.disk_usage(directory).free
    if free < needed:
        raise Trouble(
            f"The disk that holds {directory} has {free // MEGABYTE} MB free and {needed // MEGABYTE} MB are needed; "
            "make room, or choose a directory on another disk with --state."
        )


def require_port(port: int) -> None:
    """Raises: Trouble: nobody can listen on this port of 127.0.0.1, or we may not."""
    with socket.socket(socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
            door.listen(1)
        except OSError as problem:
            raise Trouble(_why_not(port, problem)) from problem


def _why_not(port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program; stop that program, or choose another port with --port."
    if problem.errno == errno.EACCES:
        return f"Port {port} is reserved for root; choose one above 1023 with --port."
    return f"Port {port} cannot be opened ({os.strerror(problem.errno or 0)}); choose another with --port."
