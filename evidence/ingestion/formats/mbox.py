"""Mailboxes (mbox, also with counted lengths): every message a child, byte for byte without its From_ line.

The line that parts messages is one that begins with "From ", follows an empty line (or nothing) and is followed by a header;
`about` keeps what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser

from evidence.ingestion.formats import _headers
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Outcome, PageCount, Trouble

READS = frozenset({"application/mbox"})
VERSION = "2"
_FROM = re.compile(rb"From \S+.*\d{4}\s*$|From (-|\S+@\S+)|From .*\d\d:\d\d")
_HEADER = re.compile(rb"[!-9;-~]{1,100}:|>?From ")
_QUOTED = re.compile(rb">+From ")
_MOST_MESSAGE = 256 * 2**20
_TOO_LONG = "This message is longer than is kept of one: its beginning was kept."


class _Held:
    """The message whose lines are being gathered."""

    def __init__(self, line: bytes) -> None:
        self.envelope, self.lines, self.size = line, list[bytes](), 0

    def add(self, line: bytes) -> None:
        """One more line, without the quoting that mailboxes put before "From "."""
        self.size += len(line)
        if self.size <= _MOST_MESSAGE:
            self.lines.append(line[1:] if _QUOTED.match(line) else line)

    @property
    def data(self) -> bytes:
        """The message."""
        return b"".join(self.lines)

    @property
    def problem(self) -> str:
        """What is wrong with it, in a sentence."""
        if self.size > _MOST_MESSAGE:
            return _TOO_LONG
        ended = any(not line.strip() for line in self.lines)
        return "" if ended else "This message is cut off."


def _messages(source: Source) -> Iterator[_Held]:
    """Messages in order; lines before the first belong to none."""
    held: _Held | None = None
    waiting, blank = b"", True
    with source.open() as file:
        for line in file:
            if waiting:
                if _HEADER.match(line) or not line.strip():
                    if held:
                        yield held
                    held = _Held(waiting)
                elif held:
                    held.add(waiting)
                waiting = b""
            if blank and line.startswith(b"From ") and _FROM.match(line):
                waiting = line
            elif held:
                held.add(line)
            blank = not line.strip()
    if held:
        yield held


def children(source: Source) -> Iterator[Member | Fact | PageCount | Trouble]:
    """Messages in order, named by number and subject."""
    number, subjects = 0, list[str]()
    for number, held in enumerate(_messages(source), 1):
        data = held.data
        subject = _headers.plain(BytesHeaderParser().parsebytes(data[:65_536]).get("Subject", ""))
        subjects.append(subject[:300])
        words = re.sub(r"[\\/\0\s]+", " ", subject)[:100].strip()
        name = f"{number:05d} {words}".strip() + ".eml"
        about = {"claimed_envelope": _headers.plain(held.envelope.decode("utf-8", "surrogateescape"))[5:500]}
        yield Member(name.encode("utf-8", "replace"), name, "member", [data], problem=held.problem, about=about)
    if not number:
        yield Trouble(Outcome.DAMAGED, "The mailbox holds no message that could be found.")
    yield Fact("messages", number)
    yield Fact("subjects", list(dict.fromkeys(filter(None, subjects)))[:100])
