"""Ask, for the owner of each saved search and with the owner's rights of now, what became searchable since they looked."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from evidence.saved_searches.models import SavedSearch, searching
from evidence.search.query import QueryError
from evidence.search.results import found_ids

EVERY = timedelta(minutes=5)
AT_ONCE = 50  # searches of one ringing
MOST_KNOWN, MOST_NEWS = 20_000, 5_000
log = logging.getLogger(__name__)


def run() -> int:
    """Ask those that were not asked for five minutes, the longest ago first; returns how many. Run by beat."""
    due = Q(checked_at=None) | Q(checked_at__lt=timezone.now() - EVERY)
    rows = SavedSearch.objects.watched().filter(due).select_related("created_by", "inquiry")
    chosen = list(rows.order_by(F("checked_at").asc(nulls_first=True), "pk")[:AT_ONCE])
    for search in chosen:
        ask(search)
    return len(chosen)


def ask(search: SavedSearch) -> None:
    """Note what is new. Of a query that cannot be read, or an owner who may search no more, nothing is."""
    now, found = timezone.now(), []
    try:
        found = present(search, since=True)
    except QueryError:
        log.info("%s cannot be asked; its page says why.", search.ref)
    known = set(search.known)
    news = [pk for pk in found if pk not in known][:MOST_NEWS]
    same = SavedSearch.objects.filter(pk=search.pk, seen_at=search.seen_at, query=search.query)
    same.update(news=news, checked_at=now)  # who looked or changed it meanwhile is not overwritten


def present(search: SavedSearch, *, since: bool = False) -> list[int]:
    """What the query finds for its owner today, the newest first.

    Raises:
        QueryError: the query cannot be read.
    """
    owner = search.created_by
    if not owner.is_active or search.inquiry_id not in searching(owner):
        return []
    last = search.seen_at if since else None
    return found_ids(search.query, by=owner, inquiry=search.inquiry, since=last)
