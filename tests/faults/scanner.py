"""A malware scanner that finds nothing, may be switched off, and may fall silent: the protocol's few words and no more."""

from __future__ import annotations

import socketserver
import struct
import threading
import time
from pathlib import Path
from typing import Any


class _Door(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    mood = "well"


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        command = self._word()
        if server.mood == "mute":
            time.sleep(1)
            return
        if command == b"zVERSION":
            self.wfile.write(b"ClamAV 1.0.0/1/today\0")
            return
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            self.rfile.read(size)
        self.wfile.write(b"stream: OK\0")

    def _word(self) -> bytes:
        word = b""
        while (byte := self.rfile.read(1)) not in (b"\0", b""):
            word += byte
        return word

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return


class Scanner:
    """`down()`, `mute()` and `up()` at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._door: _Door | None = None

    def up(self) -> None:
        """Answer, from now on."""
        self.down()
        self._path.unlink(missing_ok=True)
        self._door = _Door(str(self._path), _Line)
        threading.Thread(target=self._door.serve_forever, args=(0.1,), daemon=True).start()

    def mute(self) -> None:
        """Take what comes and hang up without an answer."""
        if self._door is not None:
            self._door.mood = "mute"

    def down(self) -> None:
        """Be gone."""
        if self._door is not None:
            self._door.shutdown()
            self._door.server_close()
            self._path.unlink(missing_ok=True)
            self._door = None
