"""Was this reading recorded a moment ago? Kept in the cache; whenever the cache does not say so, it is recorded again."""

from __future__ import annotations

import logging
from functools import partial

from django.core.cache import cache
from django.db import transaction

from evidence.items.models import Item
from inquiry.accounts.models import User

SECONDS = 60
log = logging.getLogger(__name__)


def known(item: Item, by: User, page: int) -> bool:
    """Whether a reading of this page by this person was recorded within the last minute. False where the cache fails."""
    try:
        return cache.get(_key(item, by, page)) is True
    except Exception:
        log.warning("the cache does not answer: readings are recorded each time")
        return False


def remember(item: Item, by: User, page: int) -> None:
    """Keep for a minute that the reading was recorded, once its transaction is."""
    transaction.on_commit(partial(_remember, _key(item, by, page)))


def _remember(key: str) -> None:
    try:
        cache.set(key, True, SECONDS)
    except Exception:
        log.warning("the cache does not answer: readings are recorded each time")


def _key(item: Item, by: User, page: int) -> str:
    return f"evidence.read:{item.pk}:{page}:{by.pk}"
