"""What a reading amounts to: the stream of findings folded into one.

The same fold runs inside the sandbox (for later stages) and outside (for the caller).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evidence.ingestion.request import Outcome
from evidence.ingestion.stage import Fact, Finding, Identity, Language, Page, PageCount, PagesLeft, Trouble


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
    about: dict[str, Any] = field(default_factory=dict)


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
class Playable:
    """A preview as the caller gets it, checked to begin as what it says."""

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
    preview: Playable | None = None
    pages_left: dict[str, tuple[int, ...]] = field(default_factory=dict)
    language: str | None = None
    troubles: list[Trouble] = field(default_factory=list)
    stages: list[StageReport] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    cpu_seconds: float = 0.0
    peak_memory_bytes: int = 0

    def add(self, finding: Finding | Child | Rendition | Playable | StageReport) -> None:
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
            case Playable():
                self.preview = finding
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
