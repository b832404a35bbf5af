"""Messages on the vault's socket: four bytes of length, then JSON. Pure."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

LARGEST = 32 * 1024 * 1024  # bytes of one message
HEAD = struct.Struct("!I")


class Garbled(Exception):
    """The other side does not speak as agreed, said too much, or left in the middle. Never says what it said."""


class Silent(Garbled):
    """The other side left without a word: somebody who looked whether anybody answers."""


def send(door: socket.socket, message: Any) -> None:
    """Send one message. Raises: Garbled: it is too large."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > LARGEST:
        raise Garbled("This message is too large.")
    door.sendall(HEAD.pack(len(body)) + body)


def receive(door: socket.socket) -> Any:
    """The next message. Raises: Garbled; OSError, among them TimeoutError."""
    return body(door, announced(door))


def announced(door: socket.socket) -> int:
    """How long the next message will be. Raises: as `receive`."""
    (length,) = HEAD.unpack(_exactly(door, HEAD.size))
    if length > LARGEST:
        raise Garbled("The message announced is too large.")
    return int(length)


def body(door: socket.socket, length: int) -> Any:
    """The message of this length. Raises: as `receive`."""
    try:
        return json.loads(_exactly(door, length))
    except ValueError:
        raise Garbled("The message is no JSON.") from None


def _exactly(door: socket.socket, count: int) -> bytes:
    found = bytearray()
    while len(found) < count:
        piece = door.recv(min(count - len(found), 1 << 20))
        if not piece:
            raise Garbled("The other side left in the middle of a message.") if found else Silent
        found += piece
    return bytes(found)
