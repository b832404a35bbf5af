"""The fork server: started once inside the sandbox's outer walls, it forks one fully confined child per file.

It imports the heavy libraries and warms OCR before any file arrives, and never looks into a file itself; so a child starts
in milliseconds with nothing in memory but code. Messages on the control socket: a request with two descriptors (the
file, the line for findings); back comes how the child ended.
"""

from __future__ import annotations

import encodings
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import time
from typing import Any, BinaryIO

from PIL import Image

from evidence.ingestion import confine, formats, probe, reader, stages, wire
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Limits, ReadRequest

MOST_REQUEST = 128 * 1024
MOST_FILES = 48  # of plain text in one child
_LATE = (  # what the standard library imports only when it is needed
    "email.generator",
    "email.message",
    "email.policy",
    "email._header_value_parser",
    "email.headerregistry",
    "bz2",
    "lzma",
    "gzip",
    "tarfile",
    "zipfile",
    "quopri",
    "binascii",
    "locale",
    "stringprep",
    "unicodedata",
    "encodings.idna",
    "csv",
    "uu",
    "xml.parsers.expat",
    "xml.etree.ElementTree",
    "plistlib",
    "calendar",
    "datetime",
    "_strptime",
    "zoneinfo",
    "decimal",
    "fractions",
    "statistics",
    "random",
    "PIL.ImageOps",
    "PIL.ImageMath",
    "PIL.ImageChops",
    "PIL.TiffTags",
    "PIL.ExifTags",
    "numpy",
    "ctypes.util",
    "traceback",
    "linecache",
    "tracemalloc",
    "subprocess",
    "copy",
    "html.entities",
)


def main(argument: str) -> None:
    """Serve until the control socket closes. `argument`: JSON with control, level, uid, readable, parent."""
    setting = json.loads(argument)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(setting["control"])) as control:
        try:
            _load_all()
            _shut_in(setting)
        except Exception as error:  # whatever it is, the caller must hear of it
            control.send(json.dumps({"failed": f"{type(error).__name__}: {error}"[:500]}).encode())
            raise
        gc.collect()
        gc.freeze()
        control.send(json.dumps({"ready": os.getpid()}).encode())
        _serve(control)


def _load_all() -> None:
    """Everything that could be imported later, while the interpreter's own folder can still be seen."""
    for module in pkgutil.iter_modules(encodings.__path__):
        if module.name not in ("mbcs", "oem", "cp65001"):
            importlib.import_module(f"encodings.{module.name}")
    for name in _LATE:
        importlib.import_module(name)
    Image.init()
    formats.load()
    stages.start()


def _shut_in(setting: dict[str, Any]) -> None:
    confine.prctl(confine.PR_SET_PDEATHSIG, signal.SIGKILL)
    confine.drop_user(int(setting["uid"]))
    confine.prctl(confine.PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user clears it
    confine.prctl(confine.PR_SET_DUMPABLE, 0)
    if setting["level"] == "landlock" or confine.landlock_version():
        confine.forbid_files(setting["readable"])
    confine.forbid_calls(may_fork=True)


def _serve(control: socket.socket) -> None:
    while True:
        message, fds, _, _ = socket.recv_fds(control, MOST_REQUEST, MOST_FILES + 1)
        if not message:
            return
        order = json.loads(message)
        if not {"probe", "rehearse", "plain"} & set(order):
            stages.warm(_request(order))
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            _child(control, order, fds[:-1], fds[-1])
        for fd in fds:
            os.close(fd)
        wall = Limits().wall_seconds if "probe" in order else order["limits"]["wall_seconds"]
        control.send(json.dumps(_wait(child, wall, control, started)).encode())


def _child(control: socket.socket, order: dict[str, Any], files: list[int], line: int) -> None:
    """Never returns."""
    status = 1
    try:
        control.close()
        confine.prctl(confine.PR_SET_PDEATHSIG, signal.SIGKILL)
        confine.close_all_but([*files, line])
        limits = Limits(**order["limits"])
        confine.set_limits(limits)
        confine.forbid_calls(may_fork=False)
        with os.fdopen(line, "wb", 1 << 18) as out:
            if "probe" in order:
                wire.send(out, {"is": "Probe", "tried": probe.attempts(order["probe"])})
                wire.send(out, {"is": "End"})
            elif "rehearse" in order:
                probe.rehearse(order["rehearse"], out)
            else:
                _read(order, files, out)
        status = 0
    except MemoryError:
        status = 3
    except BaseException as error:
        print(type(error).__name__, file=sys.stderr)
    finally:
        os._exit(status)


def _read(order: dict[str, Any], files: list[int], out: BinaryIO) -> None:
    if "plain" in order:
        reader.read_plain([Source(file, _request(one)) for file, one in zip(files, order["plain"], strict=True)], out)
    else:
        reader.read(Source(files[0], _request(order)), out)


def _request(order: dict[str, Any]) -> ReadRequest:
    return ReadRequest.from_json(json.dumps(order))


def _wait(child: int, wall: float, control: socket.socket, started: float) -> dict[str, Any]:
    """How the child ended: exit or signal, whether by the clock, seconds, CPU seconds, peak memory in bytes."""
    handle = os.pidfd_open(child)
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    poll.register(control, select.POLLHUP | select.POLLRDHUP)
    late = False
    ready = poll.poll(max(0.0, wall - (time.monotonic() - started)) * 1000)
    if not any(fd == handle for fd, _ in ready):
        late = not ready
        os.kill(child, signal.SIGKILL)
    os.close(handle)
    _, status, usage = os.wait4(child, 0)
    return {
        "exit": os.waitstatus_to_exitcode(status),
        "late": late,
        "seconds": round(time.monotonic() - started, 4),
        "cpu": usage.ru_utime + usage.ru_stime,
        "memory": usage.ru_maxrss * 1024,
    }


if __name__ == "__main__":
    main(sys.argv[1])
