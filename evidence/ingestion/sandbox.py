"""The caller's side of the sandbox: `Sandbox.read(file, request, into)` gives Findings, whatever the file does.

A ladder, never "limits only": bubblewrap, else Landlock with seccomp and another user, else SandboxUnavailable. One fork
server per Sandbox, restarted when it dies; one confined child per file. Not for several threads at once.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, cast

from evidence.ingestion import ending, launch, wire
from evidence.ingestion.findings import Findings, StageReport
from evidence.ingestion.stage import Limits, ReadRequest

GRACE_SECONDS = 10.0  # what the server may take beyond a file's wall clock before it is given up
START_SECONDS = 60.0
FINISH_SECONDS = 3.0


LEAKS = "Files are not read: the sandbox of this machine did not hold when it was tried. Tell the operator."


class SandboxUnavailable(Exception):
    """No way to read files safely on this machine; the message is a sentence for the operator."""


class SandboxLeaks(SandboxUnavailable):
    """A sandbox starts, but an attempt to break out of it was not denied: nothing is read in it."""


@dataclass(frozen=True)
class Probe:
    """level: bwrap, landlock or none. tried: attempt to break out → whether it was denied."""

    level: str
    tried: dict[str, bool]

    @property
    def holds(self) -> bool:
        """True when every attempt was denied."""
        return bool(self.tried) and all(self.tried.values())


def probe(level: str = "auto") -> Probe:
    """What this machine gives: starts a sandbox, tries to break out, stops it. Level `none` when none starts."""
    try:
        with Sandbox(level=level) as sandbox:
            return sandbox.probe()
    except SandboxUnavailable:
        return Probe("none", {})


@contextmanager
def bait() -> Iterator[dict[str, Any]]:
    """Something to reach for outside: a TCP port, two unix sockets, a folder with a canary file; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        Path(folder).chmod(0o777)
        canary = Path(folder, "canary")
        canary.write_text("a file of the store")
        canary.chmod(0o666)
        port = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        abstract = f"inquiry-probe-{os.getpid()}"
        for address in (str(Path(folder, "socket")), "\0" + abstract):
            line = stack.enter_context(socket.socket(socket.AF_UNIX))
            line.bind(address)
            line.listen()
        yield {
            "port": port.getsockname()[1],
            "unix": str(Path(folder, "socket")),
            "abstract": abstract,
            "canary": str(canary),
            "folder": folder,
            "parent": os.getpid(),
        }


class Sandbox:
    """A confined fork server and what it was started with."""

    def __init__(self, *, level: str = "auto", limits: Limits | None = None, uid: int = 65_533) -> None:
        """level: auto, bwrap or landlock. limits: used when a request carries none of its own. uid: whom root becomes."""
        self.limits = limits or Limits()
        self._uid = uid
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.level = self._choose(level)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _choose(self, wanted: str) -> str:
        """The first level at which the server starts. SandboxUnavailable when none does."""
        reasons = []
        for level in ("bwrap", "landlock") if wanted == "auto" else (wanted,):
            try:
                self._start(level)
            except (OSError, SandboxUnavailable, launch.CannotLaunch) as error:
                reasons.append(f"{level}: {error}")
                self.close()
            else:
                return level
        raise SandboxUnavailable(
            "Files cannot be read safely on this machine: neither bubblewrap nor the kernel's own confinement works. "
            f"Install bubblewrap. ({'; '.join(reasons)})"
        )

    # --- the server ---------------------------------------------------------------------------------------------------

    def _start(self, level: str) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._server = launch.start(level, theirs.fileno(), self._uid)
        finally:
            theirs.close()
        self._control = ours
        ours.settimeout(START_SECONDS)
        answer = ours.recv(4096)
        if b"ready" not in answer:
            raise SandboxUnavailable(f"its server did not start {answer.decode('utf-8', 'replace')}".strip())

    def finish(self) -> None:
        """End the server when nothing is being read: it goes by itself when nobody holds the line to it."""
        if self._control and self._server:
            self._control.close()
            self._control = None
            with suppress(subprocess.TimeoutExpired):
                self._server.wait(FINISH_SECONDS)
        self.close()

    def close(self) -> None:
        """Stop the server and whatever it was reading."""
        if self._control:
            self._control.close()
            self._control = None
        if self._server:
            with suppress(ProcessLookupError):
                os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait()
            self._server = None

    def _ask(self, order: dict[str, Any], *files: int) -> socket.socket:
        """Send an order; the line on which its frames arrive. Starts the server anew when it is gone."""
        ours, theirs = socket.socketpair()
        message = json.dumps(order).encode()
        with theirs:
            try:
                socket.send_fds(self._running(), [message], [*files, theirs.fileno()])
            except OSError:  # it died since it was last asked
                self.close()
                socket.send_fds(self._running(), [message], [*files, theirs.fileno()])
        return ours

    def _running(self) -> socket.socket:
        """The control socket of a server that lives."""
        if self._control is None or self._server is None or self._server.poll() is not None:
            self.close()
            self._start(self.level)
        if self._control is None:
            raise SandboxUnavailable("The sandbox is closed.")
        return self._control

    # --- one file -----------------------------------------------------------------------------------------------------

    def read(
        self, source: BinaryIO, request: ReadRequest, into: Path, on_stage: Callable[[StageReport], None] | None = None
    ) -> Findings:
        """Read one file. `source`: a regular file opened for reading. `into`: an empty owner-only folder for the bytes of
        children and pictures, the caller's to empty. `on_stage` is called as each stage ends.

        Never raises for what is in the file. SandboxUnavailable or OSError: the machine's fault, or somebody's who ended the
        reader (kill, no memory left); try again later.
        """
        for attempt in (1, 2):
            receiver = wire.Receiver(into, request.limits, on_stage)
            whole, broken = self._receive(receiver, source, request)
            if broken:
                self.close()  # what lied or hung is not waited for
            end = self._end(request.limits)
            if attempt == 1 and "server" in end and not broken and not receiver.running:
                continue  # the server had died before it took the file
            break
        _judge(receiver, end, whole, broken, request.limits)
        return receiver.findings

    def read_plain(self, files: Sequence[tuple[BinaryIO, ReadRequest]], into: Path) -> list[Findings | None]:
        """Read several small files in one child, as far as each is plain text; None for each that is to be read by itself.

        A child costs more than such a file. What is not plain text was not looked into beyond its first bytes.
        """
        found: list[Findings | None] = [None] * len(files)
        order = {"plain": [json.loads(request.to_json()) for _, request in files], "limits": asdict(self.limits)}
        with self._ask(order, *(file.fileno() for file, _ in files)) as line:
            line.settimeout(self.limits.wall_seconds + GRACE_SECONDS)
            try:
                with cast(BinaryIO, line.makefile("rb", 1 << 20)) as frames:
                    for number, (_, request) in enumerate(files):
                        found[number] = _one_plain(frames, number, wire.Receiver(into, request.limits))
            except (EOFError, OSError, wire.Hostile):
                self.close()  # the files after the one that went wrong are read by themselves too
                return found
        self._end(self.limits)
        return found

    def _receive(self, receiver: wire.Receiver, source: BinaryIO, request: ReadRequest) -> tuple[bool, str]:
        """(whether the reader came to its end, what was wrong with what it sent)."""
        with self._ask(json.loads(request.to_json()), source.fileno()) as line:
            line.settimeout(request.limits.wall_seconds + GRACE_SECONDS)
            try:
                with cast(BinaryIO, line.makefile("rb", 1 << 20)) as frames:
                    while receiver.take(*wire.receive(frames)):
                        pass
            except (EOFError, ConnectionError):
                return False, ""
            except TimeoutError:
                return False, "late"
            except wire.Hostile as error:
                return False, str(error)
            finally:
                receiver.close()
        return True, ""

    def probe(self) -> Probe:
        """Try to break out, in a child confined like any other. Opens a listening port and a canary file to aim at."""
        with bait() as target, Path(os.devnull).open("rb") as nothing:
            line = self._ask({"probe": target, "limits": asdict(self.limits)}, nothing.fileno())
            with line:
                line.settimeout(60)
                with cast(BinaryIO, line.makefile("rb")) as frames:
                    what, _ = wire.receive(frames)
            self._end(self.limits)
        tried = {str(name): bool(denied) for name, denied in dict(what.get("tried", {})).items()}
        return Probe(self.level, tried)

    def _end(self, limits: Limits) -> dict[str, Any]:
        """How the child ended, as the server says; a server that does not say is killed."""
        with suppress(OSError, ValueError):
            if self._control is not None:
                self._control.settimeout(limits.wall_seconds + GRACE_SECONDS)
                message = self._control.recv(4096)
                if message:
                    return dict(json.loads(message))
        self.close()
        return {"exit": -signal.SIGKILL, "late": False, "cpu": 0.0, "memory": 0, "server": "lost"}


def _one_plain(frames: BinaryIO, number: int, receiver: wire.Receiver) -> Findings | None:
    """The findings of one of several files. Raises Hostile for whatever plain text cannot give."""
    what, _ = wire.receive(frames)
    if what.get("is") != "File" or what.get("number") != number:
        raise wire.Hostile("a file out of turn")
    if not what.get("plain"):
        return None
    while receiver.take(*wire.receive(frames)):
        pass
    if receiver.findings.children or receiver.findings.renditions:
        raise wire.Hostile("plain text with something inside")
    return receiver.findings


def _judge(receiver: wire.Receiver, end: dict[str, Any], whole: bool, broken: str, limits: Limits) -> None:
    found = receiver.findings
    found.cpu_seconds, found.peak_memory_bytes = float(end["cpu"]), int(end["memory"])
    if whole:
        return
    if not broken and ending.is_of_others(end, limits):
        raise SandboxUnavailable(f"A reader was ended from outside ({ending.words(end, broken)}).")
    found.log.append(f"{receiver.running or 'start'}: {ending.words(end, broken)}")
    trouble = ending.verdict(end, broken, limits)
    found.add(trouble)
    found.add(StageReport(receiver.running or "identify", "", trouble.outcome, trouble.sentence))
