"""What a reader tried and was denied is told to the operator, and by what it ended."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evidence.ingestion import ending

ROOT = Path(__file__).resolve().parents[3]
TRIED = """
import os, socket
from evidence.ingestion import denials
denials.watch()
for attempt in (lambda: open('/etc/passwd'), lambda: open('/nowhere/x', 'wb'), lambda: open(os.devnull),
                lambda: socket.create_connection(('127.0.0.1', 1), 0.1), lambda: os.listdir('/nowhere')):
    try:
        attempt()
    except OSError:
        pass
print('\\n'.join(denials.heard()))
print(len(denials.heard()))
"""


def test_attempts_are_heard_once_and_the_harmless_device_is_not():
    told = subprocess.run([sys.executable, "-c", TRIED], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lines = told.splitlines()
    assert "tried to open the file ('/etc/passwd',)" in lines
    assert "tried to write the file ('/nowhere/x',)" in lines
    assert "tried to connect to ('127.0.0.1', 1)" in lines
    assert "tried to list the folder ('/nowhere',)" in lines
    assert "/dev/null" not in told
    assert lines[-1] == "0"


@pytest.mark.parametrize(
    ("code", "late", "words"),
    [
        (-9, True, "stopped by the clock"),
        (-24, False, "stopped by the limit of processor time"),
        (-31, False, "stopped by the filter of system calls"),
        (3, False, "stopped by the limit of memory"),
        (-11, False, "ended by signal 11"),
        (1, False, "ended with code 1"),
    ],
)
def test_how_a_reader_ended_is_said_in_words(code, late, words):
    end = {"exit": code, "late": late, "cpu": 1.25, "memory": 3 * 2**20}
    assert ending.words(end, "") == f"{words}; 1.2 s of processor time, 3 MiB"
