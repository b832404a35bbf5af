"""A query's tree to SQL: a condition on items. Each phrase may hold on a page of its own; NOT speaks of the whole item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from evidence.items.models import Items
from evidence.search import fields, lexemes
from evidence.search.models import IndexedPage
from evidence.search.query import And, Field, Node, Not, Or, Phrase

MORE_THAN_THERE_ARE = 2**40


class Lexemes(SearchQuery):
    """A tsquery of lexemes that are already what stands in the index: PostgreSQL neither cuts nor stems them again."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.lexemes = text

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_context: Any) -> Any:  # type: ignore[override]
        return "%s::tsquery", [self.lexemes]


def matching(node: Node, items: Items) -> Items:
    """Those of `items` for which the query holds.

    Raises:
        QueryError: a field's value makes no sense.
    """
    return items.filter(condition(node, items))


def condition(node: Node, items: Items) -> Q:
    """The query as a condition on `items`."""
    if isinstance(node, Phrase):
        return _on_a_page([node])
    if isinstance(node, Field):
        return fields.condition(node, items)
    if isinstance(node, Not):
        return ~condition(node.part, items)
    if isinstance(node, And):
        found = Q()
        for part in node.parts:
            found &= condition(part, items)
        return found
    return _either(node, items)


def _either(node: Or, items: Items) -> Q:
    """Phrases beside each other are one question to the index."""
    phrases = [part for part in node.parts if isinstance(part, Phrase)]
    found = _on_a_page(phrases) if phrases else Q(pk__in=())
    for part in node.parts:
        if not isinstance(part, Phrase):
            found |= condition(part, items)
    return found


def _on_a_page(phrases: Iterable[Phrase]) -> Q:
    """The limit is never reached: it keeps PostgreSQL from mixing this question with others and reading every vector."""
    return Q(pk__in=pages(phrases).values("item_id")[:MORE_THAN_THERE_ARE])


def pages(phrases: Iterable[Phrase]) -> QuerySet[IndexedPage]:
    """The rows of the index on which any of the phrases stands."""
    return IndexedPage.objects.filter(words=Lexemes(lexemes.tsquery(phrases)))
