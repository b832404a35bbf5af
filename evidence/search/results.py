"""Answer a query over the items that somebody may read: how many, of which kinds, the best first, each with its page.

Rank reads the vector of each page it compares, so it is taken over the newest CANDIDATES of the items found; the rest follow
by age. The count and the facets are always of all. Each statement has a time limit, after which the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchRank
from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from evidence.items.models import Item, Items
from evidence.search import clauses, lexemes
from evidence.search.grammar import parse
from evidence.search.query import Node, Phrase, QueryError, wanted
from evidence.search.snippets import Piece, snippet
from inquiry.accounts.models import User

CANDIDATES = 1000
PAGE = 20
DEEPEST = 1000
"""The last result that can be leafed to; further down, a better question finds more than patience."""
SECONDS = 10
FACETS = ("media_type", "language", "classification", "batch_id")


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found: its best page (0: what is said about it; None: found by a field), and words around the hit."""

    item: Item
    page: int | None = None
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. `facets` maps a field to (value, number) pairs, the most frequent first."""

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[Any, int]]]
    offset: int = 0
    ranked: bool = True
    phrases: Sequence[Phrase] = field(default_factory=tuple)

    @property
    def next_offset(self) -> int | None:
        """Where the next page of the answer begins; None at the end."""
        after = self.offset + len(self.hits)
        return after if self.hits and after < min(self.total, DEEPEST) else None


def search(text: str, *, by: User, items: Items | None = None, offset: int = 0, size: int = PAGE) -> Results:
    """Answer the query `text` over what `by` may read.

    Args:
        items: narrows further, for example to one inquiry; what `by` may not read stays out whatever it holds.
        offset: the first result wanted, 0 to DEEPEST.

    Raises:
        QueryError: the query cannot be read, makes no sense, or takes too long.
    """
    node = parse(text)
    readable = Item.objects.readable_by(by)
    scope = readable if items is None else readable.filter(pk__in=items.values("pk"))
    offset = max(0, min(offset, DEEPEST - size))
    try:
        with transaction.atomic(), planned():
            return _answer(node, scope, offset, size)
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != "57014":
            raise
        sentence = _("This takes too long over so many documents. Add a word, a field or a date to narrow it down.")
        raise QueryError(sentence, 0, len(text)) from error


def found_ids(text: str, *, by: User, items: Items | None = None, since: datetime | None = None) -> list[int]:
    """The ids of all items that answer `text` and that `by` may read, the newest first: for alerts and lists of names.

    Args:
        items: narrows further, as in `search`.
        since: only what became searchable at or after this moment. Text that is read again becomes so again: whoever
            tells people of news keeps a note of what was told already.

    Raises:
        QueryError: the query cannot be read or makes no sense.
    """
    node = parse(text)
    readable = Item.objects.readable_by(by)
    scope = readable if items is None else readable.filter(pk__in=items.values("pk"))
    if since is not None:
        scope = scope.filter(read_at__gte=since)
    with transaction.atomic(), planned():
        return list(clauses.matching(node, scope).order_by("-pk").values_list("pk", flat=True))


@contextmanager
def planned(seconds: int = SECONDS) -> Iterator[None]:
    """Within, PostgreSQL breaks off a statement that takes too long, and goes to the index of words by way of the index.

    It counts a vector kept apart from its row as free to read, and so reads all of them for a question of many lexemes:
    measured, 100 ms instead of 2 for a rare name among 6,000 pages. Needs a transaction.
    """
    wanted = {"statement_timeout": f"{seconds}s", "enable_seqscan": "off", "enable_indexscan": "off"}
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {name} = %s" for name in wanted), list(wanted.values()))
        yield
        cursor.execute("; ".join(f"SET LOCAL {name} = DEFAULT" for name in wanted))


def _answer(node: Node, scope: Items, offset: int, size: int) -> Results:
    found = clauses.matching(node, scope)
    phrases = tuple(wanted(node))
    newest = list(found.order_by("-pk").values_list("pk", flat=True)[: CANDIDATES + 1])
    total, facets = _count(found if len(newest) > CANDIDATES else Item.objects.filter(pk__in=newest))
    best = _ranked(newest[:CANDIDATES], phrases)
    chosen = best[offset : offset + size]
    items = Item.objects.filter(pk__in=chosen).select_related("batch").in_bulk()
    shown = _pages(chosen, phrases)
    hits = [Hit(items[pk], *shown.get(pk, (None, ()))) for pk in chosen]
    return Results(total, hits, facets, offset, ranked=total <= CANDIDATES, phrases=phrases)


def _count(found: Items) -> tuple[int, dict[str, list[tuple[Any, int]]]]:
    """The number of items and of each value of each facet, in one pass over what was found."""
    try:
        inner, params = found.order_by().values(*FACETS).query.sql_with_params()
    except EmptyResultSet:  # whoever may read nothing
        return 0, {name: [] for name in FACETS}
    sets = ", ".join(f"({name})" for name in FACETS)
    columns = ", ".join(FACETS)
    marks = ", ".join(f"GROUPING({name})" for name in FACETS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns}, {marks}, count(*) FROM ({inner}) found GROUP BY GROUPING SETS ((), {sets})",  # noqa: S608
            params,
        )
        rows = cursor.fetchall()
    return _read_counts(rows)


def _read_counts(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[str, list[tuple[Any, int]]]]:
    total, width = 0, len(FACETS)
    facets: dict[str, list[tuple[Any, int]]] = {name: [] for name in FACETS}
    for row in rows:
        values, left_out, number = row[:width], row[width : 2 * width], row[-1]
        if all(left_out):
            total = number
            continue
        at = left_out.index(0)
        facets[FACETS[at]].append((values[at], number))
    for pairs in facets.values():
        pairs.sort(key=lambda pair: (-pair[1], str(pair[0])))
    return total, facets


def _ranked(newest: list[int], phrases: Sequence[Phrase]) -> list[int]:
    """The ids, best page first; as they came where no phrase ranks them."""
    if not phrases or not newest:
        return newest
    rows = (
        clauses.pages(phrases)
        .filter(item_id__in=newest)
        .annotate(rank=_rank(phrases))
        .order_by("item_id", "-rank")
        .distinct("item_id")
        .values_list("item_id", "rank")
    )
    ranks = dict(rows)
    return sorted(newest, key=lambda pk: (-ranks.get(pk, 0.0), -pk))


def _rank(phrases: Sequence[Phrase]) -> SearchRank:
    """Weights: as written, by stem, unused, by name key. Normalised by the length of the page."""
    query = clauses.Lexemes(lexemes.tsquery(phrases))
    return SearchRank(F("words"), query, weights=[0.1, 0.2, 0.6, 1.0], normalization=1)


def _pages(chosen: Sequence[int], phrases: Sequence[Phrase]) -> dict[int, tuple[int, list[Piece]]]:
    """Each item's best page with words around the hit."""
    if not phrases:
        return {}
    rows = (
        clauses.pages(phrases)
        .filter(item_id__in=chosen)
        .annotate(rank=_rank(phrases))
        .order_by("item_id", "-rank", "number", "part")
        .distinct("item_id")
        .defer("words")
    )
    return {row.item_id: (row.number, snippet(row.text, phrases, row.language)) for row in rows}
