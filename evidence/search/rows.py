"""The lines of an answer as the page shows them: what an item is, when, from whom, and whether it repeats another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from evidence.items.models import Item
from evidence.search.dating import claimed
from evidence.search.results import Hit


@dataclass(frozen=True, slots=True)
class Row:
    """A hit: `about` is its kind, date and provider in words, `same` the item whose bytes it has, `others` further pages."""

    hit: Hit
    address: str
    others: Sequence[tuple[int, str]]
    about: Sequence[str]
    same: str


def rows(hits: Sequence[Hit], words: str, user: Any) -> list[Row]:
    """The hits as `user` may see them.

    Args:
        words: what is looked for in words, handed on to the item's page.
    """
    first = [hit.item.duplicate_of_id for hit in hits if hit.item.duplicate_of_id]
    refs = dict(Item.objects.readable_by(user).filter(pk__in=first).values_list("pk", "ref")) if first else {}
    return [
        Row(hit, _address(hit, words, hit.page), _others(hit, words), _about(hit.item),
            refs.get(hit.item.duplicate_of_id or 0, ""))
        for hit in hits
    ]  # fmt: skip


def _address(hit: Hit, words: str, page: int | None) -> str:
    """The item's page, opened where the hit stands."""
    place = {**({"page": page} if page else {}), **({"q": words} if words else {})}
    return f"{hit.item.url}?{urlencode(place)}" if place else hit.item.url


def _others(hit: Hit, words: str) -> list[tuple[int, str]]:
    """The other pages with a hit, as far as they are named."""
    return [(number, _address(hit, words, number)) for number in hit.pages if number != hit.page]


def _about(item: Item) -> list[str]:
    kind = item.kind_words
    said = [f"{kind[:1].upper()}{kind[1:]}", _dated(item), item.provider]
    return [one for one in said if one]


def _dated(item: Item) -> str:
    """The date given to it; else what it claims, told as a claim."""
    if item.dated_shown:
        return item.dated_shown.label
    found = claimed(item.claimed)
    return _("%(date)s by its own account") % {"date": found.shown} if found else ""
