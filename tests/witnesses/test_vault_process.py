"""The vault's process, for real: its socket, who may ask, what it survives, and what it never says."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connections

from inquiry.audit.models import Entry
from inquiry.embedded.testing import CHECKOUT
from inquiry.shared.workflow import Refused
from tests.witnesses.vault_ground import COMMITTED, CONTACT, NAMES, give, open_gate, witness_of
from witnesses.vault import calls, client, door, opening, process, wire

__all__ = ["open_gate"]


@pytest.fixture
def path(tmp_path, settings):
    folder = tmp_path / "door"
    folder.mkdir(mode=0o700)
    settings.VAULT_SOCKET = str(folder / "vault.sock")
    return Path(settings.VAULT_SOCKET)


@pytest.fixture
def served(path):
    """The server in a thread of this process: what tests change in it takes effect."""
    with serving(path) as server:
        yield server


@contextlib.contextmanager
def serving(path: Path) -> Iterator[process.Server]:
    server = process.Server(path)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        wait_for(path)
        yield server
    finally:
        server.stop()
        thread.join(30)
    assert not thread.is_alive()
    assert not path.exists()


def wait_for(path: Path, child: subprocess.Popen[bytes] | None = None) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert child is None or child.poll() is None, "the vault ended"
        with socket.socket(socket.AF_UNIX) as door_:
            if door_.connect_ex(str(path)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("the vault does not answer")


@COMMITTED
def test_what_was_deposited_over_the_socket_is_opened_over_it(served, inquiry, protection_officer, open_gate):
    witness = witness_of(inquiry, protection_officer)
    give(witness, protection_officer)
    give(witness, protection_officer, "contact", CONTACT)
    assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names", "contact"]
    assert [match.cipher for match in door.search("Ospanov", inquiry=inquiry.ref, by=protection_officer)] == [
        witness.ref
    ]
    assert door.open_subject("VO-0001", witness.ref, by=protection_officer) == {"names": NAMES, "contact": CONTACT}
    assert door.verify() == []
    assert {entry.through for entry in Entry.objects.filter(act__startswith="vault.")} == {"vault"}


@COMMITTED
def test_refusals_and_missing_records_come_back_as_what_they_are(
    served, inquiry, protection_officer, auditor, open_gate
):
    from django.core.exceptions import ObjectDoesNotExist, ValidationError

    witness = witness_of(inquiry, protection_officer)
    open_gate.objection = "Nobody has agreed."
    with pytest.raises(Refused, match="Nobody has agreed"):
        door.open_subject("VO-0001", witness.ref, by=protection_officer)
    with pytest.raises(ObjectDoesNotExist):
        give(witness, auditor)
    with pytest.raises(ValidationError, match="no such group"):
        give(witness, protection_officer, "rumours")


@COMMITTED
def test_a_record_that_does_not_commit_lets_nothing_leave(served, inquiry, protection_officer, open_gate, monkeypatch):
    """The database goes away at the commit: looked at from outside, byte by byte."""
    witness = witness_of(inquiry, protection_officer)
    give(witness, protection_officer)
    real = opening.audit.record

    def then_break(*args, **more):
        real(*args, **more)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(opening.audit, "record", then_break)
    request = {"call": "open_subject", "given": {"opening": "VO-1", "cipher": witness.ref, "by": protection_officer.pk}}
    assert exchange(Path(django_settings.VAULT_SOCKET), request) == {"failed": True}
    assert not Entry.objects.filter(act="vault.open").exists()


def exchange(path: Path, request: object) -> object:
    with socket.socket(socket.AF_UNIX) as door_:
        door_.settimeout(20)
        door_.connect(str(path))
        wire.send(door_, request)
        return wire.receive(door_)


@COMMITTED
def test_a_defect_says_where_and_never_what(served, path, inquiry, protection_officer, monkeypatch, caplog):
    def fail(given):
        raise KeyError(given["name"])

    monkeypatch.setitem(calls.CALLS, "known", fail)
    with caplog.at_level(logging.DEBUG), pytest.raises(Refused, match="its log says where"):
        door.known("Кайрат Оспанов", inquiry=inquiry.ref, by=protection_officer)
    assert "KeyError at test_vault_process.py" in caplog.text
    assert "Оспанов" not in caplog.text


GARBLED = [b"", b"\x00", b"\xff\xff\xff\xff", b"\x00\x00\x00\x04{{{{", b"\x00\x00\x00\x10{}", b"GET / HTTP/1.1\r\n"]


@pytest.mark.parametrize("sent", GARBLED, ids=range(len(GARBLED)))
def test_whoever_does_not_speak_as_agreed_gets_nothing_and_harms_nobody(served, path, sent):
    with socket.socket(socket.AF_UNIX) as door_:
        door_.settimeout(20)
        door_.connect(str(path))
        door_.sendall(sent)
        door_.shutdown(socket.SHUT_WR)
        assert heard(door_) == b""
    assert door.sealed_by()


def heard(door_: socket.socket) -> bytes:
    """What came back; a connection that was cut off says nothing."""
    try:
        return door_.recv(100)
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("asked", [[], {}, {"call": "__class__", "given": {}}, {"call": "known", "given": {}}, 7, None])
def test_whatever_is_asked_is_answered(served, path, asked):
    assert exchange(path, asked) == {"failed": True}


@COMMITTED
def test_many_ask_at_once(served, inquiry, protection_officer):
    for _ in range(3):
        give(witness_of(inquiry, protection_officer), protection_officer)
    found: list[object] = []

    def ask() -> None:
        found.append(door.spans("Кайрат Оспанов", inquiry=inquiry.ref))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(3 * process.THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 3 * process.THREADS
    assert all(found)


def test_those_who_say_nothing_do_not_keep_others_out_for_long(served, path, monkeypatch):
    monkeypatch.setattr(process, "PATIENCE", 0.5)
    silent = [socket.socket(socket.AF_UNIX) for _ in range(2 * process.THREADS)]
    try:
        for one in silent:
            one.connect(str(path))
        assert door.ask("well", patience=20)["key"]
    finally:
        for one in silent:
            one.close()


def test_forty_who_say_nothing_keep_nobody_waiting(served, path):
    idle = [socket.socket(socket.AF_UNIX) for _ in range(40)]
    try:
        for one in idle:
            one.connect(str(path))
        began = time.monotonic()
        assert door.ask("well", patience=5)["key"]
        assert time.monotonic() - began < 3
    finally:
        for one in idle:
            one.close()


@pytest.mark.parametrize("end", [process, client])
def test_neither_end_talks_to_another_account(served, settings, monkeypatch, end):
    monkeypatch.setattr(end, "peer", lambda door_: os.geteuid() + 1)
    with pytest.raises(Refused, match="cannot be reached"):
        door.sealed_by()
    settings.VAULT_PEERS = frozenset({os.geteuid() + 1})
    assert door.sealed_by()


ASK = """
import contextlib, socket, struct, sys
body = b'{"call": "well", "given": {}}'
answer = b""
with socket.socket(socket.AF_UNIX) as door, contextlib.suppress(BrokenPipeError, ConnectionResetError):
    door.settimeout(10)
    door.connect(sys.argv[1])
    door.sendall(struct.pack("!I", len(body)) + body)
    answer = door.recv(9)
print(answer)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
def test_the_kernel_says_who_asks(settings):
    """Also where somebody has opened the socket to everybody, the vault hangs up without reading."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vault.sock"
        Path(folder).chmod(0o711)
        settings.VAULT_SOCKET = str(path)
        with serving(path):
            path.chmod(0o777)
            stranger = [
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "/usr/bin/python3",
                "-c",
                ASK,
                str(path),
            ]
            result = subprocess.run(stranger, capture_output=True, text=True)
            assert result.stdout == "b''\n", result.stderr
            assert door.sealed_by()


def test_the_socket_is_its_owners_only(served, path):
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_others_write_into_is_refused(path):
    path.parent.chmod(0o777)
    with pytest.raises(Exception, match="Others may write"):
        process.Server(path).serve()


def test_a_second_vault_at_the_same_place_is_refused(served, path):
    with pytest.raises(Exception, match="Another vault"):
        process.Server(path).serve()
    assert door.sealed_by()


# The command itself


def address(alias: str) -> str:
    one = connections[alias].settings_dict
    return f"postgres://{one['USER']}:{one['PASSWORD']}@/{one['NAME']}?host={quote(one['HOST'], safe='')}"


def start(path: Path, log: Path, **more: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "DATABASE_URL": address("default"), "VAULT_DATABASE_URL": address("vault"),
           "VAULT_SOCKET": str(path), **more}  # fmt: skip
    with log.open("ab") as file:
        return subprocess.Popen(
            [sys.executable, str(CHECKOUT / "manage.py"), "run_vault"], env=env, stdout=file, stderr=file
        )


@COMMITTED
@pytest.mark.slow
def test_killed_without_warning_it_starts_again_and_nothing_is_lost(path, tmp_path, inquiry, protection_officer):
    log = tmp_path / "log"
    witness = witness_of(inquiry, protection_officer)
    first = start(path, log)
    try:
        wait_for(path, first)
        give(witness, protection_officer)
        limits = Path(f"/proc/{first.pid}/limits").read_text()
        assert next(line for line in limits.splitlines() if "core file" in line).split()[4:6] == ["0", "0"]
    finally:
        first.kill()
        first.wait()
    assert path.exists(), "a killed process leaves its socket"
    with pytest.raises(Refused, match="cannot be reached"):
        door.groups_held(witness.ref, inquiry=inquiry.ref)
    second = start(path, log)
    try:
        wait_for(path, second)
        assert door.groups_held(witness.ref, inquiry=inquiry.ref) == ["names"]
        assert door.search("Ospanov", inquiry=inquiry.ref, by=protection_officer)
        assert door.verify() == []
        second.send_signal(signal.SIGTERM)
        assert second.wait(15) == 0
    finally:
        second.kill()
        second.wait()
    assert not path.exists()
    said = log.read_text()
    assert not any(value in said for value in ("Оспанов", "Ospanov", CONTACT["phone"][0]))


@COMMITTED
@pytest.mark.slow
def test_a_key_that_is_missing_ends_the_start_with_a_sentence(path, tmp_path, inquiry, protection_officer, settings):
    settings.VAULT_SOCKET = ""
    give(witness_of(inquiry, protection_officer), protection_officer)
    from inquiry.embedded.vault import make_keys

    child = start(path, tmp_path / "log", VAULT_KEY_FILE=str(make_keys(tmp_path / "other-keys")))
    assert child.wait(60) == 1
    said = (tmp_path / "log").read_text()
    assert "identities are sealed under it: restore the file" in said
    assert "Traceback" not in said


def test_a_hardened_process_cannot_be_looked_into():
    code = (
        "import ctypes, json, resource; from witnesses.vault import hardening; hardening.harden();"
        "print(json.dumps([ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)]))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert json.loads(result.stdout) == [0, [0, 0]]
