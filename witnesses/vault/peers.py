"""Who is at the other end of the vault's socket, as the kernel says it. Both ends ask."""

from __future__ import annotations

import os
import socket
import struct

from django.conf import settings

CREDENTIALS = struct.Struct("3i")  # pid, uid, gid


def peer(door: socket.socket) -> int:
    """The account (uid) at the other end."""
    _pid, uid, _gid = CREDENTIALS.unpack(door.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size))
    return int(uid)


def known() -> frozenset[int]:
    """The accounts of this system: our own, and those that `VAULT_PEERS` names."""
    return settings.VAULT_PEERS | {os.geteuid()}
