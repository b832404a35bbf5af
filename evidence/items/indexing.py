"""What the search may find of an item: its pages, and as page 0 what is said about it."""

from __future__ import annotations

from typing import Any

from evidence.items.models import Item
from evidence.search import index
from evidence.search.index import IndexPage
from evidence.viewer import texts

TOLD = ("subject", "title", "author", "from", "to", "cc", "sender", "keywords")  # of what a file says of itself
MOST = 20_000  # characters


def write(item: Item) -> None:
    """Index the item's pages and what is said about it, in the caller's transaction."""
    pages = [IndexPage(number, text, item.language) for number, text in texts.searched(item)]
    index.write(item.pk, [about(item), *pages])


def describe(item: Item) -> None:
    """Index anew what is said about it."""
    index.describe(item.pk, about(item))


def about(item: Item) -> IndexPage:
    """Name, title, description, provider, place, and subject and people as the file claims them."""
    said = [item.name, item.title, item.description, item.provider, item.place, *_claims(item.claimed)]
    return IndexPage(0, "\n".join(filter(None, said))[:MOST], item.language)


def _claims(claimed: dict[str, Any]) -> list[str]:
    found = []
    for key, value in claimed.items():
        if key.removeprefix("claimed_") in TOLD:
            values = value if isinstance(value, list) else [value]
            found += [str(one) for one in values if isinstance(one, str | int)]
    return found
