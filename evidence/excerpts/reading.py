"""Excerpts as they stand today: beside each whether its passage is still where it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from evidence.excerpts import passages
from evidence.excerpts.models import Excerpt
from evidence.excerpts.passages import Found, Standing
from evidence.items.models import Item, Page
from evidence.viewer import texts
from evidence.viewer.models import PageCorrection
from evidence.viewer.texts import PageText

WORDS = {
    Standing.SAME: _("The page says this today as it did then."),
    Standing.MOVED: _("The page's text is another by now; the quote was found in it again."),
    Standing.GONE: _("The page's text is another by now, and the quote does not stand in it any more."),
}
TONES = {Standing.SAME: "good", Standing.MOVED: "care", Standing.GONE: "bad"}
PILLS = {Standing.SAME: _("As taken"), Standing.MOVED: _("Found again"), Standing.GONE: _("Not found")}


@dataclass(frozen=True, slots=True)
class Today:
    """An excerpt with its standing."""

    excerpt: Excerpt
    found: Found

    @property
    def words(self) -> Any:
        return WORDS[self.found.standing]

    @property
    def pill(self) -> Any:
        return PILLS[self.found.standing]

    @property
    def tone(self) -> str:
        return TONES[self.found.standing]


def today(rows: Sequence[Excerpt]) -> list[Today]:
    """Each excerpt compared with its page's text of now; three queries, however many they are."""
    pages = _texts({(row.item_id, row.page) for row in rows})
    digests = {key: text.digest for key, text in pages.items()}
    return [Today(row, _found(row, pages, digests)) for row in rows]


def _found(row: Excerpt, pages: dict[tuple[int, int], PageText], digests: dict[tuple[int, int], str]) -> Found:
    key = (row.item_id, row.page)
    if key not in pages:
        return Found(Standing.GONE, None)
    return passages.standing(
        pages[key].text, digests[key], quote=row.quote, span=(row.start, row.end), text_digest=row.text_digest
    )


def _texts(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], PageText]:
    """The text that counts now of each (item, page)."""
    wanted = set(keys)
    near = {"item__in": {item for item, _page in wanted}}
    numbers = {page for _item, page in wanted}
    rows = Page.objects.filter(**near, number__in=numbers).only("item_id", "number", "text")
    corrected = PageCorrection.objects.filter(**near, page__in=numbers).standing()
    by_page = {(one.item_id, one.page): one for one in corrected}
    return {
        (row.item_id, row.number): texts.current(row, by_page.get((row.item_id, row.number)))
        for row in rows
        if (row.item_id, row.number) in wanted
    }


def of_page(user: Any, item: Item, number: int) -> list[Today]:
    """The standing excerpts of one page, for whoever may read the item."""
    rows = Excerpt.objects.visible_to(user).standing().filter(item=item, page=number)
    return today(list(rows.select_related("created_by", "item").order_by("start", "pk")[:200]))
