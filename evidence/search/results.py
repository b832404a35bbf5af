"""Answer a query over the items that somebody may read: how many, of which kinds, the best first, each with its page.

The index counts and ranks within what the database says that the reader may see; the hits that are shown are asked of the
database once more, and one that it does not confirm is left out of everything.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import tantivy
from tantivy import FieldType, Query

from evidence.items.models import Item, Items
from evidence.search import clauses, engine, keeping, queue, scope
from evidence.search.asker import Asker, asked
from evidence.search.grammar import parse
from evidence.search.pages import Place, places
from evidence.search.query import Near, Node, Sought, wanted
from evidence.search.snippets import Piece
from inquiry.accounts.models import Inquiry, User

PAGE = 20
DEEPEST = 100_000
"""The last result that can be leafed to; further down, a better question finds more than patience."""
FEW = 3000
"""Items of an answer that are counted by their ids."""
TRIES = 3
FACETS = ("media_type", "language", "classification", "batch_id")
COLUMNS = {"media_type": "type", "language": "lang", "classification": "class", "batch_id": "batch"}
MOST_VALUES = 65_000
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found: its best page (0: what is said about it; None: found by a field), and words around the hit.

    `pages` are the first few pages with a hit, `more_pages` how many others there are. `replaced`: the words are as the
    machine read them, and a person has corrected the page since.
    """

    item: Item
    page: int | None = None
    pieces: Sequence[Piece] = ()
    pages: Sequence[int] = ()
    more_pages: int = 0
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. `facets` maps a field to (value, number) pairs, the most frequent first; `waiting` items, read or changed
    a moment ago, are not in it yet."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[Any, int]]]
    offset: int = 0
    phrases: Sequence[Sought] = field(default_factory=tuple)
    waiting: int = 0

    @property
    def next_offset(self) -> int | None:
        """Where the next page of the answer begins; None at the end."""
        after = self.offset + len(self.hits)
        return after if self.hits and after < min(self.total, DEEPEST) else None


def search(
    text: str,
    *,
    by: User,
    items: Items | None = None,
    inquiry: Inquiry | None = None,
    offset: int = 0,
    size: int = PAGE,
) -> Results:
    """Answer the query `text` over what `by` may read: the one entry for pages, the API, saved searches and lists of names.

    Args:
        items: narrows further, for example to a batch; what `by` may not read stays out whatever it holds. Its ids are
            fetched: for sets of some thousands.
        inquiry: narrows to one inquiry, at no cost.
        offset: the first result wanted, 0 to DEEPEST.

    Raises:
        QueryError: the query cannot be read, makes no sense, or there is no index.
    """
    node = parse(text)
    current = keeping.freshen()
    offset = max(0, min(offset, DEEPEST - size))

    def made(refused: frozenset[int]) -> _Question:
        return _Question(node, text, by, inquiry, items, refused, current)

    question, confirmed = _confirmed(made, offset, size)
    return _results(question, confirmed, offset)


def _confirmed(made: Callable[[frozenset[int]], _Question], offset: int, size: int) -> tuple[_Question, Sequence[Item]]:
    """One page of the answer as the database confirms it, and the question, asked without what it did not."""
    refused: set[int] = set()
    for _try in range(TRIES):
        question = made(frozenset(refused))
        chosen = question.best(offset, size)
        readable = question.readable().filter(pk__in=chosen).select_related("batch").in_bulk()
        missing = [pk for pk in chosen if pk not in readable]
        if not missing:
            break
        log.warning("%d items of an answer were not confirmed; the index is behind.", len(missing))
        refused.update(missing)
    return question, [readable[pk] for pk in chosen if pk in readable]


def found_ids(
    text: str, *, by: User, items: Items | None = None, inquiry: Inquiry | None = None, since: datetime | None = None
) -> list[int]:
    """The ids of all items that answer `text` and that `by` may read, the newest first: for alerts and lists of names.

    Args:
        items: narrows further, as in `search`; so does `inquiry`.
        since: only what became searchable at or after this moment. Text that is read again becomes so again: whoever
            tells people of news keeps a note of what was told already.

    Raises:
        QueryError: the query cannot be read or makes no sense.
    """
    node = parse(text)
    current = keeping.freshen()
    found = _Question(node, text, by, inquiry, items, frozenset(), current).all_since(since)
    return sorted(Item.objects.readable_by(by).filter(pk__in=found).values_list("pk", flat=True), reverse=True)


class _Question:
    """One query by one person, over one view of the index.

    What may not be decided by the index is read before the index is: a change in between is then in both. `current`: that
    nothing waited to be indexed before anything was read.
    """

    def __init__(
        self,
        node: Node,
        text: str,
        by: User,
        inquiry: Inquiry | None,
        items: Items | None,
        refused: frozenset[int],
        current: bool,
    ) -> None:
        self.text, self.by, self.inquiry, self.current = text, by, inquiry, current
        stale = [] if current else queue.stale()
        narrowed = scope.condition(by, inquiry=inquiry, items=items, without=[*stale, *refused])
        self.searcher = engine.view().searcher
        said = self._asked(lambda: clauses.question(node, Asker(self.searcher, by=by)))
        self.query = scope.both([said, narrowed])
        self.counting = self.query
        self.phrases = tuple(wanted(node))
        self.costly = any(isinstance(one, Near) or len(one.words) > 1 for one in self.phrases)

    def readable(self) -> Items:
        """What whoever asks may read."""
        return Item.objects.readable_by(self.by)

    def waiting(self) -> int:
        """How many items that may be read, where it is asked, are not indexed yet."""
        if self.current:
            return 0
        within = self.readable()
        return queue.waiting_among(within.filter(inquiry=self.inquiry) if self.inquiry else within)

    def best(self, offset: int, size: int) -> list[int]:
        """The ids of one page of the answer: the closest first, the newest where nothing tells how close.

        Where words have to be compared by their places, that is done once: what was found is counted from its ids.
        """
        if self.costly and offset + size <= FEW:
            found = self._asked(lambda: self.searcher.search(self.query, FEW, True))
            ids = self._ids(found)
            if found.count <= FEW:
                self.counting = scope.numbered_items(ids)
            return ids[offset : offset + size]
        by = None if self.phrases else "id"
        return self._ids(self._asked(lambda: self.searcher.search(self.query, size, False, by, offset)))

    def all_since(self, since: datetime | None) -> list[int]:
        query = self.query
        if since is not None:
            late = Query.range_query(engine.schema(), "at", FieldType.Unsigned, int(since.timestamp()), None)
            query = scope.both([query, late])
        most = max(1, self.searcher.num_docs)
        return self._ids(self._asked(lambda: self.searcher.search(query, most, False, order_by_field="id")))

    def _ids(self, found: tantivy.SearchResult) -> list[int]:
        addresses = [address for _score, address in found.hits]
        return [int(pk or 0) for pk in self.searcher.fast_field_values("id", addresses)]

    def counted(self) -> tuple[int, dict[str, list[tuple[Any, int]]]]:
        """How many answer, and how many of each value of each facet."""
        asked = {name: {"terms": {"field": COLUMNS[name], "size": MOST_VALUES}} for name in FACETS}
        answer = self._asked(lambda: self.searcher.aggregate(self.counting, asked))
        facets = {name: _pairs(answer[name]["buckets"]) for name in FACETS}
        return sum(number for _value, number in facets["classification"]), facets

    def _asked(self, ask: Any) -> Any:
        return asked(ask, len(self.text))


def _pairs(buckets: Iterable[Mapping[str, Any]]) -> list[tuple[Any, int]]:
    pairs = [(int(one["key"]) if isinstance(one["key"], float) else one["key"], one["doc_count"]) for one in buckets]
    return sorted(pairs, key=lambda pair: (-pair[1], str(pair[0])))


def _results(question: _Question, items: Sequence[Item], offset: int) -> Results:
    total, facets = question.counted()
    shown = places(items, question.phrases)
    hits = [_hit(item, shown.get(item.pk)) for item in items]
    return Results(total, hits, facets, offset, question.phrases, question.waiting())


def _hit(item: Item, place: Place | None) -> Hit:
    return Hit(item, place.page, place.pieces, place.pages, place.more, place.replaced) if place else Hit(item)
