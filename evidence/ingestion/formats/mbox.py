"""Mailboxes (mbox): every message a child, byte for byte without its From_ line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser

from evidence.ingestion.formats import _headers
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, PageCount

READS = frozenset({"application/mbox"})
VERSION = "1"
_FROM = re.compile(rb"From \S+.*\d{4}\s*$|From (-|\S+@\S+)")
_MOST_MESSAGE = 256 * 2**20


def _messages(source: Source) -> Iterator[bytes]:
    """Messages between From_ lines that follow an empty line."""
    lines: list[bytes] = []
    blank, started, size = True, False, 0
    with source.open() as file:
        for line in file:
            if blank and line.startswith(b"From ") and _FROM.match(line):
                if started:
                    yield b"".join(lines)
                lines, started, size = [], True, 0
            elif started and size < _MOST_MESSAGE:
                quoted = re.match(rb">+From ", line)
                lines.append(line[1:] if quoted else line)
                size += len(line)
            blank = not line.strip()
    if started:
        yield b"".join(lines)


def children(source: Source) -> Iterator[Member | Fact | PageCount]:
    """Messages in order, named by number and subject."""
    number, subjects = 0, list[str]()
    for number, data in enumerate(_messages(source), 1):
        subject = BytesHeaderParser().parsebytes(data[:65_536]).get("Subject", "")
        subjects.append(_headers.plain(subject)[:300])
        words = re.sub(r"[\\/\0\s]+", " ", subjects[-1])[:100].strip()
        name = f"{number:05d} {words}".strip() + ".eml"
        problem = "" if b"\n\n" in data or b"\r\n\r\n" in data else "This message is cut off."
        yield Member(name.encode("utf-8", "replace"), name, "member", [data], problem=problem)
    yield Fact("messages", number)
    yield Fact("subjects", list(dict.fromkeys(subjects))[:100])
