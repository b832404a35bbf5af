"""The state directory: owner-only, one launcher at a time, secrets made once, sockets within their length."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from inquiry.embedded import variables
from inquiry.embedded.lock import MANAGE, SERVER, Lock
from inquiry.embedded.state import LONGEST_SOCKET_DIRECTORY, State, open_state
from inquiry.embedded.trouble import Trouble


@pytest.fixture
def state(tmp_path: Path) -> State:
    return open_state(tmp_path / "state")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_enter(state: State) -> None:
    assert mode(state.root) == 0o700
    state.secrets()
    variables.write(state.environment_file, {"SECRET_KEY": "s"})
    with state.open_log("web"):
        pass
    files = [path for path in state.root.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert {mode(path) for path in files} == {0o600}


def test_secrets_are_made_once_and_strong(state: State) -> None:
    first = state.secrets()
    assert State(state.root).secrets() == first
    assert len({first.secret_key, first.database_password, first.keeper_password}) == 3
    assert min(map(len, (first.secret_key, first.database_password, first.keeper_password))) >= 40


def test_the_environment_file_gives_back_what_was_written(state: State) -> None:
    own = {"DATABASE_URL": "postgres://a:b%20'c@/d?host=%2Fx", "S3_BUCKET": "two words", "LOG_LEVEL": ""}
    variables.write(state.environment_file, own)
    assert variables.read(state.environment_file) == own


def test_a_second_launcher_is_told_where_the_first_one_answers(state: State) -> None:
    with Lock(state.root).held(SERVER, "http://127.0.0.1:8000"):
        assert Lock(state.root).holder() == SERVER
        said = r"already running from .* at http://127\.0\.0\.1:8000 \(process \d+\)"
        with pytest.raises(Trouble, match=said), Lock(state.root).held(MANAGE):
            pass
    assert Lock(state.root).holder() == ""


def test_a_long_path_gets_a_short_place_for_sockets(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    state = open_state(deep)
    sockets = state.sockets()
    try:
        assert len(os.fsencode(sockets)) <= LONGEST_SOCKET_DIRECTORY
        assert mode(sockets) == 0o700
        assert state.sockets() == sockets
        sockets.rmdir()
        renewed = state.sockets()
        assert renewed != sockets
        assert renewed.is_dir()
    finally:
        state.sockets().rmdir()


def test_a_place_for_sockets_that_others_may_enter_is_not_used(tmp_path: Path) -> None:
    state = open_state(tmp_path / ("a" * 60) / ("b" * 60))
    first = state.sockets()
    first.chmod(0o755)
    second = state.sockets()
    assert second != first
    first.rmdir()
    second.rmdir()


def test_logs_begin_anew_and_three_are_kept(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inquiry.embedded.state.LOG_LIMIT", 3)
    for number in range(6):
        with state.open_log("web") as log:
            log.write(f"run {number}".encode())
    kept = sorted(path.name for path in (state.root / "log").iterdir())
    assert kept == ["web.log", "web.log.1", "web.log.2", "web.log.3"]
    assert state.log("web").read_text() == "run 5"
    assert (state.root / "log" / "web.log.3").read_text() == "run 2"


def test_a_state_that_is_a_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="cannot be used"):
        open_state(tmp_path / "file")
