"""One launcher at a time for one state directory, known by a lock that the kernel lets go of with its holder."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from inquiry.embedded.trouble import Trouble

SERVER, MANAGE = "server", "manage"


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock of the state directory `root`."""

    root: Path

    @contextlib.contextmanager
    def held(self, purpose: str, address: str = "") -> Iterator[None]:
        """Hold the state until the block ends, or the process does.

        Raises:
            Trouble: another process of ours holds it.
        """
        with self._open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Trouble(self._in_use(_content(file))) from None
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "purpose": purpose, "address": address}))
            file.flush()
            yield

    def holder(self) -> str:
        """The purpose for which a living process holds this state; empty when nobody does."""
        with self._open() as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return str(_content(file).get("purpose", SERVER))
        return ""

    def _open(self) -> IO[str]:
        return open(self.root / "lock", "a+", opener=lambda path, flags: os.open(path, flags, 0o600))

    def _in_use(self, held: dict[str, Any]) -> str:
        pid = held.get("pid", "unknown")
        if held.get("purpose") == MANAGE:
            return (
                f"A script/manage command is using the state directory {self.root} (process {pid}); wait until it ends."
            )
        where = f" at {held['address']}" if held.get("address") else ""
        return f"The system is already running from {self.root}{where} (process {pid}); stop it first."


def _content(file: IO[str]) -> dict[str, Any]:
    """What the holder wrote; nothing while it is still writing."""
    file.seek(0)
    try:
        found = json.loads(file.read())
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
