"""Child processes that do not outlive the launcher, and are never confused with a stranger of the same number."""
# ruff: noqa: S603 - the commands are our own, never a user's words

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

PROC = Path("/proc")
Child = subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Identity:
    """A process for certain: numbers are used again; a number with its start (clock ticks since boot) is not."""

    pid: int
    started: int
    boot: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the state remembers of a child: who it was, and the signal that ends it cleanly."""

    name: str
    identity: Identity
    stop_signal: int

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, object]) -> Record:
        identity = row["identity"]
        if not isinstance(identity, Mapping):
            raise TypeError("A process record names no process.")
        who = Identity(int(identity["pid"]), int(identity["started"]), str(identity["boot"]))
        return cls(str(row["name"]), who, int(str(row["stop_signal"])))


def boot() -> str:
    """The running kernel's own name for this boot: start times count from it."""
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the command's name, which may hold spaces and brackets: state first."""
    return (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()


def identify(pid: int) -> Identity | None:
    """Who runs under this number now; None when nobody does, or only a zombie."""
    try:
        fields = _stat(pid)
    except (FileNotFoundError, ProcessLookupError):
        return None
    return None if fields[0] == "Z" else Identity(pid, int(fields[19]), boot())


def alive(identity: Identity) -> bool:
    return identify(identity.pid) == identity


def leash(stop_signal: int) -> list[str]:
    """A command prefix: the kernel sends `stop_signal` to the child when the launcher dies, however it dies."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal.Signals(stop_signal).name.removeprefix("SIG")] if setpriv else []


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    stop_signal: int,
    log: IO[bytes],
    before: Sequence[str] = (),
    cwd: Path | None = None,
) -> Child:
    """Start `command` in a session of its own (the terminal's Ctrl-C reaches only the launcher), output into `log`.

    `before` is a prefix that changes identity; it comes first, because a change of identity cuts the leash.
    """
    return subprocess.Popen(
        [*before, *leash(stop_signal), *command],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def end(child: Child, stop: Sequence[tuple[int, float]]) -> None:
    end_all([(child, stop)])


def end_all(children: Sequence[tuple[Child, Sequence[tuple[int, float]]]]) -> None:
    """Ask children to end, all at once, by each (signal, seconds of patience) of their rows in turn.

    What remains of their sessions then is killed.
    """
    for turn in range(max((len(stop) for _, stop in children), default=0)):
        asked = [(child, stop[turn]) for child, stop in children if turn < len(stop) and child.poll() is None]
        for child, (number, _) in asked:
            child.send_signal(number)
        until = time.monotonic() + max((patience for _, (_, patience) in asked), default=0.0)
        for child, _ in asked:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.05, until - time.monotonic()))
    for child, _ in children:
        kill_group(child.pid)
        child.wait()


def kill_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def end_stale(records: Sequence[Record], *, marker: str, patience: float) -> None:
    """End children that an earlier launcher left behind, with what is left of their sessions; never anybody else.

    The kernel has already asked them when the launcher died; they get `patience` seconds together. `marker` is a line
    of the environment that only our children carry (`STATE_DIR=…`): when a leader is gone its number may belong to
    somebody else's session, so the rest of a session is recognised by it.
    """
    for record in records:
        ask(record.identity, record.stop_signal)
    until = time.monotonic() + patience
    for record in records:
        if not gone(record.identity, max(0.0, until - time.monotonic())):
            kill_group(record.identity.pid)
            gone(record.identity, patience)
    sessions = {record.identity.pid for record in records if record.identity.boot == boot()}
    for left in session_members(sessions, marker):
        ask(left, signal.SIGKILL)
        gone(left, patience)


def gone(identity: Identity, patience: float) -> bool:
    """Wait until the process has ended; False when it is still there after `patience` seconds."""
    until = time.monotonic() + patience
    while alive(identity):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def residents(directory: Path) -> Iterator[Identity]:
    """Processes that work in `directory`: PostgreSQL's, of whatever session, stay in their data directory."""
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                found = identify(int(entry.name)) if (entry / "cwd").readlink() == directory else None
                if found:
                    yield found


def session_members(sessions: Set[int], marker: str) -> Iterator[Identity]:
    """Processes of these sessions that carry `marker` in the environment they were started with."""
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            ours = int(_stat(int(entry.name))[3]) in sessions
            if ours and marker.encode() in (entry / "environ").read_bytes().split(b"\0"):
                found = identify(int(entry.name))
                if found:
                    yield found


def ask(identity: Identity, number: int) -> None:
    """Send a signal to this very process, if it is still there."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if alive(identity):
            os.kill(identity.pid, number)
