"""Five gigabytes through the real web server, in parts, broken off on the way: one item, the right digest, flat memory."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as live
from django.db import connection
from django.test import Client

from evidence.items.models import Item
from inquiry.embedded.processes import end
from tests.evidence.cast import open_batch
from tests.journeys.system import free_port

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[3]
SIZE = int(os.environ.get("LARGE_UPLOAD", str(5 * 2**30)))  # bytes
PART = 32 * 2**20
GROWS_AT_MOST = 96 * 2**20  # bytes of one web process, whatever the file


def part_at(number: int, size: int = PART) -> bytes:
    """The bytes of a part: all different, and made again whenever they are wanted."""
    return hashlib.shake_128(str(number).encode()).digest(2**20) * (size // 2**20) + b"x" * (size % 2**20)


def peak(pids: list[int]) -> int:
    """The most memory that one of the processes ever held, in bytes."""
    return max(int(re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) * 1024 for pid in pids)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Sender:
    """A browser that is signed in, as far as sending goes."""

    def __init__(self, port: int, user: Any, batch: str) -> None:
        signed = Client()
        signed.force_login(user)
        self.port, self.cookie = port, f"{live.SESSION_COOKIE_NAME}={signed.cookies[live.SESSION_COOKIE_NAME].value}"
        answer = self.ask("GET", f"/evidence/batches/{batch}/")
        csrf = re.search(r"csrf=([^;]+)", answer.headers["Set-Cookie"] or "")
        token = re.search(r'data-csrf="([^"]+)"', answer.body.decode())
        assert csrf
        assert token
        self.cookie, self.token = f"{self.cookie}; csrf={csrf[1]}", token[1]

    def ask(self, method: str, path: str, body: bytes = b"", **said: str) -> Any:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)) as line:
            headers = {name.replace("_", "-"): value for name, value in said.items()}
            line.request(
                method, path, body, {"Cookie": self.cookie, "X-CSRFToken": getattr(self, "token", ""), **headers}
            )
            answer: Any = line.getresponse()
            answer.body = answer.read()
            return answer

    def breaks_off(self, path: str, body: bytes, at: int) -> None:
        """Announce a part and send half of it."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.putrequest("PATCH", path)
            said = {
                "Cookie": self.cookie,
                "X-CSRFToken": self.token,
                "Upload-Offset": str(at),
                "Content-Length": str(len(body)),
            }
            for name, value in {**said, "Content-Type": "application/offset+octet-stream"}.items():
                line.putheader(name, value)
            line.endheaders()
            line.send(body[: len(body) // 2])


@pytest.fixture
def web(settings):
    """gunicorn as the launcher starts it, on this test's database and store; gives (port, pid)."""
    url = urlsplit(os.environ["DATABASE_URL"])
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
        "STORAGE_ROOT": str(settings.STORAGE_ROOT),
        "UPLOAD_ROOT": str(settings.UPLOAD_ROOT),
        "SCRATCH_ROOT": str(settings.SCRATCH_ROOT),
    }
    manage = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(manage, env=env, cwd=ROOT, check=True)
    port = free_port()
    flags = "--workers 2 --threads 4 --preload --timeout 120 --graceful-timeout 6 --keep-alive 5 --no-control-socket"
    command = [sys.executable, "-m", "gunicorn", "inquiry.wsgi", "--bind", f"127.0.0.1:{port}", *flags.split()]
    process = subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True)
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            break
        except OSError:
            time.sleep(0.2)
    yield port, process.pid
    end(process, [(15, 10.0)])


def test_five_gigabytes(web, inquiry, secretary, sent):
    port, pid = web
    batch = open_batch(inquiry, secretary)
    sender = Sender(port, secretary, batch.ref)
    for worker in range(8):  # both processes have loaded what they load once
        sender.ask("GET", f"/evidence/batches/{batch.ref}/?{worker}")
    before = peak(children(pid))
    said = {"filename": "large.bin", "batch": batch.ref, "mark": "m"}
    told = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in said.items())
    where = sender.ask("POST", "/evidence/uploads/", Upload_Length=str(SIZE), Upload_Metadata=told).headers["Location"]
    found, started = hashlib.sha256(), time.monotonic()
    for number, at in enumerate(range(0, SIZE, PART)):
        body = part_at(number, min(PART, SIZE - at))
        found.update(body)
        came = at
        if number == 3:
            sender.breaks_off(where, body, at)
            time.sleep(1)
            came = int(sender.ask("HEAD", where).headers["Upload-Offset"])
            assert at <= came < at + PART
        last = {"Upload_Sha256": found.hexdigest()} if at + len(body) == SIZE else {}
        answer = sender.ask(
            "PATCH",
            where,
            body[came - at :],
            Upload_Offset=str(came),
            Content_Type="application/offset+octet-stream",
            **last,
        )
        assert answer.status == 204, answer.body
    item = Item.objects.get()
    assert (item.size, item.sha256, answer.headers["Evidence-Ref"]) == (SIZE, found.hexdigest(), item.ref)
    grown = peak(children(pid)) - before
    print(
        f"received {SIZE / 2**30:.2f} GiB in {time.monotonic() - started:.0f} s, a web process grew by {grown / 2**20:.1f} MiB"
    )
    assert grown < GROWS_AT_MOST
