"""Stage text: the words of the file as it holds them itself, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.ingestion import charsets, formats
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding, Outcome, Page, PageCount, Trouble

NAME, VERSION = "text", "2"
PART_CHARS = 12_000  # text without pages is cut into parts of at most this many characters
_TOO_LONG = Trouble(Outcome.PARTLY_READ, "The text is longer than is kept for searching: its beginning was read.")


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Pages in NFC without control characters; parts of long unpaged text are numbered on."""
    reader = formats.reader(found.media_type)
    if reader is None or not hasattr(reader, "text"):
        return
    paged, chars, number = getattr(reader, "PAGED", False), 0, 0
    for finding in reader.text(source):
        if not isinstance(finding, Page):
            paged = paged or isinstance(finding, PageCount)  # whoever counts them first makes them real ones
            yield finding
            continue
        for part in [charsets.tidy(finding.text)] if paged else cut(charsets.tidy(finding.text)):
            chars += len(part)
            number += 1
            if chars > source.limits.text_chars:
                yield _TOO_LONG
                return
            yield replace(finding, text=part, number=finding.number if paged else number)
    if not paged and number:
        yield PageCount(number, getattr(reader, "UNIT", "part"))


def cut(text: str) -> list[str]:
    """Parts of at most PART_CHARS, cut behind a line end or at least between words where there is one."""
    parts, at = [], 0
    while len(text) - at > PART_CHARS:
        end = text.rfind("\n", at + PART_CHARS // 2, at + PART_CHARS) + 1
        end = end or text.rfind(" ", at + PART_CHARS // 2, at + PART_CHARS) + 1 or at + PART_CHARS
        parts.append(text[at:end])
        at = end
    return [*parts, text[at:]]
