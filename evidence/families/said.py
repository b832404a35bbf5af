"""What an item says, for comparing: the words of its pages as they stand today, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence.items.models import Item, Page
from evidence.search.words import Found, tokens
from evidence.viewer.models import PageCorrection

MOST_WORDS = 200_000
"""Words of an item that are compared; what lies behind them in a longer one is not."""


@dataclass(slots=True)
class Text:
    """The words of an item as they are compared, and for each its page and characters there; `pages` holds the texts."""

    words: list[str] = field(default_factory=list)
    places: list[tuple[int, int, int]] = field(default_factory=list)
    pages: dict[int, str] = field(default_factory=dict)


def text_of(item: Item) -> Text:
    """The corrected text where a page was corrected, else the machine's; up to 200,000 words."""
    found = Text()
    for number, text in _pages(item):
        found.pages[number] = text
        for word in _whole(tokens(text)):
            found.words.append(word.text)
            found.places.append((number, word.start, word.end))
        if len(found.words) >= MOST_WORDS:
            break
    del found.words[MOST_WORDS:], found.places[MOST_WORDS:]
    return found


def _pages(item: Item) -> Iterator[tuple[int, str]]:
    corrected = dict(PageCorrection.objects.filter(item=item).standing().values_list("page", "text"))
    rows = Page.objects.filter(item=item).order_by("number").values_list("number", "text")
    for number, text in rows.iterator(chunk_size=200):
        yield number, corrected.get(number, text)


def _whole(words: Iterator[Found]) -> Iterator[Found]:
    """Words broken over two lines as one: the search's words have their halves too."""
    held: Found | None = None
    broken_until = -1
    for word in words:
        if held is not None and word.position == held.position:  # the whole of what `held` is the first half of
            held, broken_until = word, word.end
            continue
        if held is not None and word.end == broken_until:  # its second half
            continue
        if held is not None:
            yield held
        held = word
    if held is not None:
        yield held
