"""A conversation as people read one: days, who said what and when, what was attached.

A page of the unit "conversation" has a message to a line, `time⇥who⇥text`; further lines of a message begin with two tabs,
and an attachment is such a line, `⇥⇥[file: name]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from evidence.viewer.layer import Span
from evidence.viewer.marked import Marked, Piece

UNIT = "conversation"
FILE = re.compile(r"^\[file: (?P<name>.+)\]$")
MOST_NAMED = 50
TONES = 6  # of people


@dataclass(slots=True)
class Message:
    """One message; `day` is set on the first of a day, `tone` tells people apart, `who` is empty for the system's lines."""

    day: str
    clock: str
    time: str
    who: str
    tone: int
    lines: list[list[Piece]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    linked: list[tuple[str, Any]] = field(default_factory=list)  # each name with its item, where one is known


@dataclass(slots=True)
class Chat:
    """What the template shows."""

    people: list[tuple[str, int]]
    messages: list[Message]


def chat(marked: Marked) -> Chat:
    """The messages of one page."""
    tones: dict[str, int] = {}
    messages: list[Message] = []
    day = ""
    for span in marked.lines():
        line = marked.text[slice(*span)]
        if line.startswith("\t\t") and messages:
            _further(marked, span, messages[-1])
        elif line.strip():
            made, day = _message(marked, span, tones, day)
            messages.append(made)
    return Chat(list(tones.items())[:MOST_NAMED], messages)


def _message(marked: Marked, span: Span, tones: dict[str, int], day: str) -> tuple[Message, str]:
    start, end = span
    columns = marked.text[start:end].split("\t", 2)
    if len(columns) < 3:
        return Message("", "", "", "", 0, [marked.cut(start, end)]), day
    time, who, _said = columns
    date, _gap, clock = time.partition("T") if "T" in time else time.partition(" ")
    tone = tones.setdefault(who, len(tones) % TONES + 1) if who else 0
    made = Message(date if date != day else "", clock[:8], time, who, tone)
    begin = start + len(time) + len(who) + 2
    _said_in(marked, (begin, end), made)
    return made, date


def _further(marked: Marked, span: Span, message: Message) -> None:
    _said_in(marked, (span[0] + 2, span[1]), message)


def _said_in(marked: Marked, span: Span, message: Message) -> None:
    """A line of a message: an attachment's name, or words."""
    named = FILE.match(marked.text[slice(*span)].strip())
    if named:
        message.files.append(named["name"])
    elif span[0] < span[1]:
        message.lines.append(marked.cut(*span))


def files(found: Chat) -> Iterator[str]:
    """The names of what was attached."""
    for message in found.messages:
        yield from message.files
