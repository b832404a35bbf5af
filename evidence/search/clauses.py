"""A query's tree to a question to the index: AND, OR, NOT, and what its leaves ask."""

from __future__ import annotations

from tantivy import Occur, Query

from evidence.search import fields
from evidence.search.asker import Asker
from evidence.search.query import And, Near, Node, Not, Or, Phrase
from evidence.search.scope import both, either


def question(node: Node, asker: Asker) -> Query:
    """The query as a question to the index.

    Raises:
        QueryError: a field's value makes no sense.
    """
    if isinstance(node, Phrase | Near):
        return asker.question(node)
    if isinstance(node, Not):
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, question(node.part, asker))])
    if isinstance(node, And):
        return _all_of(node, asker)
    if isinstance(node, Or):
        return either([question(part, asker) for part in node.parts])
    return fields.question(node, asker)


def _all_of(node: And, asker: Asker) -> Query:
    held = [question(part, asker) for part in node.parts if not isinstance(part, Not)]
    left_out = [(Occur.MustNot, question(part.part, asker)) for part in node.parts if isinstance(part, Not)]
    if not left_out:
        return both(held)
    return Query.boolean_query([(Occur.Must, both(held) if held else Query.all_query()), *left_out])
