"""PostgreSQL refuses root: root becomes nobody, in a namespace or for good, and the files follow."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from inquiry.embedded import account
from inquiry.embedded.programs import postgres_programs
from inquiry.embedded.trouble import Trouble

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to step down")


@pytest.fixture
def program() -> Path:
    return postgres_programs() / "postgres"


@needs_root
def test_without_namespaces_root_becomes_nobody_and_passes_the_state_directory(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_nobody = account._others()[1:]
    monkeypatch.setattr(account, "_others", lambda: only_nobody)
    home = Path(tempfile.gettempdir()) / f"inquiry-account-{os.getpid()}" / "postgresql"
    home.mkdir(mode=0o700, parents=True)
    home.parent.chmod(0o700)
    try:
        for _ in range(2):  # the second start finds what the first one left
            assert account.choose(home, program).owner == account.NOBODY
        assert home.stat().st_uid == account.NOBODY
        assert home.parent.stat().st_mode & 0o777 == 0o710
    finally:
        home.rmdir()
        home.parent.rmdir()


@needs_root
def test_where_nothing_works_it_is_a_sentence(tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "_others", list)
    with pytest.raises(Trouble, match="start as an ordinary user"):
        account.choose(tmp_path, program)


def test_an_ordinary_account_stays_what_it_is(tmp_path: Path, program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: account.NOBODY)
    assert account.choose(tmp_path, program) == account.Account((), account.NOBODY)
