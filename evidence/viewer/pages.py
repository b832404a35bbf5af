"""The list of an item's pages, so many at a time: a document of 5,000 pages is never loaded whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from evidence.items.models import Item, Page

AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class Thumb:
    """One page in the list."""

    number: int
    label: str
    image_url: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """Some pages of the list; where the ones before and after begin (0: there are none)."""

    thumbs: list[Thumb]
    before: int
    after: int


def total_of(item: Item) -> int:
    """How many pages there are: as the file says, or as were found."""
    last = Page.objects.filter(item=item).order_by("-number").values_list("number", flat=True).first()
    return max(item.pages or 0, last or 0)


def listed(item: Item, first: int, total: int, hits: Collection[int] = ()) -> Slice:
    """The pages from `first` on."""
    first = min(max(first, 1), max(total, 1))
    last = min(first + AT_ONCE - 1, total)
    rows = Page.objects.filter(item=item, number__gte=first, number__lte=last)
    known = {number: (label, thumb) for number, label, thumb in rows.values_list("number", "label", "thumb_digest")}
    thumbs = []
    for number in range(first, last + 1):
        label, thumb = known.get(number, ("", ""))
        url = reverse("evidence:page_thumb", args=[item.ref, number]) if thumb else ""
        thumbs.append(Thumb(number, label, url, number in hits))
    before = max(first - AT_ONCE, 1) if first > 1 else 0
    return Slice(thumbs, before, last + 1 if last < total else 0)


def around(number: int) -> int:
    """Where the slice with page `number` in it begins."""
    return max((number - 1) // AT_ONCE * AT_ONCE + 1, 1)
