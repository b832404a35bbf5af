"""Chain arithmetic: canonical bytes, salted commitments and links. Pure; nothing here knows a table.

A link's digest is SHA-256 over its position, the digest before it and the entry's commitment (domain-separated), so an
entry cannot be changed, moved, added or taken out without every later link changing.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

START = "0" * 64


def canonical(value: Any) -> bytes:
    """JSON bytes that are the same wherever they are made: sorted keys, NFC, no blanks, no floats.

    Raises:
        TypeError: something is not a string, whole number, truth value, None, list or mapping.
    """
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def commitment(nonce: str, body: Any) -> str:
    """Hex SHA-256 that binds to `body` without giving it away: the nonce (hex) keeps short bodies from being guessed."""
    return hashlib.sha256(b"c1" + bytes.fromhex(nonce) + canonical(body)).hexdigest()


def link(position: int, previous: str, entry: str) -> str:
    """Hex digest of the link at `position` (from 1) after the link `previous` over the entry digest `entry`."""
    return hashlib.sha256(f"l1|{position}|{previous}|{entry}".encode()).hexdigest()


def follows(row: tuple[int, str, str, str], position: int, previous: str) -> bool:
    """Whether `row` (position, previous, entry, digest) is the link at `position` after the link `previous`."""
    at, before, entry, digest = row
    return (at, before) == (position, previous) and digest == link(position, previous, entry)
