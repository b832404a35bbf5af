"""Under which account PostgreSQL runs: it refuses root, so root has to step down."""
# ruff: noqa: S603 - the commands are our own, never a user's words

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inquiry.embedded.programs import postgres_environment
from inquiry.embedded.trouble import Trouble

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Account:
    """`prefix` goes before a command; `owner` is the user and group (their numbers) who must own the files."""

    prefix: tuple[str, ...]
    owner: int


# Root keeps the files, but PostgreSQL sees itself as user 1000 without any privilege. It works below directories that
# only root may enter, which dropping to "nobody" does not.
NAMESPACE = Account(("unshare", "--user", "--map-user=1000", "--map-group=1000"), 0)
STEP_DOWN = Account(
    ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all"),
    NOBODY,
)


def choose(directory: Path, program: Path) -> Account:
    """The first way that works here of running `program` with files in `directory` (which exists).

    Raises:
        Trouble: we are root, and there is no way to step down.
    """
    if os.geteuid() != 0:
        return Account((), os.geteuid())
    for account in (NAMESPACE, STEP_DOWN):
        if shutil.which(account.prefix[0]) and _works(account, directory, program):
            return account
    raise Trouble(
        "PostgreSQL does not run as root, and this machine allows neither user namespaces nor another account below "
        f"{directory}; start as an ordinary user, or choose a directory that everybody may enter with --state."
    )


def give(directory: Path, account: Account) -> None:
    """Make `directory` and all below it belong to the account; nothing to do for an ordinary user."""
    if os.geteuid() != 0 or directory.stat().st_uid == account.owner:
        return
    for folder, names, files in os.walk(directory):
        for name in (*names, *files):
            os.lchown(Path(folder) / name, account.owner, account.owner)
    os.chown(directory, account.owner, account.owner)


def _works(account: Account, directory: Path, program: Path) -> bool:
    trial = directory / ".account"
    trial.mkdir(mode=0o700, exist_ok=True)
    give(trial, account)
    try:
        return _succeeds([*account.prefix, "touch", str(trial / "file")]) and _succeeds(
            [*account.prefix, str(program), "--version"]
        )
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _succeeds(command: Sequence[str]) -> bool:
    env = postgres_environment(os.environ)
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=env).returncode == 0
