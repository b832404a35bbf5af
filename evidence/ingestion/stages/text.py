"""Stage text: the words of the file as it holds them itself, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import ModuleType

from evidence.ingestion import charsets, formats
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding, Outcome, Page, PageCount, Trouble

NAME, VERSION = "text", "3"
PART_CHARS = 12_000  # text without pages is cut into parts of at most this many characters
LONGEST_PAGE = 100_000  # and a page that is longer than any that was ever printed, into parts of this many
_TOO_LONG = Trouble(Outcome.PARTLY_READ, "The text is longer than is kept for searching: its beginning was read.")


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Pages in NFC without control characters; parts of long unpaged text are numbered on."""
    reader = formats.reader(found.media_type)
    if reader is None or not hasattr(reader, "text"):
        return
    made, chars = _Numbered(reader, found), 0
    for finding in reader.text(source):
        if isinstance(finding, PageCount):
            made.count(finding)
        if not isinstance(finding, Page):
            yield finding
            continue
        for page in made.pages(finding):
            chars += len(page.text)
            if chars > source.limits.text_chars:
                yield _TOO_LONG
                return
            yield page
    yield from made.rest()


class _Numbered:
    """Gives the pages of a file their numbers, and the parts of those that are too long for one.

    What is drawn keeps the number of its picture, and the rest of it follows behind all others; elsewhere the parts stand
    one behind the other, and later pages move on.
    """

    def __init__(self, reader: ModuleType, found: Findings) -> None:
        self.paged, self.drawn = getattr(reader, "PAGED", False), hasattr(reader, "draw")
        self.unit = getattr(reader, "UNIT", "part")
        self.counted = PageCount(found.page_count or 0, found.page_unit)
        self.last = self.moved = self.more = 0
        self.late: list[Page] = []

    def count(self, finding: PageCount) -> None:
        """Whoever counts them first makes them real ones."""
        self.paged, self.counted = True, finding

    def pages(self, page: Page) -> list[Page]:
        """The page, or its parts as far as they come now."""
        first, *others = cut(charsets.tidy(page.text), LONGEST_PAGE if self.paged else PART_CHARS)
        number = page.number + self.moved if self.paged else self.last + 1
        after = (
            replace(page, words="[]", label=f"{page.label or f'Page {page.number}'}, continued") if self.paged else page
        )
        rest = [replace(after, text=text, number=number + at) for at, text in enumerate(others, 1)]
        if self.paged and self.drawn:
            self.late += rest
            rest = []
        elif self.paged:
            self.moved += len(rest)
            self.more += len(rest) if page.number <= self.counted.pages else 0
        self.last = max(self.last, number + len(rest))
        return [replace(page, text=first, number=number), *rest]

    def rest(self) -> Iterator[Page | PageCount]:
        """What is left at the end: parts of drawn pages, and how many pages there are now."""
        behind = max(self.last, self.counted.pages)
        for at, page in enumerate(self.late, 1):
            yield replace(page, number=behind + at)
        if not self.paged and self.last:
            yield PageCount(self.last, self.unit)
        elif self.more:
            yield PageCount(self.counted.pages + self.more, self.counted.unit)


def cut(text: str, most: int = PART_CHARS) -> list[str]:
    """Parts of at most so many characters, cut behind a line end or at least between words where there is one."""
    parts, at = [], 0
    while len(text) - at > most:
        end = text.rfind("\n", at + most // 2, at + most) + 1
        end = end or text.rfind(" ", at + most // 2, at + most) + 1 or at + most
        parts.append(text[at:end])
        at = end
    return [*parts, text[at:]]
