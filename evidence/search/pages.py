"""Where in an item a query's words stand: which pages, and which places on a page.

The rule is the one of the index (`lexemes.answers`), applied to the page's own text, so that what is marked is what was
found. The pages of a long item are asked of the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tantivy import Occur, Order, Query

from evidence.items import indexing
from evidence.items.models import Item, Page
from evidence.search import engine, scope
from evidence.search.asker import Asker, asked
from evidence.search.entries import SCANNED
from evidence.search.grammar import parse
from evidence.search.query import QueryError, Sought, wanted
from evidence.search.snippets import Marker, Piece, hits, snippet
from evidence.search.words import tokens
from evidence.viewer import texts

FEW = 5
"""Pages of an item that an answer names."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item answers: its best page (0: what is said of it) in words, its first pages with a hit, and how many more.

    `replaced`: the words are the machine's, and a person has corrected the page since.
    """

    page: int
    pieces: Sequence[Piece]
    pages: Sequence[int] = ()
    more: int = 0
    replaced: bool = False


def asked_for(query: str) -> Sequence[Sought]:
    """What a query looks for on a page; nothing when it is empty or cannot be understood."""
    try:
        return tuple(wanted(parse(query))) if query.strip() else ()
    except QueryError:
        return ()


def pages_hit(item: Item, query: str) -> list[int]:
    """The numbers of the item's pages on which something that the query looks for stands, in order.

    The item must be one that the reader may read: nothing is asked here.

    Raises:
        QueryError: it is an item of many pages, and there is no index, or too many words fit.
    """
    phrases = asked_for(query)
    if not phrases:
        return []
    if (item.pages or 0) <= SCANNED:
        return [number for number, text in texts.searched(item) if spans(text, phrases, item.language)]
    return _Pages(phrases).of(item)


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
    long = [item for item in items if (item.pages or 0) > SCANNED]
    read = texts.searched_of([item.pk for item in items if item not in long])
    of_long, marker, found = _Pages(phrases), Marker(phrases), {}
    for item in items:
        said = [(0, indexing.about(item)), *read.get(item.pk, ())]
        place = _in_long(item, of_long, marker) if item in long else _in_texts(item, said, marker)
        if place:
            found[item.pk] = place
    return _in_force(items, found, marker)


def _in_force(items: Sequence[Item], found: dict[int, Place], marker: Marker) -> dict[int, Place]:
    """The places, quoted from what a person corrected where that answers; what the machine alone read is told as such."""
    corrected = texts.corrected_of(list(found))
    for item in items if corrected else ():
        place = found.get(item.pk)
        text = corrected.get((item.pk, place.page)) if place else None
        if place is None or text is None:
            continue
        words = list(tokens(text))
        if marked := marker.hits(words, item.language):
            found[item.pk] = replace(place, pieces=snippet(text, words, marked))
        else:
            found[item.pk] = replace(place, pieces=_as_read(item, place, marker), replaced=True)
    return found


def _as_read(item: Item, place: Place, marker: Marker) -> Sequence[Piece]:
    """Words around the hit in the machine's text alone."""
    page = Page.objects.filter(item=item, number=place.page).first()
    text = page.text if page else ""
    words = list(tokens(text))
    return snippet(text, words, marker.hits(words, item.language))


def _in_texts(item: Item, said: Sequence[tuple[int, str]], marker: Marker) -> Place | None:
    """By reading it: the page with the most hits; what is said of the item only where no page has one."""
    cut = [(number, text, list(tokens(text))) for number, text in said]
    hit = [(number, text, words, found) for number, text, words in cut if (found := marker.hits(words, item.language))]
    if not hit:
        return None
    inside = [one for one in hit if one[0]]
    page, text, words, found = max(inside or hit, key=lambda one: (len(one[3]), -one[0]))
    pages = [one[0] for one in inside]
    return Place(page, snippet(text, words, found), pages[:FEW], len(pages[FEW:]))


def _in_long(item: Item, pages: _Pages, marker: Marker) -> Place | None:
    best = pages.best(item)
    said = (best, texts.searched_page(item, best)) if best else (0, indexing.about(item))
    place = _in_texts(item, [said], marker)
    if place is None or not best:
        return place
    first, number = pages.first(item)
    return replace(place, pages=first, more=max(0, number - len(first)))


class _Pages:
    """Asks the index about the pages of long items."""

    def __init__(self, phrases: Sequence[Sought]) -> None:
        self.searcher = engine.view().searcher
        self.query = asked(lambda: Asker(self.searcher, "page_words").any_of(phrases))

    def _within(self, item: Item) -> Query:
        within = Query.const_score_query(scope.term("page_of", item.pk), 0.0)
        return Query.boolean_query([(Occur.Must, self.query), (Occur.Must, within)])

    def best(self, item: Item) -> int | None:
        """The page that answers most closely."""
        found = self._numbers(asked(lambda: self.searcher.search(self._within(item), 1, False)).hits)
        return found[0] if found else None

    def first(self, item: Item) -> tuple[list[int], int]:
        """The first few pages that answer, and how many do."""
        query = self._within(item)
        found = asked(lambda: self.searcher.search(query, FEW, True, order_by_field="number", order=Order.Asc))
        return self._numbers(found.hits), found.count or 0

    def of(self, item: Item) -> list[int]:
        most = max(1, item.pages or 0)
        return sorted(self._numbers(asked(lambda: self.searcher.search(self._within(item), most, False)).hits))

    def _numbers(self, found: Sequence[tuple[object, object]]) -> list[int]:
        addresses = [address for _score, address in found]
        return [int(number or 0) for number in self.searcher.fast_field_values("number", addresses)]  # type: ignore[arg-type]
