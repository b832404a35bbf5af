"""Where in an item a query's words stand: which pages, and which places on a page.

The rule is the one of the index (`lexemes.answers`), applied to the page's own text, so that what is marked is what was
found. The pages of a long item are asked of the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Occur, Order, Query

from evidence.items import indexing
from evidence.items.models import Item, Page
from evidence.search import engine, scope
from evidence.search.asker import Asker
from evidence.search.entries import SCANNED
from evidence.search.grammar import parse
from evidence.search.query import QueryError, Sought, wanted
from evidence.search.snippets import Piece, hits, snippet
from evidence.search.words import tokens
from evidence.viewer import texts

FEW = 5
"""Pages of an item that an answer names."""


@dataclass(frozen=True, slots=True)
class Box:
    """A word that answers: its text, and its place as shares of the page (0 to 1)."""

    text: str
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item answers: its best page (0: what is said of it) in words, its first pages with a hit, and how many more."""

    page: int
    pieces: Sequence[Piece]
    pages: Sequence[int] = ()
    more: int = 0


def asked_for(query: str) -> Sequence[Sought]:
    """What a query looks for on a page; nothing when it is empty or cannot be understood."""
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
    if (item.pages or 0) <= SCANNED:
        return [number for number, text in texts.searched(item) if spans(text, phrases, item.language)]
    return _Pages(phrases).of(item)


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


def spans(text: str, phrases: Sequence[Sought], language: str) -> list[tuple[int, int]]:
    """The characters of `text` that answer, as (start, end) in order, none within another."""
    if not phrases:
        return []
    words = list(tokens(text))
    found = sorted({(words[index].start, words[index].end) for index in hits(phrases, words, language)})
    return [span for n, span in enumerate(found) if not n or span[0] >= found[n - 1][1]]


def places(items: Sequence[Item], phrases: Sequence[Sought]) -> dict[int, Place]:
    """Where each item answers, as far as it does so in words."""
    if not phrases or not items:
        return {}
    of_long = _Pages(phrases)
    found = {}
    for item in items:
        place = _in_long(item, of_long, phrases) if (item.pages or 0) > SCANNED else _in_short(item, phrases)
        if place:
            found[item.pk] = place
    return found


def _in_short(item: Item, phrases: Sequence[Sought]) -> Place | None:
    """By reading it: the page with the most hits."""
    counted: list[tuple[int, int, str]] = []
    for number, text in [(0, indexing.about(item)), *texts.searched(item)]:
        words = list(tokens(text))
        if number_of := len(hits(phrases, words, item.language)):
            counted.append((number_of, number, text))
    if not counted:
        return None
    inside = [one for one in counted if one[1]] or counted
    _most, page, text = max(inside, key=lambda one: (one[0], -one[1]))
    pages = [number for _count, number, _text in inside if number]
    return Place(page, snippet(text, phrases, item.language), pages[:FEW], len(pages[FEW:]))


def _in_long(item: Item, pages: _Pages, phrases: Sequence[Sought]) -> Place | None:
    best = pages.best(item)
    if best is None:
        said = indexing.about(item)
        return Place(0, snippet(said, phrases, item.language)) if spans(said, phrases, item.language) else None
    first, number = pages.first(item)
    text = texts.searched_page(item, best)
    return Place(best, snippet(text, phrases, item.language), first, max(0, number - len(first)))


class _Pages:
    """Asks the index about the pages of long items."""

    def __init__(self, phrases: Sequence[Sought]) -> None:
        self.searcher = engine.view().searcher
        self.query = Asker(self.searcher, "page_words").any_of(phrases)

    def _within(self, item: Item) -> Query:
        within = Query.const_score_query(scope.term("page_of", item.pk), 0.0)
        return Query.boolean_query([(Occur.Must, self.query), (Occur.Must, within)])

    def best(self, item: Item) -> int | None:
        """The page that answers most closely."""
        found = self._numbers(self.searcher.search(self._within(item), 1, False).hits)
        return found[0] if found else None

    def first(self, item: Item) -> tuple[list[int], int]:
        """The first few pages that answer, and how many do."""
        found = self.searcher.search(self._within(item), FEW, True, order_by_field="number", order=Order.Asc)
        return self._numbers(found.hits), found.count or 0

    def of(self, item: Item) -> list[int]:
        most = max(1, item.pages or 0)
        return sorted(self._numbers(self.searcher.search(self._within(item), most, False).hits))

    def _numbers(self, found: Sequence[tuple[object, object]]) -> list[int]:
        addresses = [address for _score, address in found]
        return [int(number or 0) for number in self.searcher.fast_field_values("number", addresses)]  # type: ignore[arg-type]
