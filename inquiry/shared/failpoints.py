"""Named places at which a test may have a process die, fail, stall or be told a lie; nothing at all anywhere else.

A place is armed by a file `NAME.KIND.ANYTHING` in the folder that FAILPOINTS names: whoever comes by takes the file away
and suffers what it says, once. The settings refuse the variable where the system answers to anybody but this machine.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PLACES = {
    "upload.part": "a part of an upload has been written, its end is not told yet",
    "store.spooled": "the bytes are in a temporary file and hashed",
    "store.put": "the object lies under its digest, nothing was compared yet",
    "store.compared": "the object was read back and is what came",
    "receive.row": "row, custody, audit and job are written, not committed",
    "receive.committed": "they are committed, nobody was told",
    "ring.before": "a job waits, the queue was not rung",
    "ring.after": "the queue was rung",
    "task.begun": "a message was taken from the queue",
    "task.leased": "the lease was taken and the attempt counted",
    "lease.renewing": "the lease is about to be renewed",
    "scan.asking": "the malware scanner is about to be asked",
    "sandbox.asking": "the file is about to be handed to the sandbox",
    "sandbox.heard": "the sandbox's findings are all here",
    "child.received": "something found inside was received as an item of its own",
    "pictures.put": "the pictures are in the store",
    "pages.written": "the pages are written, not committed",
    "index.written": "the index is written, not committed",
    "custody.written": "the custody line is written, not committed",
    "job.ended": "outcome and end of the job are written, not committed",
    "reading.committed": "they are committed, the message is not acknowledged",
    "seal.linked": "links of a ledger are written, not committed",
}
KINDS = ("kill", "error", "full", "stall")
STALL = 2.0  # seconds


def reach(name: str) -> None:
    """Pass the place `name`. OSError, or the end of this process, where a test has armed it."""
    folder = settings.FAILPOINTS
    if folder:
        _suffer(name, Path(folder))


def _suffer(name: str, folder: Path) -> None:
    with suppress(FileNotFoundError):
        for armed in sorted(folder.glob(f"{name}.*")):
            if claimed(armed):
                do(armed.name.removeprefix(f"{name}.").partition(".")[0])
                return


def claimed(armed: Path) -> bool:
    """Whether this process is the one that took the file away; it is kept beside as `done/NAME`, with who it was."""
    mine = armed.parent / "done" / armed.name
    try:
        armed.rename(mine)
        mine.write_text(f"{os.getpid()} {time.time()}")
    except FileNotFoundError:
        return False
    return True


def do(kind: str) -> None:
    """What a kind of failure is."""
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "error":
        raise OSError(errno.EIO, "A failure that a test asked for")
    if kind == "full":
        raise OSError(errno.ENOSPC, "A full disk that a test asked for")
    time.sleep(STALL)
