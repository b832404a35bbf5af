"""The identity vault's keys on one machine: made at the first start, never again, and never put into the environment."""

from __future__ import annotations

import base64
import secrets
from pathlib import Path

from inquiry.embedded.state import write_private


def make_keys(path: Path) -> Path:
    """A file with one fresh key, as `witnesses.vault.keys` reads it. An existing file is left alone."""
    if not path.exists():
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        write_private(path, f"kek-{secrets.token_hex(4)} {key}\n")
    return path
