"""Ask on behalf of somebody, and record in the audit that they asked: the one way in for pages and API."""

from __future__ import annotations

import secrets

from django.db import transaction

from evidence.items.coding import PROTECTED
from evidence.items.models import Items
from evidence.search.query import QueryError
from evidence.search.results import PAGE, Results, search
from inquiry.accounts.models import Inquiry, User
from inquiry.audit import ledger as audit
from inquiry.shared import chain


def answered(
    text: str,
    *,
    by: User,
    items: Items | None = None,
    inquiry: Inquiry | None = None,
    offset: int = 0,
    size: int = PAGE,
) -> Results | QueryError:
    """As `ask`; a complaint about the query comes back as a value, for a page to show beside what was typed."""
    try:
        return ask(text, by=by, items=items, inquiry=inquiry, offset=offset, size=size)
    except QueryError as error:
        return error


@transaction.atomic
def ask(
    text: str,
    *,
    by: User,
    items: Items | None = None,
    inquiry: Inquiry | None = None,
    offset: int = 0,
    size: int = PAGE,
) -> Results:
    """Search, and record who asked, how much there was, and which closely held items were quoted; never the words asked for.

    Args:
        inquiry: where to search, and where that is read in the audit; None: everywhere, and in the audit the one inquiry
            that `by` takes part in, if it is one only.

    Raises:
        QueryError: the query cannot be answered; nothing is recorded, for nothing was shown.
    """
    found = search(text, by=by, items=items, inquiry=inquiry, offset=offset, size=size)
    _record(text, found, by, inquiry)
    return found


def _record(text: str, found: Results, by: User, inquiry: Inquiry | None) -> None:
    audit.record(
        "evidence.search",
        by=by,
        inquiry=inquiry or audit.sole_inquiry(by),
        asked=chain.commitment(secrets.token_hex(32), text),  # the salt is forgotten: it tells searches apart, no more
        results=found.total,
        offset=found.offset,
        quoted=[hit.item.ref for hit in found.hits if hit.item.classification in PROTECTED],
    )
