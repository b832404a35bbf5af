"""What a reader tried that its sandbox allows to none: told to the operator. It runs in the child and decides nothing.

The kernel denies; Python only says what was asked of it. What a library asks of the kernel by itself is not heard here, and
shows as an error or as the end of the child.
"""

from __future__ import annotations

import os
import sys
from typing import Any

MOST, LONGEST = 50, 200
_TRIED = {
    "socket.connect": "connect to",
    "socket.bind": "listen on",
    "socket.sendto": "send to",
    "socket.getaddrinfo": "look up the address of",
    "subprocess.Popen": "start the program",
    "os.exec": "start the program",
    "os.posix_spawn": "start the program",
    "os.system": "start the program",
    "os.fork": "start another process",
    "os.kill": "signal the process",
    "os.remove": "delete",
    "os.rename": "rename",
    "os.mkdir": "make the folder",
    "os.symlink": "make a link to",
    "os.chmod": "change the rights of",
    "os.listdir": "list the folder",
    "os.scandir": "list the folder",
    "ctypes.dlopen": "load the library",
}
_heard: dict[str, None] = {}


def watch() -> None:
    """Hear of what is tried from now on; it cannot be taken back in this process."""
    sys.addaudithook(_hear)


def heard() -> list[str]:
    """What was tried since this was last asked, each once."""
    found = list(_heard)
    _heard.clear()
    return found


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    words = _opening(arguments) if event == "open" else _TRIED.get(event, "")
    if words and len(_heard) < MOST:
        about = arguments[-1] if event in ("socket.connect", "socket.bind", "socket.sendto") else arguments[:1]
        _heard[f"tried to {words} {about!r}"[:LONGEST]] = None


def _opening(arguments: tuple[Any, ...]) -> str:
    """Opening by name is denied, except of the one device that takes everything; a number is open already."""
    path = arguments[0] if arguments else None
    if isinstance(path, int) or path in (os.devnull, None):
        return ""
    mode = str(arguments[1] or "") if len(arguments) > 1 else ""
    flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
    writes = set(mode) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    return "write the file" if writes else "open the file"
