"""The malware scanner's own protocol: a file goes over in bounded pieces, one line comes back. Nothing is kept of it here.

The package `clamd` sends a kilobyte at a time and loses the answer when the scanner has had enough; this is all of the
protocol that is needed.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 256 * 1024
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 300.0
MOST_ANSWER = 8192
_FOUND, _LIMIT = " FOUND", "size limit exceeded"


class ScannerDown(Exception):
    """The scanner does not answer, or answers with what is no answer; the message says so in a sentence."""


class TooLarge(ScannerDown):
    """The scanner takes no file of this size as it is set up."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said of one file: the signature that it bears, empty when none; and the scanner's own version."""

    signature: str
    version: str


def address(text: str) -> str | tuple[str, int]:
    """A socket's path, or (host, port) on this machine.

    Raises:
        ValueError: neither; a scanner elsewhere would be sent what nobody else may see.
    """
    if text.startswith("/"):
        return text
    host, _colon, port = text.rpartition(":")
    if host not in {"127.0.0.1", "localhost", "[::1]"} or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("a path beginning with /, or 127.0.0.1:PORT")
    return host.strip("[]"), int(port)


def version(where: str) -> str:
    """Engine and signatures, as `1.4.3/27500`: without the day they were made.

    Raises:
        ScannerDown: it does not answer.
    """
    with _open(where) as line:
        said = _asked(line, b"zVERSION\0")
    engine = said.removeprefix("ClamAV ").strip()
    if not said.startswith("ClamAV ") or not engine:
        raise ScannerDown("The malware scanner gave an answer that is none.")
    return "/".join(engine.split("/")[:2])


def scan(where: str, file: BinaryIO) -> Verdict:
    """Have the scanner look at all bytes of `file`.

    Raises:
        TooLarge: it takes no file of that size.
        ScannerDown: it does not answer, or stopped in the middle.
    """
    engine = version(where)
    with _open(where) as line:
        said = _streamed(line, file)
    if said == "stream: OK":
        return Verdict("", engine)
    if said.startswith("stream: ") and said.endswith(_FOUND):
        return Verdict(said.removeprefix("stream: ").removesuffix(_FOUND).strip()[:200], engine)
    if _LIMIT in said:
        raise TooLarge(
            "The malware scanner takes no file of this size. It waits until the operator has raised the limit."
        )
    raise ScannerDown("The malware scanner could not look at this file just now.")


def _open(where: str) -> socket.socket:
    place = address(where)
    try:
        if isinstance(place, str):
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(CONNECT_SECONDS)
            line.connect(place)
        else:
            line = socket.create_connection(place, CONNECT_SECONDS)
    except OSError as fault:
        raise ScannerDown("The malware scanner does not answer.") from fault
    line.settimeout(ANSWER_SECONDS)
    return line


def _streamed(line: socket.socket, file: BinaryIO) -> str:
    """The scanner's answer; what it says before it hangs up is heard even when it did not take all."""
    try:
        line.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
    except OSError:
        pass
    return _answer(line)


def _asked(line: socket.socket, command: bytes) -> str:
    try:
        line.sendall(command)
    except OSError as fault:
        raise ScannerDown("The malware scanner does not answer.") from fault
    return _answer(line)


def _answer(line: socket.socket) -> str:
    said = b""
    try:
        while not said.endswith(b"\0") and len(said) < MOST_ANSWER:
            more = line.recv(MOST_ANSWER)
            if not more:
                break
            said += more
    except OSError as fault:
        if not said:
            raise ScannerDown("The malware scanner stopped answering.") from fault
    if not said:
        raise ScannerDown("The malware scanner stopped answering.")
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
