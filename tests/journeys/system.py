"""The whole system as a new user starts it: `script/server` with a state of its own, and who may sign in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from inquiry.embedded.testing import MARK

CHECKOUT = Path(__file__).resolve().parents[2]
OTHERS = (
    *("DATABASE_URL", "VAULT_DATABASE_URL", "VAULT_KEY_FILE", "VAULT_SOCKET", "REDIS_URL"),
    *("SECRET_KEY", "STATE_DIR", "STORAGE_ROOT", "ALLOWED_HOSTS", "API_RATE", MARK),
)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class System:
    """One run of `script/server`; `people` is password by e-mail address, as the server printed them."""

    def __init__(self, state: Path) -> None:
        self.state, port = state, free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.env = {name: value for name, value in os.environ.items() if name not in OTHERS}
        self.people: dict[str, str] = {}
        command = [str(CHECKOUT / "script/server"), "--port", str(port), "--state", str(state)]
        self.log = state.with_suffix(".stderr")
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, stderr=log, text=True)

    def ready(self) -> None:
        """Wait for the line that says so, and read the sign-ins that follow it."""
        assert self.process.stdout is not None
        first = self.process.stdout.readline().strip()
        assert first == f"Ready: {self.address}", self.log.read_text()
        wanted = (self.state / "demonstration-sign-ins.txt").read_text(encoding="utf-8").count("@")
        while len(self.people) < wanted:
            words = self.process.stdout.readline().split()
            if words and "@" in words[-2]:
                self.people[words[-2]] = words[-1]

    def manage(self, arguments: Sequence[str]) -> str:
        """What one management command of this installation says."""
        command = [str(CHECKOUT / "script/manage"), *arguments]
        env = {**self.env, "STATE_DIR": str(self.state)}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60).stdout

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        if self.process.stdout is not None:
            self.process.stdout.close()
