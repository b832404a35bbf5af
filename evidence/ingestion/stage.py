"""The contract of ingestion: what a stage is given, what it may find, and what a reading amounts to.

A stage is a module with NAME, VERSION and `run(source, found)`, a pure generator: the bytes of one file and what earlier
stages found go in, findings come out one by one. It writes nothing, fetches nothing and knows no tables. `Findings` folds
the stream of findings; the same fold runs inside the sandbox (for later stages) and outside (for the caller).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from evidence.ingestion.request import (
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

if TYPE_CHECKING:
    from evidence.ingestion.source import Source

__all__ = [
    "STAGES",
    "Child",
    "Damaged",
    "Encrypted",
    "Fact",
    "Finding",
    "Findings",
    "Identity",
    "Language",
    "Limits",
    "Member",
    "Outcome",
    "Page",
    "PageCount",
    "PagesLeft",
    "Picture",
    "ReadRequest",
    "Refused",
    "Rendition",
    "Stage",
    "StageReport",
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


# --- findings, in the order in which stages make them ---------------------------------------------------------------


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
    """A file inside this one, while its bytes pass through. `name` is the path inside, byte-exact."""

    name: bytes
    shown: str
    kind: str  # attachment | member | embedded
    chunks: Iterable[bytes]
    modified: str = ""
    problem: str = ""


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


Finding = Identity | Fact | Member | Page | PageCount | Picture | PagesLeft | Language | Trouble


class Stage(Protocol):
    """What the modules in `stages/` offer."""

    NAME: str
    VERSION: str

    def run(self, source: Source, found: Findings) -> Iterator[Finding]:
        """Findings in order; raises Unreadable to stop this stage only."""


# --- what a reading amounts to ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Child:
    """A member as the caller gets it: its bytes in a private spooled file, which the caller moves or deletes."""

    order: int
    name: bytes
    shown: str
    kind: str
    path: Path
    size: int
    modified: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as the caller gets it, checked to be what it says."""

    kind: str
    page: int
    width: int
    height: int
    media_type: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class StageReport:
    """How one stage went. Seconds of wall time."""

    name: str
    version: str
    outcome: Outcome
    problem: str = ""
    seconds: float = 0.0


@dataclass
class Findings:
    """Everything found in one file. `outcome` and `problem` are for people; `log` is for the operator."""

    media_type: str = ""
    extension_lies: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    pages: dict[int, Page] = field(default_factory=dict)
    page_count: int | None = None
    page_unit: str = ""
    children: list[Child] = field(default_factory=list)
    renditions: list[Rendition] = field(default_factory=list)
    pages_left: dict[str, tuple[int, ...]] = field(default_factory=dict)
    language: str | None = None
    troubles: list[Trouble] = field(default_factory=list)
    stages: list[StageReport] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    cpu_seconds: float = 0.0
    peak_memory_bytes: int = 0

    def add(self, finding: Finding | Child | Rendition | StageReport) -> None:
        """Fold one finding in. A later Page with the same number replaces the earlier (OCR over an unusable layer)."""
        match finding:
            case Identity():
                self.media_type, self.extension_lies = finding.media_type, finding.extension_lies
            case Fact():
                self.facts[finding.key] = finding.value
            case Page():
                self.pages[finding.number] = finding
            case PageCount():
                self.page_count, self.page_unit = finding.pages, finding.unit
            case PagesLeft():
                self.pages_left[finding.stage] = finding.pages
            case Language():
                self.language = finding.code or None
            case _:
                self._append(finding)

    def _append(self, finding: object) -> None:
        lists: dict[type, list[Any]] = {
            Trouble: self.troubles,
            Child: self.children,
            Rendition: self.renditions,
            StageReport: self.stages,
        }
        if type(finding) in lists:
            lists[type(finding)].append(finding)

    @property
    def text(self) -> str:
        """All pages in order, form feeds between."""
        return "\f".join(self.pages[number].text for number in sorted(self.pages))

    @property
    def ocr_pages(self) -> int:
        """How many pages were read by OCR."""
        return sum(page.source == "ocr" for page in self.pages.values())

    @property
    def outcome(self) -> Outcome:
        """The worst trouble, softened to partly_read when something of the content was found all the same."""
        worst = [t.outcome for t in self.troubles if t.outcome is not Outcome.READ]
        if not worst and any(self.pages_left.values()):
            return Outcome.PARTLY_READ
        if not worst:
            return Outcome.READ
        grave = [one for one in worst if one is not Outcome.PARTLY_READ]
        something = self.children or any(page.text.strip() for page in self.pages.values())
        if not grave or something:
            return Outcome.PARTLY_READ
        return grave[0]

    @property
    def problem(self) -> str:
        """The sentences of all troubles, each once; empty when the file was read whole."""
        left = {number for pages in self.pages_left.values() for number in pages}
        more = [f"{len(left)} pages that are pictures have not been read yet."] if left else []
        return " ".join(dict.fromkeys([*(t.sentence for t in self.troubles), *more]))

    def absorb(self, more: Findings) -> None:
        """Add a continued reading of the same file (asked for with `pages=`): its pages and pictures, what is still left."""
        self.pages.update(more.pages)
        self.renditions.extend(more.renditions)
        self.pages_left = {
            stage: pages
            for stage, pages in {**self.pages_left, **dict.fromkeys(more.stages_run, ()), **more.pages_left}.items()
            if pages
        }
        self.troubles.extend(t for t in more.troubles if t not in self.troubles)
        self.facts |= {key: value for key, value in more.facts.items() if key not in self.facts}
        self.cpu_seconds += more.cpu_seconds
        self.peak_memory_bytes = max(self.peak_memory_bytes, more.peak_memory_bytes)
        self.log.extend(more.log)

    @property
    def stages_run(self) -> list[str]:
        """Names of the stages that came to an end."""
        return [report.name for report in self.stages]


def as_json(finding: Any) -> dict[str, Any]:
    """A finding without its bytes, as a JSON object that says its kind under `is`."""
    plain = {f.name: getattr(finding, f.name) for f in fields(finding) if f.name not in ("chunks", "content")}
    if isinstance(finding, Member):
        plain["name"] = finding.name.hex()
    return {"is": type(finding).__name__, **plain}
