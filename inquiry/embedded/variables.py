"""The environment that the settings read: made here, handed to every child, kept for `script/manage`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from inquiry.embedded.servers import Addresses
from inquiry.embedded.state import State, write_private

CHECKOUT = Path(__file__).resolve().parents[2]

# What an operator may have set for the server, and `script/manage` in another terminal must see alike.
REMEMBERED = (
    "API_RATE",
    "INQUIRY_CLAMD",
    "LOG_LEVEL",
    "S3_ACCESS_KEY",
    "S3_BUCKET",
    "S3_ENDPOINT_URL",
    "S3_PLAIN_HTTP",
    "S3_REGION",
    "S3_SECRET_KEY",
    "SESSION_IDLE_SECONDS",
    "SESSION_LONGEST_SECONDS",
    "STORAGE",
)


# What the vault and its commands alone are given. Nobody else gets it, also when it stands in the caller's environment.
OF_THE_VAULT = ("VAULT_DATABASE_URL", "VAULT_KEY_FILE", "CREDENTIALS_DIRECTORY")


def of_the_vault() -> dict[str, str]:
    """What the caller's environment says for the vault alone."""
    return {name: os.environ[name] for name in OF_THE_VAULT if os.environ.get(name)}


def variables(state: State, found: Addresses) -> dict[str, str]:
    """Everything that the settings need of this installation; what the caller's environment says goes first."""
    made = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or state.secrets().secret_key,
        "DATABASE_URL": found.database,
        "REDIS_URL": found.queue,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "PLAIN_HTTP_ON_LOOPBACK": "yes",
        "STATE_DIR": str(state.root),
        "STORAGE_ROOT": os.environ.get("STORAGE_ROOT") or str(state.root / "store"),
        "VAULT_SOCKET": str(state.vault_socket()),
    }
    return {**{name: os.environ[name] for name in REMEMBERED if name in os.environ}, **made}


def children(own: Mapping[str, str]) -> dict[str, str]:
    """A child's whole environment: ours, with what makes Python find the project and write its log at once."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_THE_VAULT}
    return {**inherited, **own, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}


def write(path: Path, own: Mapping[str, str]) -> None:
    """Keep the variables as lines that a shell can read too."""
    write_private(path, "".join(f"{name}={shlex.quote(value)}\n" for name, value in own.items()))


def read(path: Path) -> dict[str, str]:
    """The variables kept there by the last start; empty when there was none."""
    if not path.exists():
        return {}
    lines = path.read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: "".join(shlex.split(value)) for name, _, value in pairs}
