"""Plain text in any encoding."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion import charsets
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Outcome, Page, Trouble

READS = frozenset(
    {
        "text/plain",
        "text/markdown",
        "text/vtt",
        "text/csv",
        "text/tab-separated-values",
        "text/x-log",
        "text/calendar",
        "text/vcard",
        "application/vnd.apple.mpegurl",
        "application/postscript",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)
VERSION = "1"


def text(source: Source) -> Iterator[Page | Fact | Trouble]:
    """The whole text as one part."""
    most = 4 * source.limits.text_chars
    with source.open() as file:
        data = file.read(most)
    content, encoding = charsets.decode(data)
    yield Fact("encoding", encoding)
    if source.size > most:
        yield Trouble(Outcome.PARTLY_READ, "The text is longer than is kept for searching: its beginning was read.")
    yield Page(1, content)
