"""What a page says: the machine's text, and a person's correction of it where there is one. One place tells which is meant."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from evidence.items.models import Item, Page
from evidence.viewer.models import PageCorrection

MACHINE = 0  # the version of a text that nobody corrected


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page in one version; 0 is the machine's, others are corrections."""

    text: str
    version: int

    @property
    def digest(self) -> str:
        """SHA-256 of the text in UTF-8."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """SHA-256 of `text` in UTF-8, in hexadecimal; half a surrogate pair counts as a question mark."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def last_correction(item: Item, number: int) -> PageCorrection | None:
    """The correction of a page that stands now."""
    rows = PageCorrection.objects.filter(item=item, page=number).select_related("created_by")
    return rows.order_by("-version").first()


def current(page: Page, correction: PageCorrection | None) -> PageText:
    """The text that counts now."""
    return PageText(correction.text, correction.version) if correction else PageText(page.text, MACHINE)


def of_version(page: Page, version: int) -> PageText | None:
    """The text of a page in `version`; None where there is none."""
    if version == MACHINE:
        return PageText(page.text, MACHINE)
    found = PageCorrection.objects.filter(item_id=page.item_id, page=page.number, version=version).first()
    return PageText(found.text, found.version) if found else None


def searched(item: Item) -> Iterator[tuple[int, str]]:
    """Each page with text, as (number, text) for the search: the machine's text, and below it the correction that stands,
    so that a search finds both."""
    corrected = dict(PageCorrection.objects.filter(item=item).standing().values_list("page", "text"))
    rows = Page.objects.filter(item=item).order_by("number").values_list("number", "text")
    for number, text in rows.iterator(chunk_size=200):
        both = "\n\n".join(filter(None, (text, corrected.get(number, ""))))
        if both:
            yield number, both


def corrected_of(items: Collection[int]) -> dict[tuple[int, int], str]:
    """The corrections that stand, by (item, page): few, since a person wrote each."""
    rows = PageCorrection.objects.filter(item_id__in=items).standing().values_list("item_id", "page", "text")
    return {(item, page): text for item, page, text in rows}


def searched_page(item: Item, number: int) -> str:
    """One page as `searched` gives it; "" when it has no text."""
    page, correction = Page.objects.filter(item=item, number=number).first(), last_correction(item, number)
    return "\n\n".join(filter(None, (page.text if page else "", correction.text if correction else "")))


def searched_of(items: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """`searched` for many short items at once, by their ids."""
    corrected = corrected_of(items)
    found: dict[int, list[tuple[int, str]]] = {pk: [] for pk in items}
    pages = (
        Page.objects.filter(item_id__in=items).order_by("item_id", "number").values_list("item_id", "number", "text")
    )
    for item, number, text in pages:
        both = "\n\n".join(filter(None, (text, corrected.get((item, number), ""))))
        if both:
            found[item].append((number, both))
    return found
