"""Files of no known kind: read as text when they are nearly that, kept as they are otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion import charsets, names
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Outcome, Page, Trouble, Unsupported

READS = frozenset({"application/octet-stream"})
VERSION = "1"
_SAMPLE = 65_536
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\x1b")


def text(source: Source) -> Iterator[Page | Fact | Trouble]:
    """The text without what is none; Unsupported when more than a few of its bytes, beside NULs, are no text."""
    sample = source.head(_SAMPLE).replace(b"\0", b"")
    plain = sample.translate(None, _CONTROLS)
    letters, _ = charsets.decode(plain)
    if not letters.strip() or len(plain) < 0.97 * len(sample) or letters.count("\ufffd") * 20 > len(letters):
        kind = names.plain("application/octet-stream")
        raise Unsupported(f"This is {kind}; it is kept as it is, but cannot be read yet.")
    content, encoding = charsets.decode(source.bytes(4 * source.limits.text_chars).replace(b"\0", b""))
    yield Fact("encoding", encoding)
    yield Trouble(Outcome.PARTLY_READ, "The file is of an unknown kind; what it holds of text was read.")
    yield Page(1, content)
