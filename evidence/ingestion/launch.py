"""How the fork server is started: which folders it may see, by which means, with an empty environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from evidence.ingestion import confine

_PACKAGE = Path(__file__).resolve().parent  # …/evidence/ingestion
_ROOT = _PACKAGE.parent.parent
_SYSTEM = ("/lib", "/lib64", "/bin", "/sbin")
# One thread per reader: the cores are shared out by running several readers.
_ENVIRONMENT = {
    "PYTHONPATH": str(_ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "LANG": "C.UTF-8",
    "HOME": "/",
    "OMP_THREAD_LIMIT": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
}


_SCRATCH = "/tmp"  # noqa: S108  the sandbox's own, not the machine's


class CannotLaunch(Exception):
    """This level is not to be had here; the message says why."""


def _folders() -> list[str]:
    """What a reader needs to see: the system, the interpreter, its packages, this code. No settings, no state."""
    wanted = [
        "/usr",
        os.path.realpath(sys.base_prefix),
        os.path.realpath(sys.prefix),
        str(_PACKAGE),
        str(_PACKAGE.parent / "__init__.py"),
    ]
    extra = os.environ.get("TESSDATA_PREFIX", "")
    if extra and Path(extra).is_dir():
        wanted.append(os.path.realpath(extra))
    kept: list[str] = []
    for path in wanted:
        if not any(path == k or path.startswith(k + "/") for k in kept):
            kept.append(path)
    return kept


def start(level: str, control: int, uid: int) -> subprocess.Popen[bytes]:
    """Start the server at `level`, its control socket being descriptor `control`. CannotLaunch, OSError."""
    root = os.getuid() == 0
    setting = {"control": control, "level": level, "uid": uid, "readable": _readable()}
    python = [sys.executable, "-s", "-m", "evidence.ingestion.server", json.dumps(setting)]
    if level == "bwrap":
        command, environment = _bwrap(root) + python, {}
    elif level == "landlock":
        if not confine.landlock_version():
            raise CannotLaunch("the kernel has no Landlock")
        command, environment = python, _environment()
    else:
        raise CannotLaunch(f"there is no level {level}")
    return subprocess.Popen(  # noqa: S603  our own interpreter, arguments made here
        command,
        env=environment,
        pass_fds=(control,),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    extra = os.environ.get("TESSDATA_PREFIX", "")
    return {**_ENVIRONMENT, **({"TESSDATA_PREFIX": extra} if extra else {})}


def _readable() -> list[str]:
    return [*_folders(), *(os.path.realpath(p) for p in _SYSTEM if Path(p).exists()), "/etc/ld.so.cache"]


def _bwrap(root: bool) -> list[str]:
    """bubblewrap with everything unshared, nothing writable and no /proc; real root becomes another user inside."""
    program = shutil.which("bwrap")
    if not program:
        raise CannotLaunch("bubblewrap is not installed")
    command = [
        program,
        "--unshare-ipc",
        "--unshare-pid",
        "--unshare-net",
        "--unshare-uts",
        "--unshare-cgroup-try",
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--clearenv",
    ]
    if root:
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    # A little room for libraries that unpack their own data at start; shut by Landlock and RLIMIT_FSIZE before any file.
    # It comes first: the project itself may lie below it.
    command += ["--size", str(256 * 2**20), "--tmpfs", _SCRATCH]
    bound = _folders()
    for folder in sorted(
        {"/dev", *(str(above) for path in bound for above in Path(path).parents if above != Path("/"))}
    ):
        command += [
            "--perms",
            "0755",
            "--dir",
            folder,
        ]  # left to itself bubblewrap makes them 0700: shut to another user
    for path in bound:
        command += ["--ro-bind", path, path]
    for path in _SYSTEM:
        if Path(path).is_symlink():
            command += ["--symlink", str(Path(path).readlink()), path]
        elif Path(path).is_dir():
            command += ["--ro-bind", path, path]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for device in ("/dev/null", "/dev/urandom"):
        command += ["--dev-bind", device, device]
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    return [*command, "--remount-ro", "/", "--chdir", "/", "--"]
