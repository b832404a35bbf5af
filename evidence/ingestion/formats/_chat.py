"""Conversations in one convention, whatever program exported them.

A page is a piece of one conversation (its title is the page's label, the unit is "conversation"), at most 200 messages long. A
message is a line `time⇥who⇥text`: the time in ISO 8601 as it was exported, nobody's name where the program itself speaks. Its
further lines begin with two tabs, and so does each attachment: `⇥⇥[file: name]`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from evidence.ingestion.stage import Fact, Page, PageCount

UNIT = "conversation"
AT_ONCE = 200  # messages on a page
_MOST_NAMES, _MOST_TALKS = 500, 500
_BREAKS = re.compile(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `who` is empty where the program speaks; `files` are names of what was attached."""

    at: str
    who: str
    text: str
    files: tuple[str, ...] = ()

    def lines(self) -> str:
        """The message in the convention."""
        said = [_flat(line) for line in self.text.strip("\n").split("\n")]
        first = f"{_flat(self.at)}\t{_flat(self.who)}\t{said[0]}"
        more = [f"\t\t{line}" for line in said[1:]]
        return "\n".join([first, *more, *(f"\t\t[file: {_flat(name)}]" for name in self.files)])


@dataclass
class Talk:
    """One conversation."""

    title: str
    messages: list[Message] = field(default_factory=list)

    def people(self) -> list[str]:
        """Who wrote, in the order of their first message."""
        return list(dict.fromkeys(one.who for one in self.messages if one.who))

    def span(self) -> tuple[str, str]:
        """The earliest and the latest time that a calendar has; empty where there is none."""
        times = [one.at for one in self.messages if is_time(one.at)]
        return (min(times), max(times)) if times else ("", "")


def _flat(text: str) -> str:
    return _BREAKS.sub(" ", text).replace("\t", " ").replace("\r", "").replace("\n", " ")


def is_time(text: str) -> bool:
    """Whether this is a time in ISO 8601."""
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return "T" in text


def told(program: str, talks: list[Talk]) -> Iterator[Fact | PageCount | Page]:
    """Everything that the stage of texts passes on: facts, the number of pages, the pages."""
    yield from _facts(program, talks)
    pieces = [(talk, at) for talk in talks for at in range(0, max(1, len(talk.messages)), AT_ONCE)]
    yield PageCount(len(pieces), UNIT)
    for number, (talk, at) in enumerate(pieces, 1):
        lines = "\n".join(one.lines() for one in talk.messages[at : at + AT_ONCE])
        yield Page(number, lines, label=talk.title[:500])


def _facts(program: str, talks: list[Talk]) -> Iterator[Fact]:
    people = list(dict.fromkeys(name for talk in talks for name in talk.people()))
    spans = [talk.span() for talk in talks if talk.span()[0]]
    yield Fact("claimed_software", program)
    yield Fact("participants", people[:_MOST_NAMES])
    yield Fact("participants_count", len(people))
    yield Fact("messages", sum(len(talk.messages) for talk in talks))
    if spans:
        yield Fact("claimed_first_message_at", min(first for first, _ in spans))
        yield Fact("claimed_last_message_at", max(last for _, last in spans))
    yield Fact("conversations", [_about(talk) for talk in talks[:_MOST_TALKS]])
    sent = list(_attached(talks))
    if sent:
        yield Fact("attachments", sent[:_MOST_NAMES])
        yield Fact("attachments_count", len(sent))


def _about(talk: Talk) -> dict[str, object]:
    first, last = talk.span()
    people = talk.people()[:50]
    return {"title": talk.title, "messages": len(talk.messages), "participants": people, "first": first, "last": last}


def _attached(talks: Iterable[Talk]) -> Iterator[dict[str, str]]:
    for talk in talks:
        for one in talk.messages:
            yield from ({"name": name, "who": one.who, "at": one.at} for name in one.files)
