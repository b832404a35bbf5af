"""What somebody may read, as a condition on entries of the index: made from grants and assignments at each question.

The same cells as `items.access.condition`; nothing of it is kept. Entries that are older than what decides this are left
out, and every hit is asked of the database once more before it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tantivy import FieldType, Occur, Query

from evidence.items import access
from evidence.items.models import Items
from evidence.search import engine
from inquiry.accounts.grants import Reach
from inquiry.accounts.models import Inquiry, User


def condition(
    by: User, *, inquiry: Inquiry | None = None, items: Items | None = None, without: Sequence[int] = ()
) -> Query:
    """The entries of items that `by` may read, of no weight in the order of hits.

    Args:
        items: narrows further, by their ids: for sets of some thousands.
        without: items that are left out.
    """
    open_to = [part for cell in access.cells(by, access.READ) if (part := _cell(by, cell, inquiry)) is not None]
    parts = [(Occur.Must, either(open_to))]
    if items is not None:
        parts.append((Occur.Must, numbered("id", list(items.order_by().values_list("pk", flat=True)))))
    if without:
        parts.append((Occur.MustNot, numbered("id", without)))
    return Query.const_score_query(Query.boolean_query(parts), 0.0)


def _cell(by: User, cell: access.Cell, inquiry: Inquiry | None) -> Query | None:
    inquiries = [pk for pk in cell.inquiries if inquiry is None or pk == inquiry.pk]
    if not inquiries:
        return None
    cells = either([term("cell", engine.cell(pk, code)) for pk in inquiries for code in cell.codes])
    if cell.reach is Reach.ANY:
        return cells
    own = [term("by", by.pk)]
    if cell.reach is Reach.ASSIGNED:
        own += [numbered("batch", list(by.assignments_to("B"))), numbered("id", list(by.assignments_to("E")))]
    return both([cells, either(own)])


def term(field: str, value: Any) -> Query:
    return Query.term_query(engine.schema(), field, value)


def numbered(field: str, values: Sequence[int]) -> Query:
    """Entries whose field holds any of the numbers."""
    return Query.term_set_query(engine.schema(), field, list(values))


def numbered_items(ids: Sequence[int]) -> Query:
    """The entries of these items, without those of their pages."""
    pages = Query.range_query(engine.schema(), "page_of", FieldType.Unsigned, 0, None)
    return Query.boolean_query([(Occur.Must, numbered("id", ids)), (Occur.MustNot, pages)])


def either(parts: Sequence[Query]) -> Query:
    """Any of the parts; nothing when there is none."""
    if len(parts) == 1:
        return parts[0]
    return Query.boolean_query([(Occur.Should, part) for part in parts]) if parts else Query.empty_query()


def both(parts: Sequence[Query]) -> Query:
    """All of the parts."""
    return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Must, part) for part in parts])
