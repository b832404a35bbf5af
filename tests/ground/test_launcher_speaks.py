"""What stands in the way of a start is one sentence on standard error and exit code 1."""

from __future__ import annotations

import errno
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from inquiry.embedded import __main__ as command_line
from inquiry.embedded import checks, programs
from inquiry.embedded.trouble import Trouble


def test_a_taken_port(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert command_line.main(["--port", str(port), "--state", str(tmp_path / "s")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"Port {port} is taken by another program; stop that program, or choose another port with --port.\n"
    )


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=120 * checks.MEGABYTE))
    assert command_line.main(["--state", str(tmp_path)]) == 1
    assert f"The disk that holds {tmp_path} has 120 MB free and 1024 MB are needed" in capsys.readouterr().err


def test_a_disk_that_fills_up_while_starting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/state/log/web.log")

    monkeypatch.setattr(command_line, "serve", full)
    assert command_line.main([]) == 1
    assert capsys.readouterr().err == "The disk is full (/state/log/web.log); make room and start again.\n"


def test_an_old_c_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "glibc", lambda: (2, 31))
    with pytest.raises(Trouble, match=r"needs glibc 2\.35 or newer .* has glibc 2\.31; .* DATABASE_URL"):
        programs.require_glibc()


def test_an_old_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version_info", (3, 9, 2))
    with pytest.raises(Trouble, match=r"Python 3\.11 or newer is needed, and this is Python 3\.9\.2"):
        checks.require_python()


def test_a_port_that_is_no_port(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["--port", "99999"])
    assert "99999 is not a port" in capsys.readouterr().err
