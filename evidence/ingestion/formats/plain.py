"""Plain text in any encoding, and the messengers' exports that are plain text."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion import charsets
from evidence.ingestion.formats import _chat, _whatsapp
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Outcome, Page, PageCount, Trouble

READS = frozenset(
    {
        "text/plain",
        "text/markdown",
        "text/vtt",
        "text/csv",
        "text/tab-separated-values",
        "text/x-log",
        "application/vnd.apple.mpegurl",
        "application/postscript",
    }
)
VERSION = "2"


def text(source: Source) -> Iterator[Page | PageCount | Fact | Trouble]:
    """The whole text as one part; of a messenger's export the conversation."""
    most = 4 * source.limits.text_chars
    with source.open() as file:
        data = file.read(most)
    content, encoding = charsets.decode(data)
    yield Fact("encoding", encoding)
    if source.size > most:
        yield Trouble(Outcome.PARTLY_READ, "The text is longer than is kept for searching: its beginning was read.")
    yield from _conversation(source.name, content) or [Page(1, content)]


def _conversation(name: str, content: str) -> list[Page | PageCount | Fact]:
    """What a messenger's export says; empty for any other text."""
    if _whatsapp.is_whatsapp(name, content):
        talk, facts = _whatsapp.whatsapp(name, content)
        return [*facts, *_chat.told("WhatsApp", [talk])]
    if _whatsapp.is_viber(content[:400]):
        return list(_chat.told("Viber", [_whatsapp.viber(name, content)]))
    return []
