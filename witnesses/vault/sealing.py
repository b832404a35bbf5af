"""The vault's cryptography: AES-256-GCM by `cryptography`, a key per subject, a derived key per group. Pure.

A sealed piece is `nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes)`. What it belongs to is bound as associated data, so a piece
that was moved to another subject, group, version or inquiry, or put back to an older version, does not open.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inquiry.shared import chain
from witnesses.vault.fields import Fields

KEY, NONCE = 32, 12  # bytes


class Broken(Exception):
    """Something does not open with the key and the place it is said to have: changed, moved, put back, or another key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed group stands; all of it is bound."""

    inquiry: str
    subject: str
    group: str
    version: int

    def bound(self) -> bytes:
        return f"vault/v1|{self.inquiry}|{self.subject}|{self.group}|{self.version}".encode()


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """What is sealed: the fields, the secret of their commitment (hex), and who deposited them (the user's number)."""

    fields: Fields
    nonce: str
    by: int

    def commitment(self, place: Place) -> str:
        """A digest that binds to the fields in their place without giving them away: the audit keeps it."""
        about = [place.inquiry, place.subject, place.group, place.version]
        return chain.commitment(self.nonce, {"place": about, "fields": self.fields, "by": self.by})


def new_key() -> bytes:
    return os.urandom(KEY)


def wrap(kek: bytes, dek: bytes, *, inquiry: str, subject: str, kek_id: str) -> bytes:
    """The subject's key under the key-encryption key."""
    return _seal(kek, dek, _wrap_bound(inquiry, subject, kek_id))


def unwrap(kek: bytes, wrapped: bytes, *, inquiry: str, subject: str, kek_id: str) -> bytes:
    """The subject's key. Raises: Broken."""
    return _open(kek, wrapped, _wrap_bound(inquiry, subject, kek_id))


def seal(dek: bytes, content: Content, place: Place) -> bytes:
    """Seal one version of one group."""
    body = {"fields": content.fields, "nonce": content.nonce, "by": content.by}
    plain = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return _seal(_group_key(dek, place.group), plain, place.bound())


def unseal(dek: bytes, sealed: bytes, place: Place) -> Content:
    """What was sealed there. Raises: Broken."""
    body: dict[str, Any] = json.loads(_open(_group_key(dek, place.group), sealed, place.bound()))
    return Content(body["fields"], body["nonce"], body["by"])


def digest(sealed: bytes, place: Place) -> str:
    """Hex SHA-256 of a sealed piece in its place; says nothing about what is in it, whose nonce is random."""
    return hashlib.sha256(b"sealed/v1|" + place.bound() + b"|" + sealed).hexdigest()


def remains(digests: Iterable[str]) -> str:
    """One digest over the digests of all that is left of a subject, whatever their order."""
    return hashlib.sha256("|".join(["remains/v1", *sorted(digests)]).encode()).hexdigest()


def _wrap_bound(inquiry: str, subject: str, kek_id: str) -> bytes:
    return f"dek/v1|{inquiry}|{subject}|{kek_id}".encode()


def _group_key(dek: bytes, group: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=group.encode()).derive(dek)


def _seal(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _open(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound)
    except (InvalidTag, ValueError):
        raise Broken("This does not open.") from None
