"""Put an item's pages into the index, or take them out. Called inside the transaction of whoever changed the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from evidence.search import lexemes
from evidence.search.models import IndexedPage
from evidence.search.words import Found, tokens

PART_WORDS = 2000
"""Words in one row: PostgreSQL keeps 255 positions of a lexeme, and 16,383 positions in all."""
OVERLAP = 40
"""Words that the end of a part shares with the next one, so that a phrase over the seam is found."""
LONGEST_GAP = 20_000
"""Characters without a word that may follow the last word of a part."""
ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page to index: its number from 1 (0 for what is said about the item), text, language (ISO 639-1 or "")."""

    number: int
    text: str
    language: str = ""


def write(item_id: int, pages: Sequence[IndexPage]) -> int:
    """Index `pages` as all there is of the item, in place of what was there.

    Returns:
        The number of rows written.
    """
    drop(item_id)
    rows = (row for page in pages for row in _rows(item_id, page))
    written = 0
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        IndexedPage.objects.bulk_create(batch)
        written += len(batch)
    return written


def describe(item_id: int, said: IndexPage) -> None:
    """Index anew what is said about an item (page 0), and leave its text alone."""
    IndexedPage.objects.filter(item_id=item_id, number=0).delete()
    IndexedPage.objects.bulk_create(_rows(item_id, said))


def drop(item_id: int) -> None:
    """Take an item out of the index."""
    IndexedPage.objects.filter(item_id=item_id).delete()


def _rows(item_id: int, page: IndexPage) -> Iterator[IndexedPage]:
    text = page.text.replace("\x00", " ").encode("utf-8", "replace").decode()
    for number, (words, start, end) in enumerate(_parts(list(tokens(text)), len(text))):
        yield IndexedPage(
            item_id=item_id,
            number=page.number,
            part=number,
            language=page.language[:8],
            text=text[start:end],
            words=lexemes.vector(words, page.language),
        )


def _parts(words: list[Found], length: int) -> Iterator[tuple[list[Found], int, int]]:
    """Cut a page into parts of at most PART_WORDS words with positions from 1, and the characters of each."""
    step = PART_WORDS - OVERLAP
    for first in range(0, max(len(words) - OVERLAP, 1), step):
        part = words[first : first + PART_WORDS]
        if not part:
            return
        shift = part[0].position - 1
        start = 0 if first == 0 else part[0].start
        end = length if first + PART_WORDS >= len(words) else part[-1].end
        moved = [Found(w.start, w.end, w.position - shift, w.text, w.written) for w in part]
        yield moved, start, min(end, part[-1].end + LONGEST_GAP)
