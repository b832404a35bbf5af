"""What the viewer shows of an item: one page, as a picture under its text or as text, and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import reverse

from evidence.excerpts import passages
from evidence.excerpts import reading as excerpts
from evidence.excerpts.reading import Today
from evidence.items.models import Item, Page
from evidence.search.pages import asked_for
from evidence.viewer import hits, layer, pages, texts
from evidence.viewer.asked import WHOLE, Asked
from evidence.viewer.layer import Layer, Span
from evidence.viewer.marked import Marked, hits_in
from evidence.viewer.models import PageCorrection
from evidence.viewer.renderings import Rendering, rendered
from evidence.viewer.texts import PageText


@dataclass
class Shown:
    """One page of an item as it was asked for. The links are relative addresses."""

    item: Item
    asked: Asked
    user: Any
    total: int
    page: Page | None
    correction: PageCorrection | None
    text: PageText
    excerpts: Sequence[Today]
    drawable: bool
    found: hits.PagesHit = field(default_factory=lambda: hits.PagesHit((), 1))

    @cached_property
    def number(self) -> int:
        return self.asked.page

    @cached_property
    def has_picture(self) -> bool:
        return bool(self.page and self.page.image_digest)

    @cached_property
    def missing(self) -> bool:
        """Whether a picture can be made and is not there yet."""
        return bool(self.drawable and self.page and not self.page.image_type)

    @cached_property
    def with_picture(self) -> bool:
        return self.has_picture and self.asked.view != "text"

    @cached_property
    def with_text(self) -> bool:
        return not self.has_picture or self.asked.view in ("text", "both")

    @cached_property
    def phrases(self) -> Any:
        return asked_for(self.asked.q)

    @cached_property
    def image_url(self) -> str:
        return reverse("evidence:page_image", args=[self.item.ref, self.number])

    @cached_property
    def layer(self) -> Layer:
        """The machine's words over the picture, with hits and excerpts."""
        page = self.page or Page()
        spans = hits_in(page.text, self.phrases, self.item.language)
        made = layer.layer(page.words, page.text, (page.image_width or 1, page.image_height or 1), spans, self.upright)
        for one in self.excerpts:
            turned = [layer.upright(box, self.upright) for box in one.excerpt.boxes]
            drawn = layer.roomy(layer.rects(turned, made.height))
            if one.excerpt.ref == self.asked.excerpt:
                made.chosen = drawn
            elif drawn:
                made.marks.append(drawn)
        return made

    @cached_property
    def upright(self) -> int:
        """Degrees clockwise that set the picture upright, as OCR found when it read the page."""
        turned = self.item.claimed.get("turned_pages")
        degrees = turned.get(str(self.number)) if isinstance(turned, dict) else 0
        return degrees if degrees in (90, 180, 270) else 0

    @cached_property
    def frame(self) -> tuple[str, str]:
        """The picture's `viewBox` and `transform` for how it is turned."""
        wide, tall, turn = self.layer.width, self.layer.height, self.asked.turn
        moved = {0: (0.0, 0.0), 90: (tall, 0.0), 180: (wide, tall), 270: (0.0, wide)}[turn]
        box = (tall, wide) if turn % 180 else (wide, tall)
        return f"0 0 {box[0]:g} {box[1]:g}", f"translate({moved[0]:g} {moved[1]:g}) rotate({turn})" if turn else ""

    @cached_property
    def width(self) -> str:
        """The picture's width; none where the page is to be seen as a whole."""
        return "" if self.asked.zoom == WHOLE else f"{self.asked.zoom}%"

    @cached_property
    def marked(self) -> Marked:
        """The text with hits and excerpts told apart."""
        spans = hits_in(self.text.text, self.phrases, self.item.language)
        return Marked(self.text.text, spans, [span for one in self.excerpts if (span := self._span(one))])

    def _span(self, one: Today) -> Span | None:
        row = one.excerpt
        where = (row.start, row.end)
        found = passages.standing(
            self.text.text, self.text.digest, quote=row.quote, span=where, text_digest=row.text_digest
        )
        return found.span

    @cached_property
    def rendering(self) -> Rendering:
        plain = self.asked.view == "text" and not self.has_picture
        return rendered(self.item, self.number, self.marked, plain=plain, part=self.asked.part, user=self.user)

    @cached_property
    def previous_part(self) -> str:
        part = self.rendering.part
        return self.asked.url(part=part.number - 1) if part and part.number > 1 else ""

    @cached_property
    def next_part(self) -> str:
        part = self.rendering.part
        return self.asked.url(part=part.number + 1) if part and part.number < part.parts else ""

    @cached_property
    def hit_count(self) -> int:
        return len(self.layer.hits) + self.layer.unmarked if self.with_picture else len(self.marked.hits)

    @cached_property
    def sure(self) -> int | None:
        """How sure OCR was of the page, in per cent."""
        sure = self.page.confidence if self.page else None
        if sure is None:
            return None
        return round(sure)

    @cached_property
    def thumbs(self) -> pages.Slice:
        first = self.asked.thumbs or pages.around(self.number)
        return pages.listed(self.item, first, self.total, self.found.numbers)

    @cached_property
    def links(self) -> dict[str, str]:
        """Where the buttons lead; those that lead nowhere are left out."""
        asked, number = self.asked, self.number
        found = {
            "previous": asked.url(page=number - 1) if number > 1 else "",
            "next": asked.url(page=number + 1) if number < self.total else "",
            "previous_hit": asked.url(page=self.found.previous) if self.found.previous else "",
            "next_hit": asked.url(page=self.found.next) if self.found.next else "",
            "closer": asked.url(zoom=asked.zoomed(1)),
            "farther": asked.url(zoom=asked.zoomed(-1)),
            "fit": asked.url(zoom=100),
            "whole": asked.url(zoom=WHOLE),
            "turn": asked.url(turn=(asked.turn + 90) % 360),
            "picture": asked.url(view="", part=0),
            "text": asked.url(view="text", part=0),
            "both": asked.url(view="both", part=0),
            "machine": asked.url(machine=1, view=asked.view or ("text" if self.has_picture else "")),
            "corrected": asked.url(machine=0),
        }
        return {name: url for name, url in found.items() if url}


def shown(item: Item, asked: Asked, user: Any) -> Shown:
    """The page that was asked for."""
    total = pages.total_of(item)
    page = Page.objects.filter(item=item, number=asked.page).first()
    correction = texts.last_correction(item, asked.page) if page else None
    text = texts.current(page, None if asked.machine else correction) if page else PageText("", texts.MACHINE)
    return Shown(
        item=item,
        asked=asked,
        user=user,
        total=total,
        page=page,
        correction=correction,
        text=text,
        excerpts=excerpts.of_page(user, item, asked.page) if page else (),
        drawable=drawable(item),
        found=hits.pages(item, asked.q, asked.page),
    )


def drawable(item: Item) -> bool:
    """Whether pictures can be made of its pages: the first reading made a small one of the first page."""
    return Page.objects.filter(item=item).exclude(thumb_digest="").exists()
