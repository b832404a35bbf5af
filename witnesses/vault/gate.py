"""What the vault asks before it opens or destroys an identity: whether a second person agreed.

The vault stands below the room that keeps those requests and does not import it: `settings.VAULT_GATE` names the module
(`witnesses.openings.gate`) that provides the functions of `Gate`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings


class Gate(Protocol):
    """Each function reads the database afresh; `user_id` is who wants to read or to destroy, never the one who agreed."""

    def may_open(self, opening_ref: str, cipher: str, user_id: int) -> str:
        """Why `user_id` may not read `cipher` under this opening now, as a sentence; empty when nothing stands against it."""

    def note_opened(self, opening_ref: str, cipher: str, user_id: int) -> None:
        """Use the opening up for this cipher: write the row that stands only once.

        Called inside a transaction of the vault's, on the database `default`, which also holds the vault's own audit entry
        `vault.open` and is committed before anything is decrypted. It must not open a durable transaction of its own.

        Raises:
            Refused: it was used up in the meantime (asked under lock). Then nothing is opened.
        """

    def was_agreed(self, ref: str, cipher: str, user_id: int, entry: int) -> bool:
        """Whether the audit holds, before its entry number `entry`, that `user_id` asked for `cipher` and another agreed."""

    def may_shred(self, ref: str, cipher: str, user_id: int) -> str:
        """Why `user_id` may not destroy the identity of `cipher` under the request `ref` now; empty when they may."""

    def note_shredded(self, ref: str, cipher: str, user_id: int) -> None:
        """Use the request up, in the same way as `note_opened`, with the vault's own audit entry `vault.shred`."""


def gate() -> Gate:
    """The functions of the module that the settings name."""
    return cast(Gate, import_module(settings.VAULT_GATE))
