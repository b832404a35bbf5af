"""Valkey from its wheel: the queue's doorbell and the cache, on a socket that only its owner may open."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inquiry.embedded.processes import Child, spawn
from inquiry.embedded.programs import valkey_program
from inquiry.embedded.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Valkey:
    """One server: `data` for its journal, `sockets` for its door; `durable` keeps the journal."""

    data: Path
    sockets: Path
    durable: bool = True

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def start(self, *, log: IO[bytes], env: Mapping[str, str]) -> Child:
        """Start the server and return at once; `wait` says when it answers."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        return spawn(self._command(), env=env, stop_signal=signal.SIGTERM, log=log)

    def _command(self) -> list[str]:
        flags = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "databases": "16",
            "daemonize": "no",
        }
        return [str(valkey_program()), *(word for name, value in flags.items() for word in (f"--{name}", value))]

    def wait(self, child: Child, *, seconds: float = 60.0) -> None:
        """Return when the server answers; a long journal takes a while to read.

        Raises:
            Trouble: it ended, or does not answer in time.
        """
        until = time.monotonic() + seconds
        while not self.answers():
            if child.poll() is not None:
                raise Trouble("Valkey ended while starting.")
            if time.monotonic() > until:
                raise Trouble(f"Valkey did not answer within {seconds:.0f} seconds.")
            time.sleep(0.02)

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as door:
                door.settimeout(2.0)
                door.connect(str(self.socket))
                door.sendall(b"PING\r\n")
                return door.recv(16).startswith(b"+PONG")
        except OSError:
            return False
