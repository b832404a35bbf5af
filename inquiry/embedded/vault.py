"""The identity vault on one machine: its keys, what it alone is given, and its process."""

from __future__ import annotations

import base64
import secrets
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from inquiry.embedded import variables
from inquiry.embedded.prepare import manage_command
from inquiry.embedded.processes import Child, spawn
from inquiry.embedded.servers import Addresses
from inquiry.embedded.state import State, write_private
from inquiry.embedded.supervisor import Service, Supervisor, say

STOP = ((signal.SIGTERM, 8.0), (signal.SIGQUIT, 2.0))
READY_WITHIN = 60.0  # seconds
COMMANDS = frozenset({"migrate", "showmigrations", "run_vault", "rotate_vault_key"})  # these are given the password
ASKING = frozenset({"load_demonstration", "verify_ledgers"})  # these ask the process


def make_keys(path: Path) -> Path:
    """A file with one fresh key, as `witnesses.vault.keys` reads it. An existing file is left alone."""
    if not path.exists():
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        write_private(path, f"kek-{secrets.token_hex(4)} {key}\n")
    return path


def given_to(arguments: Sequence[str], own: Mapping[str, str]) -> dict[str, str]:
    """What a management command is given of the vault's own variables: everything or nothing."""
    return dict(own) if set(arguments[:1]) & COMMANDS else {}


def own_variables(state: State, found: Addresses) -> dict[str, str]:
    """What the vault and its commands are given beyond what everybody is; kept for `script/manage`. Empty without a database.

    Keys are made once for a state: where they are lost, fresh ones would only hide that.
    """
    own: dict[str, str] = {}
    if found.vault:
        made = {"VAULT_DATABASE_URL": found.vault, "VAULT_KEY_FILE": str(state.vault_keys)}
        own = {**made, **variables.of_the_vault()}
        if own["VAULT_KEY_FILE"] == made["VAULT_KEY_FILE"] and not state.stamp("vault-keys"):
            make_keys(state.vault_keys)
            state.set_stamp("vault-keys", "made")
    variables.write(state.vault_environment_file, own)
    return own


def start_vault(state: State, supervisor: Supervisor, env: Mapping[str, str]) -> None:
    """Start the vault's process and wait until it answers. The rest works without it, so a vault that does not is named only.

    Args:
        env: a child's environment with what the vault alone is given.
    """
    command = manage_command(["run_vault"])

    def start(log: IO[bytes]) -> Child:
        return spawn(command, env=env, stop_signal=signal.SIGTERM, log=log, cwd=variables.CHECKOUT)

    child = supervisor.start(Service("vault", start, STOP))
    if not _answers_soon(state.vault_socket(), child):
        say(f"The identity vault does not answer; {state.log('vault')} says why. Everything else works without it.")


def _answers_soon(path: Path, child: Child) -> bool:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and child.poll() is None:
        with socket.socket(socket.AF_UNIX) as door:
            if door.connect_ex(str(path)) == 0:
                return True
        time.sleep(0.05)
    return False
