"""What every kind of mail has in common: its headers as facts in one vocabulary, and how its text is laid out.

Page 1 of a letter, whatever file it came from: one line `From: …`, then `To:`, `Cc:`, `Bcc:`, `Date:`, `Subject:` (those
there are, in this order, each on one line), then lines of the same shape for what an appointment, a contact or a task says of
itself, an empty line, the body. The facts: `claimed_from`, `claimed_to`, `claimed_cc`, `claimed_bcc`, `claimed_subject` as
they were written (a list where a header stands twice); `claimed_sent_at` in ISO 8601 beside `claimed_date_as_written`;
`claimed_message_id` and `claimed_in_reply_to` one string without angle brackets, `claimed_references` always a list of such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.ingestion.formats import _headers
from evidence.ingestion.stage import Fact

Held = dict[str, list[str]]  # lower-case name: decoded values in order
_SHOWN = (("From", "from"), ("To", "to"), ("Cc", "cc"), ("Bcc", "bcc"), ("Date", "date"), ("Subject", "subject"))
_FACTS = {
    "subject": "claimed_subject",
    "from": "claimed_from",
    "to": "claimed_to",
    "cc": "claimed_cc",
    "bcc": "claimed_bcc",
    "reply-to": "claimed_reply_to",
    "sender": "claimed_sender",
    "thread-topic": "claimed_thread_topic",
    "thread-index": "claimed_thread_index",
    "x-mailer": "claimed_software",
    "user-agent": "claimed_software",
    "return-path": "claimed_return_path",
    "delivered-to": "claimed_delivered_to",
    "resent-from": "claimed_resent_from",
    "resent-to": "claimed_resent_to",
    "list-id": "claimed_list",
    "snapshot-content-location": "claimed_address",
    "x-originating-ip": "claimed_sender_ip",
    "organization": "claimed_organisation",
    "importance": "claimed_importance",
    "authentication-results": "claimed_authentication",
    "x-message-class": "claimed_message_class",
}
_ID = re.compile(r"<\s*([^<>\s][^<>]{0,990}?)\s*>")
MOST_REFERENCES = 500
LONGEST_FACT = 4000
LONGEST_LIST = 100_000  # of addresses: a letter to thousands has them all
_LISTS = frozenset({"to", "cc", "bcc", "resent-to"})


def ids(values: list[str]) -> list[str]:
    """Message ids without their angle brackets, each once, in order; a header without brackets is one id if it is one word."""
    found: list[str] = []
    for value in values:
        found += _ID.findall(value) or [one for one in value.split() if "@" in one]
    return list(dict.fromkeys(re.sub(r"\s+", "", one)[:LONGEST_FACT] for one in found))[:MOST_REFERENCES]


def facts(held: Held) -> Iterator[Fact]:
    """Headers as what the message claims; repeated ones as lists; the date in ISO 8601 where it can be understood."""
    for name, key in _FACTS.items():
        values = _bounded(held.get(name, []), LONGEST_LIST if name in _LISTS else LONGEST_FACT)
        if values:
            yield Fact(key, values[0] if len(values) == 1 else values)
    yield from _threads(held)
    if "received" in held:
        yield Fact("claimed_received", _bounded(held["received"][:30], 30 * LONGEST_FACT))
    for written in held.get("date", [])[:1]:
        yield Fact("claimed_date_as_written", written[:LONGEST_FACT])
        at = _headers.moment(written)
        if at:
            yield Fact("claimed_sent_at", at)


def _bounded(values: list[str], most: int) -> list[str]:
    """The values that say something, so many characters in all; where the rest is left out stands a mark."""
    found: list[str] = []
    for value in filter(None, values):
        if len(value) > most:
            return [*found, value[:most] + "…"]
        found.append(value)
        most -= len(value)
    return found


def _threads(held: Held) -> Iterator[Fact]:
    """Which message this is, which it answers, and the line of those before it."""
    own, answered = ids(held.get("message-id", [])[:1]), ids(held.get("in-reply-to", []))
    if own or held.get("message-id"):
        yield Fact("claimed_message_id", own[0] if own else held["message-id"][0][:LONGEST_FACT])
    if answered:
        yield Fact("claimed_in_reply_to", answered[0])
    elif held.get("in-reply-to"):
        yield Fact("claimed_in_reply_to_as_written", held["in-reply-to"][0][:LONGEST_FACT])
    before = list(dict.fromkeys([*ids(held.get("references", [])), *answered[1:]]))
    if before:
        yield Fact("claimed_references", before)


def head(held: Held, more: list[tuple[str, str]] | None = None) -> str:
    """The lines above the body; `more`: further (label, value)."""
    lines = [(label, ", ".join(held[key])[:4000]) for label, key in _SHOWN if held.get(key)]
    return "\n".join(f"{label}: {_one_line(value)}" for label, value in [*lines, *(more or [])])


def _one_line(value: str) -> str:
    return re.sub(r"\s*\n\s*", " ", value).strip()


def page(head: str, body: str) -> str:
    """Head, an empty line, body."""
    return f"{head}\n\n{body}"
