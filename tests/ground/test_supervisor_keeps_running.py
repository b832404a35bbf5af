"""A child that ends is started again; one that keeps ending is spoken of once, with its log."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from inquiry.embedded.processes import Child, spawn
from inquiry.embedded.state import open_state
from inquiry.embedded.supervisor import TOO_OFTEN, Service, Supervisor


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    found = Supervisor(open_state(tmp_path / "state"))
    yield found
    found.stop()
    for number, handler in before.items():
        signal.signal(number, handler)


def service(*command: str) -> Service:
    def start(log: IO[bytes]) -> Child:
        return spawn(command, env=os.environ, stop_signal=signal.SIGTERM, log=log)

    return Service("web", start, ((signal.SIGTERM, 5.0),))


def test_a_child_that_ended_is_started_again(supervisor: Supervisor) -> None:
    child = supervisor.start(service("sleep", "60"))
    child.kill()
    child.wait()
    one = supervisor.watched[0]
    supervisor._look(one, one.born_at + 1.0)
    assert one.again_at is not None
    supervisor._look(one, one.again_at)
    assert one.child.pid != child.pid
    assert one.child.poll() is None
    assert [record.identity.pid for record in supervisor.state.records()] == [one.child.pid]


def test_one_that_keeps_ending_is_spoken_of_once(supervisor: Supervisor, capsys: pytest.CaptureFixture[str]) -> None:
    supervisor.start(service("false"))
    one = supervisor.watched[0]
    pauses = []
    for _ in range(TOO_OFTEN + 3):
        one.child.wait()
        now = one.born_at + 0.1
        supervisor._look(one, now)
        assert one.again_at is not None
        pauses.append(one.again_at - now)
        supervisor._look(one, one.again_at)
    said = capsys.readouterr().err
    assert said == f"The web process keeps ending; {supervisor.state.log('web')} says why.\n"
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30.0


def test_stopping_ends_everything_and_forgets_it(supervisor: Supervisor) -> None:
    child = supervisor.start(service("sleep", "60"))
    supervisor.stop()
    assert child.poll() == -signal.SIGTERM
    assert supervisor.state.records() == []
