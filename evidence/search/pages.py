"""Where in an item a query's words stand: which pages, and which places on a page.

The rule is the one of the index (`lexemes.answers`), applied to the page's own text, so that what is marked is what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence.items.models import Item, Page
from evidence.search.grammar import parse
from evidence.search.query import Phrase, QueryError, wanted
from evidence.search.snippets import hits
from evidence.search.words import tokens


@dataclass(frozen=True, slots=True)
class Box:
    """A word that answers: its text, and its place as shares of the page (0 to 1)."""

    text: str
    x: float
    y: float
    w: float
    h: float


def asked_for(query: str) -> Sequence[Phrase]:
    """The phrases that a query looks for; none when it is empty or cannot be understood."""
    try:
        return tuple(wanted(parse(query))) if query.strip() else ()
    except QueryError:
        return ()


def pages_hit(item: Item, query: str) -> list[int]:
    """The numbers of the item's pages on which something that the query looks for stands, in order.

    The item must be one that the reader may read: nothing is asked here.
    """
    phrases = asked_for(query)
    if not phrases:
        return []
    rows = Page.objects.filter(item=item).exclude(text="").order_by("number").values_list("number", "text")
    return [number for number, text in rows.iterator(chunk_size=100) if spans(text, phrases, item.language)]


def hits_on(item: Item, query: str, page: int) -> list[Box]:
    """The words of a page that answer the query, in reading order; none for a page whose words have no places.

    The item must be one that the reader may read: nothing is asked here.
    """
    phrases = asked_for(query)
    row = Page.objects.filter(item=item, number=page).first() if phrases else None
    words = row.words if row else []
    found = spans(" ".join(word[0] for word in words), phrases, item.language)
    boxes, at = [], 0
    for text, x0, y0, x1, y1, _sure in words:
        end = at + len(text)
        if any(left < end and at < right for left, right in found):
            boxes.append(Box(text, x0, y0, x1 - x0, y1 - y0))
        at = end + 1
    return boxes


def spans(text: str, phrases: Sequence[Phrase], language: str) -> list[tuple[int, int]]:
    """The characters of `text` that answer, as (start, end) in order, none within another."""
    if not phrases:
        return []
    words = list(tokens(text))
    found = sorted({(words[index].start, words[index].end) for index in hits(phrases, words, language)})
    return [span for n, span in enumerate(found) if not n or span[0] >= found[n - 1][1]]
