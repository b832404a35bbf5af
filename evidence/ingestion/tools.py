"""Programs of the system that turn one file into another, each run in a bubblewrap of its own; what comes out is hostile too.

The sandbox in which files are read may start no program, so a tool is run by the worker, before or after a reading, and
its bytes are then read in the sandbox like those of any file. A tool sees /usr, its input and an empty /tmp: no network, no
file of ours, no variable of ours, no other process; it is killed with all it started when its time is over or its answer
grows too long.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import BinaryIO

from evidence.ingestion import confine

INPUT, OUTPUT = "{input}", "{output}"  # in arguments: the file to read; a file or folder whose bytes are the answer
_IN, _OUT = "/in/document", "/tmp/output"  # noqa: S108  the tool's own, not the machine's
_ENVIRONMENT = {"HOME": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}  # noqa: S108
_SHARED = ("/etc/ld.so.cache", "/etc/fonts", "/etc/libreoffice", "/etc/alternatives")
_LINKS = ("/lib", "/lib64", "/bin", "/sbin")
_UID = "65533"  # whom root becomes
_LIMITED = "ulimit -c 0; ulimit -t {cpu}; ulimit -v {memory}; ulimit -f {file}; ulimit -n 256; "
_FORKS = "ulimit -u {processes} 2>/dev/null || ulimit -p {processes} 2>/dev/null; "
_PLAIN = 'exec "$@"'
_FETCHED = f'"$@" >/dev/null || exit 1; if [ -d {_OUT} ]; then exec cat {_OUT}/*; else exec cat {_OUT}; fi'


class ToolMissing(Exception):
    """The program, or bubblewrap, is not on this machine; the message is a sentence for the operator."""


class ToolFailed(Exception):
    """The program did not do it with this file; the message is a sentence for a secretary."""


@dataclass(frozen=True, slots=True)
class ToolLimits:
    """What one run may cost: seconds, bytes, processes and threads."""

    wall_seconds: float = 120.0
    cpu_seconds: int = 110
    memory_bytes: int = 1_536 * 2**20
    input_bytes: int = 256 * 2**20
    output_bytes: int = 128 * 2**20
    scratch_bytes: int = 256 * 2**20
    processes: int = 64


def available(program: str) -> bool:
    """Whether `run` could start this program here."""
    try:
        _found(program), _found("bwrap")
    except ToolMissing:
        return False
    return True


def run(program: str, arguments: list[str], given: BinaryIO, limits: ToolLimits | None = None) -> bytes:
    """What `program` makes of one file.

    arguments: INPUT stands for the file's path; with OUTPUT among them the answer is what the program wrote there (a file,
    or all files of a folder), otherwise what it printed. given: a file opened for reading; its position is kept.

    Raises:
        ToolMissing: the program or bubblewrap is not installed.
        ToolFailed: it took too long, said too much, crashed, or gave nothing.
    """
    limits, path, wall = limits or ToolLimits(), _found(program), _found("bwrap")
    script = _PLAIN if not any(OUTPUT in one for one in arguments) else _FETCHED
    filled = [one.replace(INPUT, _IN).replace(OUTPUT, _OUT) for one in arguments]
    with _input(given, limits) as data, tempfile.TemporaryFile() as rules:
        rules.write(confine.tool_filter())
        rules.seek(0)
        command = [wall, *_box(data, rules.fileno(), limits), *_inside(script, limits), path, *filled]
        started = subprocess.Popen(  # noqa: S603  the program is ours to name, its arguments are made here
            command,
            env={},
            pass_fds=(data, rules.fileno()),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return _answer(started, limits)
        finally:
            _end(started)


def _found(program: str) -> str:
    """The path of a program of the system; ToolMissing when it has none below /usr."""
    path = shutil.which(program, path="/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
    if not path or not os.path.realpath(path).startswith("/usr/"):
        raise ToolMissing(f"The program {program} is not installed on this machine.")
    return path


@contextmanager
def _input(given: BinaryIO, limits: ToolLimits) -> Iterator[int]:
    """A descriptor at the start of the file; what is only in memory is put into a nameless file first."""
    try:
        number, before = given.fileno(), given.tell()
    except OSError:  # io.UnsupportedOperation too: no file of the system behind it
        with tempfile.TemporaryFile() as held:
            shutil.copyfileobj(given, held)
            held.flush()
            with _input(held, limits) as number:
                yield number
        return
    if os.fstat(number).st_size > limits.input_bytes:
        raise ToolFailed(f"The file is larger than {limits.input_bytes // 2**20} MB and was not converted.")
    os.lseek(number, 0, os.SEEK_SET)
    try:
        yield number
    finally:
        given.seek(before)


def _box(data: int, rules: int, limits: ToolLimits) -> list[str]:
    """bubblewrap's arguments: everything unshared, /usr to read, a bounded /tmp to write, the input to read."""
    made = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    made += ["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"]
    if os.getuid() == 0:
        made += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        made += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    made += ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    for path in _LINKS:
        if Path(path).is_symlink():
            made += ["--symlink", str(Path(path).readlink()), path]
        elif Path(path).is_dir():
            made += ["--ro-bind", path, path]
    made += ["--perms", "0755", "--dir", "/etc"]
    for path in _SHARED:
        made += ["--ro-bind-try", path, path]
    made += ["--perms", "0755", "--dir", "/in", "--perms", "0444", "--ro-bind-data", str(data), _IN]
    made += ["--perms", "1777", "--size", str(limits.scratch_bytes), "--tmpfs", "/tmp"]  # noqa: S108
    for name, value in _ENVIRONMENT.items():
        made += ["--setenv", name, value]
    return [*made, "--seccomp", str(rules), "--remount-ro", "/", "--chdir", "/tmp", "--"]  # noqa: S108


def _inside(script: str, limits: ToolLimits) -> list[str]:
    """What bubblewrap starts: away from root, limits that cannot be raised again, then the tool."""
    bounds = (_LIMITED + _FORKS).format(
        cpu=limits.cpu_seconds,
        memory=limits.memory_bytes // 1024,
        file=max(limits.scratch_bytes, limits.output_bytes) // 512,
        processes=limits.processes,
    )
    user = ["/usr/bin/setpriv", "--reuid", _UID, "--regid", _UID, "--clear-groups", "--inh-caps=-all", "--"]
    shell = ["/bin/sh", "-c", f"{bounds}{script}", "sh"]
    return [*user, *shell] if os.getuid() == 0 else shell


def _answer(started: subprocess.Popen[bytes], limits: ToolLimits) -> bytes:
    """All it prints, within the bounds."""
    parts, size, until = list[bytes](), 0, time.monotonic() + limits.wall_seconds
    if started.stdout is None:
        raise ToolFailed("The program could not be heard.")
    with DefaultSelector() as ready:
        ready.register(started.stdout, EVENT_READ)
        while ready.select(max(0.0, until - time.monotonic())):
            part = os.read(started.stdout.fileno(), 1 << 18)
            if not part:
                break
            parts.append(part)
            size += len(part)
            if size > limits.output_bytes:
                raise ToolFailed("Converting the file gave more than is allowed; it was stopped.")
        else:
            raise ToolFailed(f"Converting the file took longer than {limits.wall_seconds:.0f} seconds; it was stopped.")
    with suppress(subprocess.TimeoutExpired):
        if started.wait(max(0.1, until - time.monotonic())) == 0 and size:
            return b"".join(parts)
    raise ToolFailed("The file could not be converted: it is damaged, or of a kind that the program does not know.")


def _end(started: subprocess.Popen[bytes]) -> None:
    """Nothing of the run stays: bubblewrap takes all processes inside with it."""
    with suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    if started.stdout is not None:
        started.stdout.close()
