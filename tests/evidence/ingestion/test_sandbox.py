"""The sandbox: nothing gets out at either level, and nothing a reader does brings its caller down."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from evidence.ingestion import confine, ending, launch, probe
from evidence.ingestion import sandbox as sandboxes
from evidence.ingestion.sandbox import Sandbox, SandboxUnavailable
from evidence.ingestion.stage import Limits, Outcome, ReadRequest
from tests.evidence.ingestion import make

LEVELS = [
    pytest.param("bwrap", marks=pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")),
    pytest.param(
        "landlock", marks=pytest.mark.skipif(not confine.landlock_version(), reason="the kernel has no Landlock")
    ),
]


@pytest.fixture(scope="module", params=LEVELS)
def shut(request):
    with Sandbox(level=request.param) as made:
        yield made


@dataclass(frozen=True, slots=True)
class Rehearsal(ReadRequest):
    """A request that makes the reader fail on purpose."""

    how: str = ""

    def to_json(self) -> str:
        plain = json.loads(ReadRequest.to_json(self))
        plain["rehearse"] = plain.pop("how")
        return json.dumps(plain)


def _read(shut: Sandbox, content: bytes, request: ReadRequest, into: Path):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return shut.read(file, request, into)


def test_every_way_out_is_shut(shut):
    found = shut.probe()
    assert found.holds, [name for name, denied in found.tried.items() if not denied]
    assert len(found.tried) > 15


def test_the_attempts_are_real():
    with sandboxes.bait() as target:
        open_ = probe._denied
        assert not open_(lambda: probe._read(target["canary"]))
        assert not open_(lambda: probe.socket.create_connection(("127.0.0.1", target["port"]), 2))
        assert not open_(lambda: probe._unix(target["unix"]))
        assert not open_(lambda: probe._write(str(Path(target["folder"], "written"))))
        assert not open_(probe._fork)


def test_a_file_is_read_with_children_and_pictures(shut, tmp_path):
    request = ReadRequest(name="письмо.eml", images=1)
    found = _read(shut, bytes(make.mail("s", make.KAZAKH, {"a.csv": b"1;2"})), request, tmp_path)
    assert (found.outcome, found.language, found.problem) == (Outcome.READ, "kk", "")
    assert found.children[0].path.read_bytes() == b"1;2"
    assert [report.name for report in found.stages][:3] == ["identify", "unpack", "metadata"]
    (tmp_path / "pictures").mkdir()
    drawn = _read(shut, make.pdf(["words"]), request, tmp_path / "pictures")
    assert {picture.kind for picture in drawn.renditions} == {"page", "thumbnail"}


@pytest.mark.parametrize(
    ("how", "outcome", "words"),
    [
        ("crash", Outcome.DAMAGED, "broke off"),
        ("spin", Outcome.REFUSED, "longer|cost more"),
        ("sleep", Outcome.REFUSED, "longer than 2 seconds"),
        ("memory", Outcome.REFUSED, "memory"),
        ("garbage", Outcome.REFUSED, "bounds"),
        ("flood", Outcome.REFUSED, "longer|bounds"),
    ],
)
def test_whatever_a_reader_does_ends_in_a_sentence(shut, tmp_path, how, outcome, words):
    limits = replace(Limits(), wall_seconds=2, cpu_seconds=2)
    if how == "memory":
        limits = replace(Limits(), wall_seconds=30, memory_bytes=800 * 2**20)
    found = _read(shut, b"x", Rehearsal(how=how, limits=limits), tmp_path)
    assert found.outcome is outcome
    assert re.search(words, found.problem)
    assert _read(shut, b"plain words", ReadRequest(), tmp_path).text == "plain words"


def test_a_server_that_was_killed_is_started_again(shut, tmp_path):
    os.killpg(shut._server.pid, 9)
    assert _read(shut, b"plain words", ReadRequest(), tmp_path).text == "plain words"


def test_a_reader_that_somebody_killed_is_the_machines_fault(shut, tmp_path):
    """The file is tried again: it did nothing wrong."""
    server = shut._running() and shut._server.pid

    def kill():
        """The youngest below the server is the reader, which sleeps by now."""
        time.sleep(1.5)
        os.kill(_below(server)[-1], signal.SIGKILL)

    timer = threading.Thread(target=kill)
    timer.start()
    with pytest.raises(SandboxUnavailable, match="from outside"):
        _read(shut, b"x", Rehearsal(how="sleep", limits=replace(Limits(), wall_seconds=30)), tmp_path)
    timer.join()
    assert _read(shut, b"plain words", ReadRequest(), tmp_path).text == "plain words"


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        ({"server": "lost"}, True),
        ({}, True),
        ({"late": True}, False),
        ({"cpu": 240.0}, False),
        ({"exit": -signal.SIGXCPU}, False),
        ({"exit": -signal.SIGSEGV}, False),
    ],
)
def test_what_a_file_did_by_itself_is_told_from_what_befell_its_reader(end, fault):
    said = {"exit": -signal.SIGKILL, "late": False, "cpu": 1.0, "memory": 0, **end}
    assert ending.is_of_others(said, Limits()) is fault


def _below(pid):
    """The descendants of a process, the youngest last."""
    found, asked = [], [pid]
    while asked:
        one = asked.pop()
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            asked += [int(child) for child in task.read_text().split()]
            found += [int(child) for child in task.read_text().split()]
    return sorted(found)


def test_no_level_is_a_refusal(monkeypatch):
    monkeypatch.setattr(launch.shutil, "which", lambda name: None)
    monkeypatch.setattr(confine, "landlock_version", lambda: 0)
    with pytest.raises(SandboxUnavailable, match="bubblewrap"):
        Sandbox()
    assert sandboxes.probe().level == "none"


def test_a_password_opens_and_is_not_told(shut, tmp_path):
    locked = io.BytesIO(make.packed({"a": b"x"}))
    found = _read(shut, locked.getvalue(), ReadRequest(passwords=("secret",)), tmp_path)
    assert "secret" not in json.dumps(found.facts)
