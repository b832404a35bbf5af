"""What a page of an item needs to be shown: a window of its pages, words with their places, hits told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from evidence.items.models import Item, Page
from evidence.search.grammar import parse
from evidence.search.query import Phrase, QueryError, wanted
from evidence.search.snippets import Piece, hits
from evidence.search.words import tokens

WINDOW = 8  # pages shown at once
MOST_FACTS = 200


@dataclass(slots=True)
class Shown:
    """One page as the viewer wants it; `pieces` is its text where there is no picture."""

    number: int
    label: str
    image_url: str
    thumb_url: str
    width: int
    height: int
    words: list[dict[str, Any]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    source: str = ""
    confidence: float | None = None


@dataclass(slots=True)
class Window:
    """Some neighbouring pages of an item, and the way to the others."""

    drawn: list[Shown]
    written: list[Shown]
    missing: list[int]
    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""
    hits: int = 0


def window(item: Item, asked: str, query: str) -> Window:
    """The pages around the one that was asked for (a number as text; else the first)."""
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 8 else 1
    first = max(1, (number - 1) // WINDOW * WINDOW + 1)
    rows: QuerySet[Page] = Page.objects.filter(item=item).order_by("number")
    pages = list(rows.filter(number__gte=first, number__lt=first + WINDOW))
    total = max(item.pages or 0, rows.values_list("number", flat=True).last() or 0)
    phrases = asked_for(query)
    shown = [_shown(item, page, phrases) for page in pages]
    found = Window(
        drawn=[one for one in shown if one.image_url],
        written=[one for one in shown if not one.image_url],
        missing=[page.number for page in pages if not page.image_type] if drawable(item) else [],
        first=first,
        last=min(first + WINDOW - 1, max(total, first)),
        total=total,
    )
    found.hits = sum(word["hit"] for one in found.drawn for word in one.words)
    found.hits += sum(piece.hit for one in found.written for piece in one.pieces)
    more = f"&q={query}" if query else ""
    found.previous_url = f"?page={first - WINDOW}{more}" if first > 1 else ""
    found.next_url = f"?page={first + WINDOW}{more}" if first + WINDOW <= total else ""
    return found


def drawable(item: Item) -> bool:
    """Whether pictures can be made of its pages: the first reading made a small one of the first page."""
    return Page.objects.filter(item=item).exclude(thumb_digest="").exists()


def asked_for(query: str) -> Sequence[Phrase]:
    """The phrases a query looks for; none when it cannot be understood."""
    try:
        return tuple(wanted(parse(query))) if query.strip() else ()
    except QueryError:
        return ()


def _shown(item: Item, page: Page, phrases: Sequence[Phrase]) -> Shown:
    has_picture = bool(page.image_digest)
    shown = Shown(
        number=page.number,
        label=page.label,
        image_url=reverse("evidence:page_image", args=[item.ref, page.number]) if has_picture else "",
        thumb_url=reverse("evidence:page_thumb", args=[item.ref, page.number]) if page.thumb_digest else "",
        width=page.image_width,
        height=page.image_height,
        source=page.source,
        confidence=page.confidence,
    )
    if has_picture:
        shown.words = placed(page.words, phrases, item.language)
    else:
        shown.pieces = pieces(page.text, phrases, item.language)
    return shown


def placed(words: list[list[Any]], phrases: Sequence[Phrase], language: str) -> list[dict[str, Any]]:
    """Words with their place on the page as shares of it, those that answer the query marked."""
    starts, at = [], 0
    for word, *_box in words:
        starts.append(at)
        at += len(word) + 1
    found = _spans(" ".join(row[0] for row in words), phrases, language)
    return [
        {"text": word, "x": x0, "y": y0, "w": x1 - x0, "h": y1 - y0, "hit": _within(start, start + len(word), found)}
        for start, (word, x0, y0, x1, y1, _sure) in zip(starts, words, strict=True)
    ]


def pieces(text: str, phrases: Sequence[Phrase], language: str) -> list[Piece]:
    """The whole text in stretches, those that answer the query marked; lines stay as they are."""
    found, at = [], 0
    for start, end in _spans(text, phrases, language):
        found += [Piece(text[at:start]), Piece(text[start:end], hit=True)]
        at = end
    return [piece for piece in [*found, Piece(text[at:])] if piece.text]


def _spans(text: str, phrases: Sequence[Phrase], language: str) -> list[tuple[int, int]]:
    if not phrases:
        return []
    words = list(tokens(text))
    spans = sorted({(words[index].start, words[index].end) for index in hits(phrases, words, language)})
    return [span for n, span in enumerate(spans) if not n or span[0] >= spans[n - 1][1]]


def _within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(left < end and start < right for left, right in spans)


def claims(item: Item) -> list[tuple[str, Any]]:
    """What the file says of itself, as (words, value) in the file's own order."""
    found = []
    for key, value in list(item.claimed.items())[:MOST_FACTS]:
        words = key.removeprefix("claimed_").replace("_", " ").capitalize()
        found.append((words, ", ".join(map(str, value)) if isinstance(value, list) else value))
    return found
