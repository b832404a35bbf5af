"""Somebody who sends files through a line that breaks: each once, in two parts, until the system has said that it has it."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import random
import threading
import time
import zipfile
from dataclasses import dataclass, field
from queue import Empty, Queue
from typing import Any

PATIENCE = 150.0  # seconds for one file
VERSION = {"Tus-Resumable": "1.0.0"}


@dataclass
class History:
    """What was sent and what the system said: path → digest, path → reference. `lost` were never acknowledged: path → the last
    that was heard of it."""

    sent: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)


class Sender:
    """Sends what is put into its queue, with several threads."""

    def __init__(self, port: int, cookies: dict[str, str], batch: str, threads: int = 4) -> None:
        self.history, self._port, self._batch = History(), port, batch
        self._head = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": cookies["csrf"],
            "Origin": f"http://127.0.0.1:{port}",
            **VERSION,
        }
        self._files: Queue[tuple[str, bytes]] = Queue()
        self._over, self._heard = threading.Event(), dict[int, str]()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def send(self, path: str, content: bytes) -> None:
        """Send a file soon."""
        self.history.sent[path] = hashlib.sha256(content).hexdigest()
        self._files.put((path, content))

    def settled(self) -> bool:
        """Whether each file that was to be sent is acknowledged or lost."""
        return len(self.history.acknowledged) + len(self.history.lost) == len(self.history.sent)

    def stop(self) -> None:
        """Send no more."""
        self._over.set()

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                path, content = self._files.get(timeout=0.2)
            except Empty:
                continue
            ref = self._sent(path, content)
            if ref:
                self.history.acknowledged[path] = ref
            else:
                self.history.lost[path] = self._heard.get(threading.get_ident(), "")

    def _sent(self, path: str, content: bytes) -> str:
        """The item's reference; empty when nobody said it in time."""
        where, until = "", time.monotonic() + PATIENCE
        while time.monotonic() < until and not self._over.is_set():
            try:
                where = where or self._announced(path, len(content))
                ref = self._part(where, content) if where else ""
            except (OSError, http.client.HTTPException, ValueError) as fault:
                ref, self._heard[threading.get_ident()] = "", repr(fault)
            if ref:
                return ref
            time.sleep(0.3)
        return ""

    def _announced(self, path: str, size: int) -> str:
        said = {"relative_path": path, "batch": self._batch}
        pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())
        answer = self._ask("POST", "/evidence/uploads/", {"Upload-Length": str(size), "Upload-Metadata": pairs})
        return str(answer.getheader("Location", "")) if answer.status == 201 else ""

    def _part(self, where: str, content: bytes) -> str:
        """Where it ends is asked first, as after a broken line; then half of what is left, then the rest."""
        far = self._ask("HEAD", where, {})
        while far.status in (200, 204):
            ref, at = far.getheader("Evidence-Ref", ""), int(far.getheader("Upload-Offset", "0"))
            if ref or at >= len(content):
                return str(ref)
            end = len(content) if at else max(1, len(content) // 2)
            head = {"Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
            far = self._ask("PATCH", where, head, content[at:end])
        return ""

    def _ask(self, method: str, path: str, head: dict[str, str], body: bytes = b"") -> Any:
        door = http.client.HTTPConnection("127.0.0.1", self._port, timeout=40)
        try:
            door.request(method, path, body or None, {**self._head, **head, "Content-Length": str(len(body))})
            answer = door.getresponse()
            self._heard[threading.get_ident()] = f"{method} {answer.status} {answer.read()[:200]!r}"
            return answer
        finally:
            door.close()


def made(number: int, chance: random.Random) -> tuple[str, bytes, int]:
    """(path, bytes, how many items are inside) of a file that nobody sent before: a text, or an archive of three."""
    words = " ".join(f"word{chance.randrange(10**9)}" for _ in range(120))
    if chance.random() < 0.75:
        return f"folder {number % 7}/text {number}.txt", f"{number}\n{words}".encode(), 0
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for member in range(3):
            archive.writestr(f"inside {member}.txt", f"{number} {member}\n{words[member:]}")
    return f"folder {number % 7}/archive {number}.zip", held.getvalue(), 3
