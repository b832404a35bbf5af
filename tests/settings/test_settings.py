"""Production is the default: what is missing or unsafe stops the start with one sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.matrix.classified import ROOT

GOOD = {
    "SECRET_KEY": "a1b2c3d4e5f6g7h8i9j0-k1l2m3n4o5p6q7r8s9t0-uvwxyz",
    "ALLOWED_HOSTS": "inquiry.example.org",
    "DATABASE_URL": "postgres://inquiry:secret@db.example.org:5432/inquiry",
    "REDIS_URL": "redis://queue.example.org:6379/0",
}


def start(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run a command that needs the settings only."""
    variables = {**GOOD, **changes}
    environment = {name: value for name, value in variables.items() if value is not None}
    environment["PATH"] = os.environ["PATH"]
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings", "--output", "unified"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_whole_environment_starts():
    done = start()
    assert done.returncode == 0, done.stderr
    assert "SESSION_COOKIE_NAME = '__Host-session'" in done.stdout


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "change-me-change-me-change-me-change-me-123456"}, "SECRET_KEY is too short or an example"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is too short or an example"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set"),
        ({"ALLOWED_HOSTS": "*"}, "would answer to anybody"),
        ({"ALLOWED_HOSTS": ".example.org"}, "would answer to anybody"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "sqlite:///x"}, "must read postgres://"),
        ({"REDIS_URL": "amqp://x"}, "must read redis://"),
        ({"DEBUG": "yes"}, "DEBUG cannot be switched on"),
        ({"DEBUG": "maybe"}, "must be yes or no"),
        ({"PLAIN_HTTP_ON_LOOPBACK": "yes"}, "cookies unencrypted"),
        ({"STORAGE": "ftp"}, "STORAGE must be files or s3"),
        ({"FAILPOINTS": "/a/folder"}, "for tests on this machine only"),
        ({"INQUIRY_CLAMD": "scanner.example.org:3310"}, "the scanner is on this machine"),
        ({"INQUIRY_CLAMD": "127.0.0.1"}, "the scanner is on this machine"),
        ({"STORAGE": "s3"}, "S3_BUCKET is not set"),
        ({"STORAGE": "s3", "S3_ENDPOINT_URL": "http://store.example.org"}, "not encrypted"),
        ({"SESSION_IDLE_SECONDS": "soon"}, "must be a whole number"),
    ],
)
def test_what_is_missing_or_unsafe_is_one_sentence(changes, sentence):
    done = start(**changes)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_guide_lists_every_variable_that_the_settings_read():
    read = re.findall(r"""environment\.\w+\("([A-Z0-9_]+)\"""", (ROOT / "inquiry" / "settings.py").read_text("utf-8"))
    guide = (ROOT / "docs" / "operating.md").read_text("utf-8")
    table = guide.partition("### Variables")[2].partition("\n## ")[0]
    listed = {
        name
        for row in table.splitlines()
        for name in re.findall(r"`([A-Z0-9_]+)`", row.split("|")[1] if "|" in row else "")
    }
    assert len(read) > 20
    assert sorted(set(read) - listed - {"DEBUG"}) == [], "DEBUG is read to be refused"
