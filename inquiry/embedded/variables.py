"""The environment that the settings read: made here, handed to every child, kept for `script/manage`."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from inquiry.embedded.state import State, write_private

CHECKOUT = Path(__file__).resolve().parents[2]

# What an operator may have set for the server, and `script/manage` in another terminal must see alike.
REMEMBERED = (
    "API_RATE",
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


def variables(state: State, *, database_url: str, redis_url: str) -> dict[str, str]:
    """Everything that the settings need of this installation; what the caller's environment says goes first."""
    made = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or state.secrets().secret_key,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "PLAIN_HTTP_ON_LOOPBACK": "yes",
        "STATE_DIR": str(state.root),
        "STORAGE_ROOT": os.environ.get("STORAGE_ROOT") or str(state.root / "store"),
    }
    return {**{name: os.environ[name] for name in REMEMBERED if name in os.environ}, **made}


def children(own: Mapping[str, str]) -> dict[str, str]:
    """A child's whole environment: ours, with what makes Python find the project and write its log at once."""
    return {**os.environ, **own, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}


def write(state: State, own: Mapping[str, str]) -> None:
    """Keep the variables as lines that a shell can read too."""
    write_private(state.environment_file, "".join(f"{name}={shlex.quote(value)}\n" for name, value in own.items()))


def read(state: State) -> dict[str, str]:
    """The variables kept by the last start; empty when there was none."""
    if not state.environment_file.exists():
        return {}
    lines = state.environment_file.read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: "".join(shlex.split(value)) for name, _, value in pairs}
