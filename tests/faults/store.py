"""A store that refuses, lies, is slow or full while a fault is armed for it: `store.save.KIND.*`, `store.open.KIND.*`."""

from __future__ import annotations

import errno
import io
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage

from inquiry.shared import failpoints

SAVING = ("refuse", "full", "lie", "slow", "after", "short")
OPENING = ("refuse", "lie", "slow", "short")
KEPT = ("obj/", "incoming/")


def _armed(what: str) -> str:
    """The kind of the fault that is armed for `what`, taken away now; empty when there is none."""
    folder = Path(settings.FAILPOINTS) if settings.FAILPOINTS else None
    for one in sorted(folder.glob(f"{what}.*")) if folder else ():
        if failpoints.claimed(one):
            return one.name.removeprefix(f"{what}.").partition(".")[0]
    return ""


def _raise(kind: str) -> None:
    if kind == "slow":
        time.sleep(failpoints.STALL)
    if kind in ("refuse", "full"):
        raise OSError(errno.ENOSPC if kind == "full" else errno.EIO, "A fault of the store that a test asked for")


def _spoilt(content: bytes, kind: str) -> bytes:
    """Other bytes than those: without the last, or with another first one."""
    return content[:-1] if kind == "short" else bytes([content[0] ^ 1 if content else 1]) + content[1:]


class FaultyStore(FileSystemStorage):
    """The store of files, with faults."""

    def _save(self, name: str, content: File[Any]) -> str:
        kind = _armed("store.save") if name.startswith(KEPT) else ""
        _raise(kind)
        if kind in ("lie", "short"):
            kept = content.read()
            content = File(
                io.BytesIO(kept[:-1] if kind == "short" else bytes([kept[0] ^ 1]) + kept[1:] if kept else b"x")
            )
        saved: str = super()._save(name, content)  # type: ignore[misc]  # the stubs leave the hooks out
        if kind == "after":
            raise TimeoutError(errno.ETIMEDOUT, "The store did it and did not say so")
        return saved

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        kind = _armed("store.open") if name.startswith(KEPT) else ""
        _raise(kind)
        if kind not in ("lie", "short"):
            whole: File[Any] = super()._open(name, mode)  # type: ignore[misc]
            return whole
        with super()._open(name, mode) as file:  # type: ignore[misc]
            kept = file.read()
        return File(io.BytesIO(_spoilt(kept, kind)), name)
