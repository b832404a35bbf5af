"""Real attempts to break out, made by a child that is confined like any reader. Each must fail."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO


def attempts(target: dict[str, Any]) -> dict[str, bool]:
    """name of the attempt: True when it was denied. `target`: port, unix, canary, parent, writable, server."""
    tries: dict[str, Callable[[], object]] = {
        "connect to a TCP port": lambda: socket.create_connection(("127.0.0.1", target["port"]), 2),
        "send a datagram": lambda: _datagram(target["port"]),
        "connect to a unix socket": lambda: _unix(target["unix"]),
        "connect to an abstract socket": lambda: _unix("\0" + target["abstract"]),
        "read a file outside": lambda: _read(target["canary"]),
        "read the password file": lambda: _read("/etc/shadow"),
        "read the parent's environment": lambda: _read(f"/proc/{target['parent']}/environ"),
        "read the first process's environment": lambda: _read("/proc/1/environ"),
        "list the store": lambda: list(Path(target["folder"]).iterdir()),
        "write outside": lambda: _write(str(Path(target["folder"], "written"))),
        "write to the temporary folder": lambda: _write("/tmp/written"),  # noqa: S108
        "write beside the code": lambda: _write(str(Path(__file__).with_name("written"))),
        "start a program": lambda: subprocess.run(["/bin/true"], check=True),
        "fork": _fork,
        "fork without end": _bomb,
        "signal another process": lambda: os.kill(os.getppid() or 1, signal.SIGCONT),
        "trace another process": _trace,
        "keep memory in a nameless file": lambda: os.memfd_create("x"),
        "make a user namespace": _namespace,
        "raise its own limits": lambda: resource.setrlimit(resource.RLIMIT_AS, (2**40, 2**40)),
        "take more memory than allowed": lambda: bytearray(8 * 2**30),
        "become root again": lambda: os.setresuid(0, 0, 0) if os.getuid() else None,
    }
    return {name: _denied(attempt) for name, attempt in tries.items()}


def _denied(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, ValueError, MemoryError, subprocess.SubprocessError):
        return True
    return False


def _datagram(port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"x", ("127.0.0.1", port))


def _unix(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(path)


def _read(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(16)


def _write(path: str) -> None:
    with Path(path).open("wb") as file:
        file.write(b"x")


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def _bomb() -> None:
    """ValueError-free only when a hundred processes could be started."""
    started = []
    try:
        for _ in range(100):
            child = os.fork()
            if child == 0:
                signal.pause()
                os._exit(0)
            started.append(child)
    finally:
        for child in started:
            os.kill(child, signal.SIGKILL)


def _trace() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.ptrace(16, os.getppid() or 1, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def _namespace() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(0x10000000) != 0:
        raise OSError(ctypes.get_errno(), "unshare")


def rehearse(how: str, line: BinaryIO) -> None:
    """Fail on purpose, as the worst file would make a reader fail: for the tests of whoever must survive it."""
    if how == "crash":
        ctypes.string_at(0)
    elif how == "spin":
        while True:
            pass
    elif how == "sleep":
        time.sleep(600)
    elif how == "memory":
        held = []
        while True:
            held.append(b"x" * 2**26)
    elif how == "garbage":
        line.write(b"\xff" * 4096)
    elif how == "flood":
        while True:
            line.write(b"\0\0\0\x0c\0\0\0\0" + b'{"is":"Log"}')
    line.flush()
