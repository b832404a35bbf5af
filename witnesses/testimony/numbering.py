"""Paragraph numbers that stay: what is corrected keeps its number, what is added gets a new one, what goes leaves a gap. Pure.

A version is told as its changes: a `Row` for each paragraph that it corrected, added or took out. What stands in a version
is the latest row of each number up to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


class Row(Protocol):
    """What one version says of one paragraph. `after` is the number it was put behind when it was added; 0: at the end."""

    @property
    def number(self) -> int: ...
    @property
    def version_number(self) -> int: ...
    @property
    def after(self) -> int: ...
    @property
    def gone(self) -> bool: ...


R = TypeVar("R", bound=Row)


def standing(rows: Iterable[R], version: int | None = None) -> list[R]:
    """The row of each paragraph that holds in `version` (the last), in reading order; those that went stay as gaps."""
    latest: dict[int, R] = {}
    behind: dict[int, int] = {}
    for row in sorted(rows, key=lambda one: (one.version_number, one.number)):
        if version is None or row.version_number <= version:
            behind.setdefault(row.number, row.after)
            latest[row.number] = row
    return [latest[number] for number in reading_order(behind)]


def reading_order(behind: Mapping[int, int]) -> list[int]:
    """The numbers as they are read: each at the end, or right behind the one that it was added after."""
    order: list[int] = []
    for number in sorted(behind):
        after = behind[number]
        order.insert(order.index(after) + 1 if after in order else len(order), number)
    return order


def paragraphs_of(text: str) -> list[str]:
    """Pasted text, split where a line is blank; lines inside a paragraph stay."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return [part.strip() for part in BLANK_LINE.split(unified.strip()) if part.strip()]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a new version writes."""

    number: int
    text: str
    after: int = 0
    gone: bool = False


def changes(
    stands: Sequence[Any], texts: Mapping[int, str], taken_out: Iterable[int], added: Sequence[str], after: int = 0
) -> list[Change]:
    """What a new version writes: paragraphs that differ, those taken out, those added behind `after` (0: at the end).

    Args:
        stands: the rows that stand now, each with `number`, `text`, `gone`.
        texts: number → text, for those that were typed.
    """
    out = set(taken_out)
    found = []
    for row in stands:
        if row.gone:
            continue
        text = texts.get(row.number, row.text).strip()
        if row.number in out:
            found.append(Change(row.number, "", gone=True))
        elif text != row.text:
            found.append(Change(row.number, text))
    following = max((row.number for row in stands), default=0)
    behind = after
    for text in added:
        following += 1
        found.append(Change(following, text, after=behind))
        behind = following if after else 0
    return found
