"""Keep a search, change it, say that its news were seen, take it away. Only its owner does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.items.models import Item
from evidence.saved_searches.models import SavedSearch, searching
from evidence.saved_searches.watching import MOST_KNOWN, present
from evidence.search.grammar import parse
from evidence.search.query import QueryError
from inquiry.accounts.models import Inquiry, User
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import NOT_OPEN, Refused

MOST = 200  # saved searches of one person


@transaction.atomic
def save(*, inquiry: Inquiry, by: User, name: str, query: str, shared: bool = False, alert: bool = True) -> SavedSearch:
    """Keep a query. What it finds now is not new; the audit has neither name nor query, which may name people.

    Raises:
        Refused: `by` may not search there, or has kept 200 already.
        ValidationError: the query cannot be read, or something does not fit.
    """
    if inquiry.pk not in searching(by):
        raise Refused(NOT_OPEN, verb="save")
    if SavedSearch.objects.filter(created_by=by, removed_at=None).count() >= MOST:
        raise Refused(_("You have saved 200 searches: take one away first."), verb="save")
    made = SavedSearch(
        inquiry=inquiry, created_by=by, name=name, query=query, shared=shared, alert=alert, seen_at=timezone.now()
    )
    made.known = _known(made)
    made.full_clean(exclude=["ref", "created_by"])
    made.save(force_insert=True)
    audit.record("saved_search.save", about=made, by=by, shared=shared, alert=alert)
    return made


def _known(search: SavedSearch) -> list[int]:
    """What it finds today. ValidationError where the query cannot be read."""
    try:
        parse(search.query)
        return present(search)[:MOST_KNOWN]
    except QueryError as error:
        raise ValidationError({"query": error.sentence}) from error


@transaction.atomic
def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> SavedSearch:
    """Change name, query, sharing or alert; of another query, what it finds now is not new.

    Raises:
        SavedSearch.DoesNotExist: there is none that `by` may see. Refused: it is somebody else's. Conflict.
        ValidationError: the query cannot be read, or something does not fit.
    """
    search = _own(ref, by, "change")
    changed = sorted(name for name, value in fields.items() if getattr(search, name) != value)
    again = "query" in changed or "alert" in changed
    for name in changed:
        setattr(search, name, fields[name])
    if again:
        search.seen_at = timezone.now()
        fresh = {"known": _known(search), "news": [], "seen_at": search.seen_at, "checked_at": None}
    search.change({**fields, **(fresh if again else {})}, expected=expected)
    audit.record("saved_search.change", about=search, by=by, fields=changed)
    return search


@transaction.atomic
def mark_seen(ref: str, *, by: User, items: Sequence[str] | None = None) -> SavedSearch:
    """What is new was seen: it is told no more. What came since it was last asked is still to be told.

    Args:
        items: the references of what was shown; what came after that stays new. None: all was.
    """
    search = _own(ref, by, "mark_seen")
    shown = set(search.news)
    if items is not None:
        shown &= set(Item.objects.filter(pk__in=search.news, ref__in=items).values_list("pk", flat=True))
    search.known = [*(pk for pk in search.news if pk in shown), *search.known][:MOST_KNOWN]
    search.news = [pk for pk in search.news if pk not in shown]
    if not search.news:
        search.seen_at = search.checked_at or search.seen_at
    search.save(update_fields=["known", "news", "seen_at"])
    audit.record("saved_search.mark_seen", about=search, by=by, items=len(shown))
    return search


@transaction.atomic
def remove(ref: str, *, by: User) -> SavedSearch:
    """Take a saved search away; with it go its name and query."""
    search = _own(ref, by, "remove")
    search.removed_at, search.name, search.query = timezone.now(), "-", "-"
    search.known, search.news = [], []
    search.save(update_fields=["removed_at", "name", "query", "known", "news"])
    audit.record("saved_search.remove", about=search, by=by)
    return search


def _own(ref: str, by: User, verb: str) -> SavedSearch:
    """The search, locked. SavedSearch.DoesNotExist; Refused when it is somebody else's."""
    rows = SavedSearch.objects.visible_to(by).select_for_update(of=("self",)).select_related("inquiry", "created_by")
    search = rows.get(ref=ref)
    if search.created_by_id != by.pk:
        raise Refused(_("Only whoever saved this search changes it."), verb=verb, ref=ref)
    return search
