"""A real clamd with two signatures of our own, for the tests; absent where the program is."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

MARKED = b"a sentence by which the tests know what is to be found"
# The file that scanners know by agreement, put together here so that none of them finds it in the repository.
AGREED = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """`start()` and `stop()` at will; `socket` is where it listens."""

    def __init__(self, folder: Path, *, largest: str = "5M") -> None:
        self.socket = folder / "clamd.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self._settings = folder / "clamd.conf"
        signatures = folder / "signatures"
        signatures.mkdir(parents=True)
        lines = {"Tests.Marked": MARKED, "Tests.Agreed": AGREED}
        text = "".join(f"{name}:0:*:{content.hex()}\n" for name, content in lines.items())
        (signatures / "tests.ndb").write_text(text)
        said = {
            "LocalSocket": self.socket,
            "DatabaseDirectory": signatures,
            "Foreground": "yes",
            "User": "root",
            "StreamMaxLength": largest,
            "TemporaryDirectory": folder,
            "LogFile": folder / "clamd.log",
        }
        self._settings.write_text("".join(f"{name} {value}\n" for name, value in said.items()))

    def start(self) -> None:
        program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
        if program is None:
            pytest.skip("clamd is not installed")
        self._process = subprocess.Popen([program, "-c", str(self._settings)], stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while not self._answers():
            assert self._process.poll() is None, "clamd ended while starting"
            assert time.monotonic() < until, "clamd does not answer"
            time.sleep(0.1)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self.socket.unlink(missing_ok=True)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(self.socket))
                line.sendall(b"zPING\0")
                return line.recv(16).startswith(b"PONG")
        except OSError:
            return False
