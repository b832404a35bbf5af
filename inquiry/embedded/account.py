"""Under which account PostgreSQL runs: it refuses root, so root has to step down."""
# ruff: noqa: S603 - the commands are our own, never a user's words

from __future__ import annotations

import os
import pwd
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


def choose(directory: Path, program: Path) -> Account:
    """The first way that works here of running `program` with files in `directory` (which exists).

    Raises:
        Trouble: we are root, or have no name, and there is no way to become somebody else.
    """
    if os.geteuid() != 0 and _has_name(os.geteuid()):
        return Account((), os.geteuid())
    for account in _others():
        if shutil.which(account.prefix[0]) and _works(account, directory, program):
            return account
    raise Trouble(
        "PostgreSQL runs neither as root nor as an account without a name, and this machine allows neither user namespaces "
        f"nor another account below {directory}; start as an ordinary user, or choose a directory that everybody may enter "
        "with --state."
    )


def _others() -> list[Account]:
    """Who else we could be: nobody in a namespace of our own, else truly nobody.

    In a namespace the files stay ours while PostgreSQL sees itself as `nobody` without any privilege. It works below
    directories that only we may enter, which stepping down to `nobody` does not. The name must exist: initdb asks for it.
    """
    namespace = Account(("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"), os.geteuid())
    number = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all")
    return [namespace, Account(("setpriv", *number), NOBODY)] if os.geteuid() == 0 else [namespace]


def _has_name(user: int) -> bool:
    try:
        return bool(pwd.getpwuid(user).pw_name)
    except KeyError:
        return False


def give(directory: Path, account: Account) -> None:
    """Make `directory` and all below it belong to the account; nothing to do for an ordinary user."""
    if os.geteuid() != 0 or directory.stat().st_uid == account.owner:
        return
    for folder, names, files in os.walk(directory):
        for name in (*names, *files):
            os.lchown(Path(folder) / name, account.owner, account.owner)
    os.chown(directory, account.owner, account.owner)


def _let_pass(directory: Path, group: int) -> None:
    """Let the account pass through an owner-only directory of ours; it can neither list nor change it."""
    os.chown(directory, -1, group)
    directory.chmod(0o710)


def _works(account: Account, directory: Path, program: Path) -> bool:
    if account.owner != os.geteuid():
        _let_pass(directory.parent, account.owner)
    trial = directory / ".account"
    trial.mkdir(mode=0o700, exist_ok=True)
    for belonging in (directory, trial):
        give(belonging, account)
    try:
        return _succeeds([*account.prefix, "touch", str(trial / "file")]) and _succeeds(
            [*account.prefix, str(program), "--version"]
        )
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _succeeds(command: Sequence[str]) -> bool:
    env = postgres_environment(os.environ)
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, env=env).returncode == 0
