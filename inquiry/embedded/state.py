"""The state directory: everything that has to survive a restart, readable by its owner only."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from inquiry.embedded.processes import Record
from inquiry.embedded.trouble import Trouble

LONGEST_SOCKET_DIRECTORY = 107 - len("/.s.PGSQL.5432.lock")
FOLDERS = ("log", "store", "uploads", "scratch", "static", "vault")
LOG_LIMIT = 10 * 1024 * 1024
LOGS_KEPT = 3


@dataclass(frozen=True, slots=True)
class Secrets:
    """What this installation alone knows; made at the first start."""

    secret_key: str
    database_password: str
    keeper_password: str
    vault_password: str


@dataclass(frozen=True, slots=True)
class State:
    """One installation's directory. `open_state` makes it."""

    root: Path

    @property
    def environment_file(self) -> Path:
        return self.root / "environment"

    @property
    def vault_environment_file(self) -> Path:
        """What only the vault and its commands are given: its database's password, and where its keys are."""
        return self.root / "vault-environment"

    @property
    def vault_keys(self) -> Path:
        return self.root / "vault" / "keys"

    @property
    def sign_ins(self) -> Path:
        """Written by the command that loads the demonstration: who may sign in, and with which password."""
        return self.root / "demonstration-sign-ins.txt"

    @property
    def beat_schedule(self) -> Path:
        return self.root / "beat-schedule"

    @property
    def postgres_home(self) -> Path:
        """By major release: the files of one cannot be read by another."""
        return self.root / "postgresql-18"

    @property
    def valkey_data(self) -> Path:
        return self.root / "valkey"

    def log(self, name: str) -> Path:
        return self.root / "log" / f"{name}.log"

    def secrets(self) -> Secrets:
        """This installation's secrets; each is made once, since changing it would lock everybody out."""
        path = self.root / "secrets.json"
        known = _read_json(path, {})
        missing = {name: secrets.token_urlsafe(48) for name in Secrets.__slots__ if name not in known}
        if missing:
            known |= missing
            write_private(path, json.dumps(known, indent=1))
        return Secrets(**known)

    def stamp(self, name: str) -> str:
        """What was done last under this name (a digest of what it was done for); empty when it never was."""
        return str(_read_json(self.root / "stamps.json", {}).get(name, ""))

    def set_stamp(self, name: str, value: str) -> None:
        stamps = {**_read_json(self.root / "stamps.json", {}), name: value}
        write_private(self.root / "stamps.json", json.dumps(stamps, indent=1))

    def records(self) -> list[Record]:
        """The children of the launcher that ran here last; those of a readable record."""
        try:
            return [Record.from_json(row) for row in _read_json(self.root / "processes.json", [])]
        except (KeyError, TypeError, ValueError):
            return []

    def write_records(self, records: Sequence[Record]) -> None:
        write_private(self.root / "processes.json", json.dumps([record.as_json() for record in records], indent=1))

    def sockets(self, name: str = "run") -> Path:
        """A directory whose path is short enough for sockets: `name`, or what the link `name` leads to."""
        wanted = self.root / name
        if wanted.is_symlink():
            found = wanted.readlink()
            if _ours(found):
                return found
            wanted.unlink()
        if len(os.fsencode(wanted)) <= LONGEST_SOCKET_DIRECTORY:
            wanted.mkdir(mode=0o700, exist_ok=True)
            return wanted
        with contextlib.suppress(OSError):
            wanted.rmdir()
        short = Path(tempfile.mkdtemp(prefix="inquiry-", dir="/tmp"))
        wanted.symlink_to(short)
        return short

    def vault_socket(self) -> Path:
        """In a folder of its own: the account that PostgreSQL runs as may own the other one."""
        return self.sockets("run-vault") / "vault.sock"

    def open_log(self, name: str) -> IO[bytes]:
        """The log to append to; it begins anew when it has grown beyond 10 MB, and three old ones are kept."""
        path = self.log(name)
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            for number in range(LOGS_KEPT, 0, -1):
                older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
                if older.exists():
                    older.replace(path.with_name(f"{path.name}.{number}"))
        return open(path, "ab", opener=_private)


def open_state(root: Path) -> State:
    """The state in `root`, made if it is not there, entered by its owner only.

    Raises:
        Trouble: it belongs to somebody else, or cannot be made.
    """
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if root.stat().st_uid != os.geteuid():
            raise Trouble(
                f"The state directory {root} belongs to another account; start as that account, or use --state."
            )
        root.chmod(0o700)
        for name in FOLDERS:
            (root / name).mkdir(mode=0o700, exist_ok=True)
    except (PermissionError, NotADirectoryError, FileExistsError) as problem:
        raise Trouble(
            f"The state directory {root} cannot be used ({problem.strerror}); name another with --state."
        ) from problem
    return State(root)


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step; only its owner may read it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with open(partial, "w", opener=_private) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _ours(directory: Path) -> bool:
    """Is it still the owner-only directory that we made? Anybody may make one of that name once it is gone."""
    with contextlib.suppress(OSError):
        seen = directory.lstat()
        return directory.is_dir() and not directory.is_symlink() and _owner_only(seen)
    return False


def _owner_only(seen: os.stat_result) -> bool:
    mine = seen.st_uid == os.geteuid() or os.geteuid() == 0
    return mine and seen.st_mode & 0o077 == 0


def _read_json(path: Path, default: Any) -> Any:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        return default
    except ValueError as problem:
        raise Trouble(f"{path} is damaged; restore it from the backup.") from problem
