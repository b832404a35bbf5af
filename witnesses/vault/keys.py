"""Where key-encryption keys come from: a file that its owner alone may read, never the database and never the settings.

Each line of the file is `IDENTIFIER BASE64` (32 bytes); the first is the active one, the others still open what they wrapped.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from witnesses.vault.sealing import KEY, new_key

CREDENTIAL = "vault-keys"  # its name in systemd's $CREDENTIALS_DIRECTORY


class KeySource(Protocol):
    """What gives the vault its keys. A key service takes the file's place by providing these two."""

    def active(self) -> str:
        """The identifier of the key under which new subjects' keys are wrapped."""

    def key(self, kek_id: str) -> bytes:
        """The key of this identifier (32 bytes). Raises: KeyError."""


@dataclass(slots=True, repr=False)
class KeyFile:
    """Keys from a file, read again when the file has changed, so that rotation needs no restart.

    Once read they stay when the file goes away: it may be on a stick that is put back into its safe.
    """

    path: Path
    _keys: dict[str, bytes] = field(default_factory=dict)
    _seen: tuple[int, int] = (0, 0)
    _lock: Lock = field(default_factory=Lock)

    def active(self) -> str:
        return next(iter(self._read()))

    def key(self, kek_id: str) -> bytes:
        return self._read()[kek_id]

    def _read(self) -> dict[str, bytes]:
        with self._lock:
            if self._keys and not self.path.exists():
                return self._keys
            found = self.path.stat()
            seen = (found.st_mtime_ns, found.st_ino)
            if seen != self._seen:
                objection = exposed(self.path)
                if objection:
                    raise ImproperlyConfigured(objection)
                self._keys, self._seen = read_keys(self.path), seen
            return self._keys


def key_source() -> KeySource:
    """The keys of this process.

    Raises:
        ImproperlyConfigured: no file is named, it lies where a thief of the data would find it, or others may read it.
    """
    named = os.environ.get("CREDENTIALS_DIRECTORY", "")
    credential = Path(named) / CREDENTIAL if named else None
    path = credential if credential and credential.exists() else settings.VAULT_KEY_FILE
    if not path:
        raise ImproperlyConfigured(
            "VAULT_KEY_FILE is not set: the vault has no key. docs/operating.md says how to make one."
        )
    objection = badly_placed(Path(path)) or exposed(Path(path))
    if objection:
        raise ImproperlyConfigured(objection)
    return KeyFile(Path(path))


def badly_placed(path: Path) -> str:
    """Why keys may not lie at `path`: beside the data they open, or in the code. Empty when they may."""
    where = path.resolve()
    code = [settings.BASE_DIR / name for name in ("inquiry", "witnesses", "evidence", "reports", "static", "templates")]
    data = [settings.STORAGE_ROOT, settings.UPLOAD_ROOT, settings.SCRATCH_ROOT, settings.STATIC_ROOT]
    data += settings.STATE_DIR.glob("postgresql-*")
    if any(where.is_relative_to(Path(folder).resolve()) for folder in [*code, *data]):
        return f"VAULT_KEY_FILE lies in a folder of the system's data or code ({path}): whoever copies that would have both."
    return ""


def exposed(path: Path) -> str:
    """Why the file is not kept well enough; empty when only its owner may read it."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return f"The file of the vault's keys is missing ({path}); restore it from where it is kept apart."
    by_systemd = path.parent == Path(os.environ.get("CREDENTIALS_DIRECTORY", "/nowhere")) and found.st_uid == 0
    wanted = 0o440 if by_systemd else 0o600  # systemd grants the service by an access list, which shows as the group's
    if stat.S_IMODE(found.st_mode) & ~wanted or (found.st_uid != os.geteuid() and not by_systemd):
        return f"The file of the vault's keys may be read by others ({path}); give it mode 0600 and the vault's own account."
    return ""


def read_keys(path: Path) -> dict[str, bytes]:
    """The keys of a file, the active one first.

    Raises:
        ImproperlyConfigured: a line is no key, or there is none.
    """
    rows = [line.split() for line in path.read_text().splitlines() if line.strip()]
    keys = {row[0]: _decoded(row[1]) for row in rows if len(row) == 2}
    if not keys or len(keys) != len(rows) or any(len(key) != KEY for key in keys.values()):
        raise ImproperlyConfigured(f"The file of the vault's keys is damaged ({path}); restore it.")
    return keys


def add_key(path: Path) -> str:
    """Put a new active key before the others, in one step; returns its identifier."""
    keys = read_keys(path) if path.exists() else {}
    identifier = f"kek-{secrets.token_hex(4)}"
    write_keys(path, {identifier: new_key(), **keys})
    return identifier


def write_keys(path: Path, keys: dict[str, bytes]) -> None:
    """Replace the file; only its owner may read it."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    with open(partial, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.writelines(f"{name} {base64.b64encode(key).decode()}\n" for name, key in keys.items())
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""
