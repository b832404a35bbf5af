"""JSON, also one value to a line (NDJSON): as it is written, indented for people, escaped letters made readable.

Nothing is parsed for its text, so that depth, size, doubled keys and numbers beyond measure do no harm and stay as they
stand. A messenger's export is told as the conversation that it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from evidence.ingestion import charsets
from evidence.ingestion.formats import _chat, _telegram
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Outcome, Page, PageCount, Trouble

READS = frozenset({"application/json", "application/x-ndjson"})
VERSION = "2"
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")
_SIGN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{},:]|[^\s\[\]{},:"]+')
_MOST_PARSED = 96 * 2**20
_LONG, _MOST_BROKEN, _DEEPEST = 400, 8 * 2**20, 24  # letters of a line that is broken up; steps of indentation
_TALKS = re.compile(rb'"(messages|chats)"\s*:')


def text(source: Source) -> Iterator[Page | PageCount | Fact | Trouble]:
    """The text as one part, or the conversations in it."""
    most = 4 * source.limits.text_chars
    with source.open() as file:
        data = file.read(most)
    content, encoding = charsets.decode(data)
    yield Fact("encoding", encoding)
    talks = _telegram.talks(_parsed(data, content)) if source.size <= min(most, _MOST_PARSED) else []
    if talks:
        yield from _chat.told(_telegram.PROGRAM, talks)
        return
    if source.size > most:
        yield Trouble(Outcome.PARTLY_READ, "The text is longer than is kept for searching: its beginning was read.")
    yield Page(1, _ESCAPE.sub(_letters, indented(content)))


def _parsed(data: bytes, content: str) -> Any:
    """The value, where it may hold conversations; None for anything else and for what is too deep or broken."""
    if not _TALKS.search(data):
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def indented(content: str) -> str:
    """The same text with its long lines broken behind commas and brackets."""
    return "\n".join(map(_line, content.split("\n")))


def _line(line: str) -> str:
    if len(line) <= _LONG:
        return line
    if len(line) > _MOST_BROKEN:
        return line.replace("},{", "},\n{").replace("}, {", "},\n{")
    made = _broken(line)
    return made if len(made) <= 3 * len(line) else line  # brackets within brackets: nothing to read


def _broken(line: str) -> str:
    parts, depth = list[str](), 0
    for found in _SIGN.finditer(line):
        sign = found[0]
        if sign in "[{":
            depth += 1
            parts.append(f"{sign}\n{_step(depth)}")
        elif sign in "]}":
            depth = max(0, depth - 1)
            parts.append(f"\n{_step(depth)}{sign}")
        else:
            parts.append(f",\n{_step(depth)}" if sign == "," else ": " if sign == ":" else sign)
    return re.sub(r"([\[{])\s+([\]}])", r"\1\2", "".join(parts))


def _step(depth: int) -> str:
    return "  " * min(depth, _DEEPEST)


def _letters(match: re.Match[str]) -> str:
    made = str(json.loads(f'"{match[0]}"'))
    return made if made.isprintable() else match[0]
