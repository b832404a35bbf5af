"""The vault process: answers on a unix socket, one message to a connection, for this system's own accounts only."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import signal
import socket
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections, connections

from witnesses.vault import calls, memory, wire
from witnesses.vault.peers import known, peer

THREADS = 8  # requests answered at a time; more wait, read already
AT_THE_DOOR = 48  # connections at a time, those that have said nothing yet among them
HEAD_PATIENCE = 1.0  # seconds for a connection to begin to speak
PATIENCE = 10.0  # seconds for a request to arrive and for an answer to be taken
LAST_ANSWERS = 5.0  # seconds for what is being answered when the end is asked for
LOOK_AROUND = 0.5  # seconds between looks whether to stop

log = logging.getLogger(__name__)


class Server:
    """Listens at `path` until it is told to stop."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stopping = threading.Event()
        self._free = threading.BoundedSemaphore(AT_THE_DOOR)
        self._asked: SimpleQueue[tuple[socket.socket, Any] | None] = SimpleQueue()

    def serve(self) -> None:
        """Answer until `stop`; what is being answered then is finished.

        Raises:
            ImproperlyConfigured: the socket's folder is open to others, or another vault listens there.
        """
        with _alone(self.path), socket.socket(socket.AF_UNIX) as listener:
            _listen(listener, self.path)
            threads = [threading.Thread(target=self._work, daemon=True) for _ in range(THREADS)]
            for thread in [*threads, threading.Thread(target=_warm, daemon=True)]:
                thread.start()
            log.info("The vault answers at %s.", self.path)
            while not self._stopping.is_set():
                self._accept(listener)
            self.path.unlink(missing_ok=True)
            for _ in threads:
                self._asked.put(None)
            for thread in threads:
                thread.join(LAST_ANSWERS)

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        self._stopping.set()

    def _accept(self, listener: socket.socket) -> None:
        """Take one connection when there is room, and read it where it keeps nobody from answering."""
        if not self._free.acquire(timeout=LOOK_AROUND):
            return
        try:
            door, _ = listener.accept()
        except TimeoutError:
            self._free.release()
            return
        threading.Thread(target=self._read, args=[door], daemon=True).start()

    def _read(self, door: socket.socket) -> None:
        """Hear what one connection asks; whoever says nothing leaves soon, and never had somebody who answers."""
        try:
            door.settimeout(HEAD_PATIENCE)
            if peer(door) in known():
                length = wire.announced(door)
                door.settimeout(PATIENCE)
                self._asked.put((door, wire.body(door, length)))
                return
        except wire.Silent:
            pass
        except (OSError, wire.Garbled) as problem:
            _log_early(problem)
        door.close()
        self._free.release()

    def _work(self) -> None:
        """Answer one after the other; the thread's connections to the databases end with it."""
        while asked := self._asked.get():
            self._answer(*asked)
        connections.close_all()

    def _answer(self, door: socket.socket, request: Any) -> None:
        try:
            with door:
                wire.send(door, answered(request))
        except (OSError, wire.Garbled) as problem:
            _log_early(problem)
        finally:
            self._free.release()


def _log_early(problem: Exception) -> None:
    log.warning("A connection ended early (%s).", type(problem).__name__)


def run(path: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    server = Server(path)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.stop)
    server.serve()


def answered(request: Any) -> dict[str, Any]:
    """The answer to one request; of a defect only where it happened is logged, since its message may hold what was asked."""
    close_old_connections()
    try:
        return calls.answer(request)
    except Exception as defect:
        log.error("A request failed: %s", where(defect))
        return {"failed": True}
    finally:
        close_old_connections()


def where(defect: BaseException) -> str:
    """The kind of a defect and the lines that led to it, without its message."""
    lines = traceback.extract_tb(defect.__traceback__)[-6:]
    return f"{type(defect).__name__} at " + " < ".join(
        f"{Path(row.filename).name}:{row.lineno}" for row in reversed(lines)
    )


def _warm() -> None:
    try:
        memory.warm()
    except Exception as defect:
        log.error("The vault was not read ahead: %s", where(defect))
    finally:
        connections.close_all()


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the place until the block ends, or the process does: the kernel lets go of it for whoever was killed."""
    folder = path.parent.stat()
    if folder.st_mode & 0o022 or folder.st_uid not in {0, os.geteuid()}:
        raise ImproperlyConfigured(f"Others may write into the folder of the vault's socket ({path.parent}).")
    with open(path.with_name(f"{path.name}.lock"), "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImproperlyConfigured(f"Another vault answers at {path} already.") from None
        yield


def _listen(listener: socket.socket, path: Path) -> None:
    path.unlink(missing_ok=True)
    before = os.umask(0o117 if settings.VAULT_PEERS else 0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(64)
    listener.settimeout(LOOK_AROUND)
