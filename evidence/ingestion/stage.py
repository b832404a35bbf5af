"""The contract of ingestion: what a stage is given and what it may find.

A stage is a module with NAME, VERSION and `run(source, found)`, a pure generator: the bytes of one file and what earlier
stages found go in, findings come out one by one. It writes nothing, fetches nothing and knows no tables. It raises
Unreadable to stop itself only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from evidence.ingestion.request import (
    ON_DEMAND,
    STAGES,
    Damaged,
    Encrypted,
    Limits,
    Outcome,
    ReadRequest,
    Refused,
    Unreadable,
    Unsupported,
)

__all__ = [
    "ON_DEMAND",
    "STAGES",
    "Damaged",
    "Encrypted",
    "Fact",
    "Finding",
    "Identity",
    "Language",
    "Limits",
    "Member",
    "Outcome",
    "Page",
    "PageCount",
    "PagesLeft",
    "Picture",
    "Preview",
    "ReadRequest",
    "Refused",
    "Trouble",
    "Unreadable",
    "Unsupported",
    "Word",
    "as_json",
    "pack",
]


class Word(NamedTuple):
    """A word on its page; the box in fractions of width and height from the top left; confidence 0–100 or None."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float | None = None


# Findings, in the order in which stages make them.


@dataclass(frozen=True, slots=True)
class Identity:
    """What the content is. `extension_lies` when the name promises another kind of file."""

    media_type: str
    extension_lies: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the file says of itself: `claimed_…` keys, JSON value."""

    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside this one, while its bytes pass through. `name` is the path inside, byte-exact.

    `about`: what the container says of it and its own bytes do not (an address and a time of capture, a folder, who sent it
    in which message): `claimed_…` keys, JSON values.
    """

    name: bytes
    shown: str
    kind: str  # attachment | member | embedded
    chunks: Iterable[bytes]
    modified: str = ""
    problem: str = ""
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one page, sheet, slide or part. `words` is compact JSON: [[text, x0, y0, x1, y1, confidence], …]."""

    number: int
    text: str
    source: str = "file"  # file | pdf | ocr
    label: str = ""
    width: float = 0.0
    height: float = 0.0
    confidence: float | None = None
    words: str = "[]"

    def boxes(self) -> list[Word]:
        """The words with their places."""
        return [Word(*row) for row in json.loads(self.words)]


def pack(words: Iterable[Word]) -> str:
    """Words as the compact JSON that `Page.words` holds, coordinates to four digits and never outside the page."""
    return "[" + ",".join(_packed(*word) for word in words) + "]"


def _packed(text: str, x0: float, y0: float, x1: float, y1: float, confidence: float | None) -> str:
    if min(x0, y0, x1, y1) < 0 or max(x0, y0, x1, y1) > 1:
        x0, y0, x1, y1 = (min(1.0, max(0.0, side)) for side in (x0, y0, x1, y1))
    sure = "null" if confidence is None else f"{confidence:.1f}"
    return f"[{_quoted(text)},{x0:.4f},{y0:.4f},{x1:.4f},{y1:.4f},{sure}]"


_quoted = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class PageCount:
    """Pages the document has, read or not. `unit`: page, sheet, slide, part."""

    pages: int
    unit: str = "page"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made of a page: kind `page` or `thumbnail`, WebP or PNG bytes."""

    kind: str
    page: int
    width: int
    height: int
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """A recording made anew so that every browser plays it, while its bytes pass through: audio/webm or video/webm."""

    media_type: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class PagesLeft:
    """Pages that a stage did not come to within its limits: ask again with `pages=` these."""

    stage: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """ISO 639-1 code of the main language; empty when there is too little text."""

    code: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something was lost, the rest goes on. The sentence is for a secretary."""

    outcome: Outcome
    sentence: str


Finding = Identity | Fact | Member | Page | PageCount | Picture | Preview | PagesLeft | Language | Trouble


def as_json(finding: Any) -> dict[str, Any]:
    """A finding without its bytes, as a JSON object that says its kind under `is`."""
    plain = {f.name: getattr(finding, f.name) for f in fields(finding) if f.name not in ("chunks", "content")}
    if isinstance(finding, Member):
        plain["name"] = finding.name.hex()
    return {"is": type(finding).__name__, **plain}
