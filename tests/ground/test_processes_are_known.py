"""A child is known by its number and its start; a stranger who has the number now is never ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inquiry.embedded import processes
from inquiry.embedded.processes import Child, Record, alive, end_stale, identify


def until(ask: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Ask again and again until the answer is true; returns it."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.02)
    return answer


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Child]:
    with (tmp_path / "log").open("ab") as log:
        child = processes.spawn(
            ["sleep", "60"], env={**os.environ, "STATE_DIR": str(tmp_path)}, stop_signal=signal.SIGTERM, log=log
        )
    yield child
    processes.end(child, [(signal.SIGKILL, 5.0)])


def recorded(child: Child) -> Record:
    who = identify(child.pid)
    assert who is not None
    return Record("sleeper", who, signal.SIGTERM)


def test_a_leftover_child_is_ended(sleeper: Child, tmp_path: Path) -> None:
    end_stale([recorded(sleeper)], marker=f"STATE_DIR={tmp_path}", patience=5.0)
    assert sleeper.wait(5.0) == -signal.SIGTERM


def test_a_stranger_with_the_number_of_a_former_child_lives_on(sleeper: Child, tmp_path: Path) -> None:
    former = recorded(sleeper)
    former = replace(former, identity=replace(former.identity, started=former.identity.started - 1))
    end_stale([former], marker="STATE_DIR=/somewhere/else", patience=0.2)
    assert sleeper.poll() is None


def test_a_child_of_an_earlier_boot_is_nobody_now(sleeper: Child) -> None:
    former = recorded(sleeper)
    end_stale([replace(former, identity=replace(former.identity, boot="earlier"))], marker="STATE_DIR=/x", patience=0.2)
    assert sleeper.poll() is None


def test_what_is_left_of_a_session_is_ended_when_its_leader_is_gone(tmp_path: Path) -> None:
    with (tmp_path / "log").open("ab") as log:
        leader = processes.spawn(
            ["sh", "-c", "sleep 60 & echo $! > child; exec sleep 60"],
            env={**os.environ, "STATE_DIR": str(tmp_path)},
            stop_signal=signal.SIGTERM,
            log=log,
            cwd=tmp_path,
        )
    record = recorded(leader)
    orphan = int(until(lambda: (tmp_path / "child").read_text().strip() if (tmp_path / "child").exists() else ""))
    leader.kill()
    leader.wait()
    assert identify(orphan) is not None
    end_stale([record], marker=f"STATE_DIR={tmp_path}", patience=5.0)
    assert identify(orphan) is None


def test_a_zombie_is_nobody() -> None:
    child = subprocess.Popen(["true"])
    until(lambda: identify(child.pid) is None)
    child.wait()


def test_records_survive_being_written(sleeper: Child) -> None:
    record = recorded(sleeper)
    assert Record.from_json(record.as_json()) == record
    assert alive(record.identity)


def test_children_end_with_a_launcher_that_is_killed(tmp_path: Path) -> None:
    launcher = tmp_path / "launcher.py"
    launcher.write_text(
        "import os, time\nfrom inquiry.embedded.processes import spawn\n"
        f"log = open({str(tmp_path / 'log')!r}, 'ab')\n"
        "print(spawn(['sleep', '60'], env=os.environ, stop_signal=15, log=log).pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, str(launcher)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    until(lambda: Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[0] == b"sleep")
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: identify(child) is None)
