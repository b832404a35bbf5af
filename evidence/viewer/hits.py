"""Hits over a whole document: which pages have one, and which comes next."""

from __future__ import annotations

import logging
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from evidence.items.models import Item
from evidence.search.pages import asked_for, pages_hit
from evidence.search.query import QueryError
from evidence.viewer.models import PageCorrection

KEPT = 60  # seconds
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PagesHit:
    """The pages with a hit, in order, and where one stands among them; `problem` says why they cannot be told now."""

    numbers: Sequence[int]
    page: int
    problem: str = ""

    @property
    def previous(self) -> int | None:
        place = bisect_left(self.numbers, self.page)
        return self.numbers[place - 1] if place else None

    @property
    def next(self) -> int | None:
        place = bisect_right(self.numbers, self.page)
        return self.numbers[place] if place < len(self.numbers) else None


def pages(item: Item, query: str, page: int) -> PagesHit:
    """The pages of an item that answer any part of a query, corrected text included. The item is one the reader may read.

    What was found is kept for a while, since each step from page to page asks for it again; it says nothing of the reader.
    """
    if not asked_for(query):
        return PagesHit((), page)
    key = _key(item, query)
    found = _kept(key)
    if found is None:
        try:
            found = pages_hit(item, query)
        except QueryError as error:  # no index here, or too many words fit: the page itself can be read all the same
            return PagesHit((), page, error.sentence)
        _keep(key, found)
    return PagesHit(found, page)


def _kept(key: str) -> list[int] | None:
    """What was found a moment ago; None also where the cache fails."""
    try:
        found = cache.get(key)
    except Exception:
        log.warning("the cache does not answer: pages with hits are looked for each time")
        return None
    return found if isinstance(found, list) else None


def _keep(key: str, found: list[int]) -> None:
    try:
        cache.set(key, found, KEPT)
    except Exception:
        log.warning("the cache does not answer: pages with hits are looked for each time")


def _key(item: Item, query: str) -> str:
    """Another reading, another correction: another key. Under the key of the installation, since the cache is kept on disk
    and unsalted digests of what was looked for could be tried word by word."""
    last = PageCorrection.objects.filter(item=item).order_by("-pk").values_list("pk", flat=True).first()
    said = f"{item.read_at}|{item.text_chars}|{last}|{query}"
    digest = salted_hmac("evidence.pages_hit", said.encode("utf-8", "replace"), algorithm="sha256").hexdigest()
    return f"evidence.pages_hit:{item.pk}:{digest}"
