"""`script/server` itself: start, kill -9, start again, Ctrl-C; nothing is left running and nothing is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from inquiry.embedded.processes import identify, residents
from inquiry.embedded.state import State
from inquiry.embedded.testing import MARK

CHECKOUT = Path(__file__).resolve().parents[2]
SECOND_START_WITHIN = 15.0  # seconds on a machine that does nothing else


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Server:
    """One run of script/server with a state of its own and none of the variables of the test run."""

    def __init__(self, state: Path, port: int) -> None:
        names = ("DATABASE_URL", "VAULT_DATABASE_URL", "VAULT_KEY_FILE", "VAULT_SOCKET", "REDIS_URL", "SECRET_KEY", "STATE_DIR",
                 "STORAGE_ROOT", MARK)  # fmt: skip
        env = {name: value for name, value in os.environ.items() if name not in names}
        self.address = f"http://127.0.0.1:{port}"
        self.log = state.with_suffix(".stderr")
        command = [str(CHECKOUT / "script/server"), "--port", str(port), "--state", str(state), "--empty"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=log, text=True)

    def ready(self) -> float:
        """Wait for the line that says so; returns the seconds it took."""
        began = time.monotonic()
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == f"Ready: {self.address}", self.log.read_text()
        return time.monotonic() - began

    def answers(self) -> bool:
        with urllib.request.urlopen(f"{self.address}/health/live/", timeout=10) as answer:
            return bool(answer.status == 200)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state")


def living(state: State) -> list[str]:
    """The names of children that still run, and PostgreSQL's own on this data directory."""
    records = [record.name for record in state.records() if identify(record.identity.pid) == record.identity]
    return [*records, *(str(who.pid) for who in residents((state.postgres_home / "data").resolve()))]


@pytest.mark.slow
def test_a_killed_launcher_blocks_nothing_and_loses_nothing(state: State) -> None:
    port = free_port()
    first = Server(state.root, port)
    try:
        first.ready()
        assert first.answers()
        names = {record.name for record in state.records()}
        assert names == {
            "valkey",
            "postgresql",
            "vault",
            "web",
            "worker-default",
            "worker-ingest",
            "worker-long",
            "beat",
        }
        (state.root / "store" / "kept").write_text("kept")
    finally:
        first.process.kill()
        first.process.wait()
        first.close()

    second = Server(state.root, port)
    try:
        assert second.ready() < SECOND_START_WITHIN * max(1.0, os.getloadavg()[0] / len(os.sched_getaffinity(0)))
        assert second.answers()
        assert (state.root / "store" / "kept").read_text() == "kept"
    finally:
        second.close()
    assert second.process.returncode == 0
    assert living(state) == []
