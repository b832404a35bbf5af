"""What the search may find of an item besides its pages, and how to have it indexed and compared with others anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evidence.families import queue as families
from evidence.items.models import Item
from evidence.search import queue

TOLD = ("subject", "title", "author", "from", "to", "cc", "sender", "keywords")  # of what a file says of itself
MAIL = frozenset({"message/rfc822", "application/mbox", "application/vnd.ms-outlook"})
MOST = 20_000  # characters


def write(item: Item) -> None:
    """Have the item's pages indexed anew once the caller's transaction is committed."""
    queue.note([item.pk])
    families.note([item.pk])


def write_many(items: Iterable[Item]) -> None:
    """The same for several items."""
    chosen = [item.pk for item in items]
    queue.note(chosen)
    families.note(chosen)


def about(item: Item) -> str:
    """Name, title, description, provider, place, and subject and people as the file claims them."""
    said = [item.name, item.title, item.description, item.provider, item.place, *claims(item.claimed, TOLD)]
    return "\n".join(filter(None, said))[:MOST]


def claims(claimed: dict[str, Any], names: Iterable[str]) -> list[str]:
    """What a file says of itself under these names, as texts."""
    wanted, found = frozenset(names), []
    for key, value in claimed.items():
        if key.removeprefix("claimed_") in wanted:
            values = value if isinstance(value, list) else [value]
            found += [str(one) for one in values if isinstance(one, str | int)]
    return found
