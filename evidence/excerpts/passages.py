"""Passages in a text: by characters, by words, by their quote; and whether an excerpt still stands where it stood. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

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
    """Where `quote` stands in `text`, nearest to character `near`; runs of white space count alike.

    Both are looked at with one blank for each run, so that one look from end to end finds every place.
    """
    sought = " ".join(quote.split())
    if not sought:
        return None
    words = [match.span() for match in WORD.finditer(text)]
    flat = " ".join(text[start:end] for start, end in words)
    begins = list(accumulate((end - start + 1 for start, end in words), initial=0))  # of each word in `flat`

    def real(at: int) -> int:
        word = bisect_right(begins, at) - 1
        return words[word][0] + at - begins[word]

    best: Span | None = None
    at = flat.find(sought)
    while at >= 0:
        span = real(at), real(at + len(sought) - 1) + 1
        if best is None or abs(span[0] - near) < abs(best[0] - near):
            best = span
        at = flat.find(sought, at + len(sought))
    return best


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
