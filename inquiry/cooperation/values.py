"""What the register of cooperation is made of: plain values, no tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from inquiry.official_requests.notice import Notice
from inquiry.shared.dates import Moment


class Mark(StrEnum):
    """What kind of thing happened: the shape and colour in the picture."""

    ASKED = "asked"
    GIVEN = "given"  # acknowledged, agreed, answered, held, kept
    SET = "set"  # an appointment was set
    TAKEN_BACK = "taken_back"  # postponed, moved, cancelled, revoked
    REFUSED = "refused"  # refused, silence, not kept
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Happening:
    """One step: what it was, when as far as known, by what channel, and what notice and reason came with it."""

    number: int
    words: str
    mark: Mark
    at: Moment | None
    channel: str = ""
    set_for: Moment | None = None
    notice: Notice | None = None
    reason_given: str = ""  # "yes", "no", "not_stated"; empty where no reason was to be expected
    reason: str = ""
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A request, an assurance or a petition, and what became of it."""

    ref: str
    kind: str  # in words: "Meeting", "Assurance", "Petition"
    subject: str
    outcome: str
    outcome_tone: str
    official: str
    happenings: tuple[Happening, ...]
    about: str = ""  # the reference of the request that an assurance or a petition is about


@dataclass(slots=True)
class Counts:
    """How often each thing happened. Reasons are counted over everything that was taken back or refused."""

    requests: int = 0
    held: int = 0
    cancellations: int = 0
    postponements: int = 0
    moved: int = 0
    refusals: int = 0
    unanswered: int = 0
    reasons_given: int = 0
    reasons_not_given: int = 0
    reasons_not_stated: int = 0
    assurances: int = 0
    assurances_kept: int = 0
    assurances_not_kept: int = 0
    permissions_granted: int = 0
    permissions_revoked: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Party:
    """One authority (or, where it is none, whoever was asked) and its lines in the order of their references."""

    ref: str
    name: str
    lines: tuple[Line, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class CooperationRegister:
    """The whole register of one inquiry, as far as its reader may see it."""

    commission: str
    inquiry: str
    parties: Sequence[Party]
    counts: Counts = field(default_factory=Counts)

    @property
    def refs(self) -> list[str]:
        """The references of everything it is made of, in order."""
        return sorted({line.ref for party in self.parties for line in party.lines})
