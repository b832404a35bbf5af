"""Ask, for the owner of each saved search and with the owner's rights of now, what became searchable since they looked."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from evidence.saved_searches.models import SavedSearch, searching
from evidence.search.engine import Unavailable
from evidence.search.query import QueryError
from evidence.search.results import found_ids

EVERY = timedelta(minutes=5)
AT_ONCE = 50  # searches of one ringing
MOST_KNOWN, MOST_NEWS = 20_000, 5_000
log = logging.getLogger(__name__)


def run() -> int:
    """Ask those that were not asked for five minutes, the longest ago first; returns how many. Run by beat.

    One that cannot be asked stays as it is, is due still, and keeps none of the others waiting.
    """
    due = Q(checked_at=None) | Q(checked_at__lt=timezone.now() - EVERY)
    rows = SavedSearch.objects.watched().filter(due).order_by(F("checked_at").asc(nulls_first=True), "pk")
    asked = 0
    for pk in rows.values_list("pk", flat=True):
        try:
            asked += _asked(pk)
        except Unavailable:
            log.info("No saved search can be asked: this machine has no index.")
            break
        if asked == AT_ONCE:
            break
    return asked


def _asked(pk: int) -> bool:
    """Whether one was asked; what goes wrong with it is logged and holds nothing up. Raises Unavailable."""
    search = SavedSearch.objects.watched().select_related("created_by", "inquiry").filter(pk=pk).first()
    try:
        with transaction.atomic():
            if search is not None:
                ask(search)
    except Unavailable:
        raise
    except QueryError:
        log.info("Saved search %d cannot be asked; its page says why.", pk)
        return False
    except Exception:
        log.exception("Saved search %d could not be asked.", pk)
        return False
    return search is not None


def ask(search: SavedSearch) -> None:
    """Note what is new; of an owner who may search no more, nothing is.

    Raises:
        QueryError: the query cannot be read, or there is no index here; what was noted before stays.
    """
    now, found = timezone.now(), present(search, since=True)
    known = set(search.known)
    news = [pk for pk in found if pk not in known][:MOST_NEWS]
    same = SavedSearch.objects.filter(pk=search.pk, seen_at=search.seen_at, known=search.known, query=search.query)
    same.update(news=news, checked_at=now)  # who looked or changed it meanwhile is not overwritten


def present(search: SavedSearch, *, since: bool = False) -> list[int]:
    """What the query finds for its owner today, the newest first.

    Raises:
        QueryError: the query cannot be read.
    """
    owner = search.created_by
    if not owner.is_active or search.inquiry_id not in searching(owner):
        return []
    return found_ids(search.query, by=owner, inquiry=search.inquiry, since=search.seen_at if since else None)
