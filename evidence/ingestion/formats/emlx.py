"""Apple Mail's messages (.emlx): the mail as any other, and the property list behind it as what Apple Mail says of it."""

from __future__ import annotations

import datetime as dt
import plistlib
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from evidence.ingestion.formats import mail
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Trouble

READS = frozenset({"message/x-emlx"})
VERSION = "1"
children, text = mail.children, mail.text
_MOST_LIST = 2**20
_FLAGS = (
    "read",
    "deleted",
    "answered",
    "encrypted",
    "flagged",
    "recent",
    "draft",
    "initial",
    "forwarded",
    "redirected",
)
_TIMES = {"date-received": "received_at", "date-sent": "sent_at_by_mailbox", "date-last-viewed": "last_viewed_at"}
_WORDS = {
    "original-mailbox": "claimed_folder",
    "remote-id": "claimed_remote_id",
    "conversation-id": "claimed_conversation",
    "account": "claimed_account",
}


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """The mail's own, then flags and times that Apple Mail noted."""
    yield from mail.metadata(source)
    noted = _noted(source)
    flags = noted.get("flags")
    if isinstance(flags, int):
        names = [name for bit, name in enumerate(_FLAGS) if flags >> bit & 1]
        yield Fact("claimed_flags", names)
    for key, fact in _WORDS.items():
        if isinstance(noted.get(key), str | int):
            yield Fact(fact, noted[key])
    for key, fact in _TIMES.items():
        value = noted.get(key)
        if isinstance(value, int | float) and 0 < value < 32_503_680_000:
            yield Fact(f"claimed_{fact}", dt.datetime.fromtimestamp(value, dt.UTC).isoformat())


def _noted(source: Source) -> dict[str, Any]:
    """The property list behind the message; empty when there is none that can be read."""
    data = source.bytes(mail.MOST)
    counted = re.match(rb"\s*(\d{1,10})[ ]*\r?\n", data)
    behind = data[counted.end() + int(counted[1]) :].lstrip() if counted else b""
    if not behind.startswith(b"<?xml") or len(behind) > _MOST_LIST or b"<!ENTITY" in behind:
        return {}
    try:
        noted = plistlib.loads(behind, fmt=plistlib.FMT_XML)
    except (ValueError, ExpatError, AttributeError, TypeError, OverflowError, RecursionError):
        return {}
    return noted if isinstance(noted, dict) else {}
