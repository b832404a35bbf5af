"""What a reader sees of testimony: whole for the few who may, for everybody else with blocks over people under protection.

No page shows a word of testimony that did not come through `Screen`. When the vault cannot say whom a text names, those
others see nothing of it: a sentence stands in its place.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.shared.workflow import Refused
from witnesses import shield

K = TypeVar("K", bound=Hashable)


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
        return {key: _covered(text, spans) for (key, text), spans in zip(texts.items(), found, strict=True)}


def _covered(text: str, spans: list[shield.Span]) -> str:
    """With blocks over people under protection, and over every number and address that could lead to anybody."""
    return shield.shielded(text, shield.joined([*spans, *shield.shaped(text)]))


def _spans(texts: list[str], inquiry: str) -> list[list[shield.Span]] | None:
    """What identifies somebody in each text; None when the vault cannot be asked."""
    try:
        return shield.find_in_each(texts, inquiry=inquiry)
    except Refused:
        return None
