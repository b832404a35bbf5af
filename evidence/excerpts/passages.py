"""Passages in a text: by characters, by words, by their quote; and whether an excerpt still stands where it stood. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from evidence.viewer.layer import Span

WORD = re.compile(r"\S+")


class Standing(StrEnum):
    """What has become of an excerpt's passage."""

    SAME = "same"  # the page's text is what it was
    MOVED = "moved"  # another text by now; the quote stands in it
    GONE = "gone"  # another text by now, without the quote


@dataclass(frozen=True, slots=True)
class Found:
    """The standing of a passage, and where it is in the text of now."""

    standing: Standing
    span: Span | None


def by_words(text: str, first: int, last: int) -> Span | None:
    """The characters from word `first` to word `last` (from 1, both included); None where there are no such words."""
    words = [match.span() for match in WORD.finditer(text)]
    if not 1 <= first <= last <= len(words):
        return None
    return words[first - 1][0], words[last - 1][1]


def by_quote(text: str, quote: str, near: int = 0) -> Span | None:
    """Where `quote` stands in `text`, nearest to character `near`; runs of white space count alike."""
    parts = [re.escape(part) for part in quote.split()]
    if not parts:
        return None
    spans = [match.span() for match in re.finditer(r"\s+".join(parts), text)]
    return min(spans, key=lambda span: abs(span[0] - near)) if spans else None


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; None where nothing is left or it lies outside."""
    if not 0 <= start < end <= len(text):
        return None
    said = text[start:end]
    start += len(said) - len(said.lstrip())
    end -= len(said) - len(said.rstrip())
    return (start, end) if start < end else None


def standing(text: str, digest: str, *, quote: str, span: Span, text_digest: str) -> Found:
    """Whether what was quoted still stands in `text`, whose digest is `digest`."""
    if digest == text_digest:
        return Found(Standing.SAME, span)
    moved = by_quote(text, quote, span[0])
    return Found(Standing.MOVED, moved) if moved else Found(Standing.GONE, None)
