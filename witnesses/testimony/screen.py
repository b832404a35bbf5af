"""What a reader sees of testimony: whole for the few who may, for everybody else with blocks over people under protection.

No page shows a word of testimony that did not come through `Screen`. When the vault cannot say whom a text names, those
others see nothing of it: a sentence stands in its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Mapping
from itertools import accumulate
from typing import Any, TypeVar

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.shared.workflow import Refused
from witnesses.vault import door

K = TypeVar("K", bound=Hashable)
BLOCK = "█████"
BETWEEN = "\n\n\n"  # no name reaches over it


class Screen:
    """The eyes of one reader on one record (a statement, an interview, a transcript).

    Attributes:
        whole: the reader sees the text as it was said.
        closed: the vault could not be asked; nothing may be shown to this reader.
    """

    def __init__(self, user: User, record: Any) -> None:
        self.whole = user.may(Right.TESTIMONY_UNSHIELDED, record)
        self.inquiry: str = record.inquiry.ref
        self.closed = False

    def shown(self, texts: Mapping[K, str]) -> dict[K, str]:
        """`texts` as this reader may see them, under their keys. Once `closed`, each is empty."""
        if self.whole or not texts:
            return dict(texts)
        found = None if self.closed else _spans(list(texts.values()), self.inquiry)
        if found is None:
            self.closed = True
            return dict.fromkeys(texts, "")
        return {key: shielded(text, spans) for (key, text), spans in zip(texts.items(), found, strict=True)}


def _spans(texts: list[str], inquiry: str) -> list[list[door.Span]] | None:
    """What identifies somebody in each text, asked in one go; None when the vault cannot be asked."""
    whole = BETWEEN.join(texts)
    try:
        found = door.spans(whole, inquiry=inquiry)
    except Refused:  # the vault does not answer
        return None
    starts = [0, *accumulate(len(text) + len(BETWEEN) for text in texts)][: len(texts)]
    return _apportioned(found, texts, starts)


def _apportioned(found: Iterable[door.Span], texts: list[str], starts: list[int]) -> list[list[door.Span]]:
    """Spans of the whole as spans of each text; one that reaches over a border counts on both sides of it."""
    rows: list[list[door.Span]] = [[] for _one in texts]
    for span in found:
        n = max(bisect_right(starts, span.start) - 1, 0)
        while n < len(texts) and starts[n] < span.end:
            start, end = max(span.start - starts[n], 0), min(span.end - starts[n], len(texts[n]))
            if start < end:
                rows[n].append(door.Span(start, end, span.kind))
            n += 1
    return rows


def shielded(text: str, spans: Iterable[door.Span]) -> str:
    """`text` with a block of one length in the place of each span."""
    found, at = [], 0
    for span in spans:
        found += [text[at : span.start], BLOCK]
        at = span.end
    return "".join([*found, text[at:]])
