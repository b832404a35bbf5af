"""A moment as templates and serializers show it."""

from __future__ import annotations

from dataclasses import dataclass

from inquiry.shared.dates.moment import Moment
from inquiry.shared.dates.words import in_words, zones_of


@dataclass(frozen=True, slots=True)
class Shown:
    """Phrases for one moment: `{{ when.label }}`, `{{ when.both_zones|join:" · " }}`, `{{ when.basis_label }}`."""

    moment: Moment

    @property
    def label(self) -> str:
        """The date in words, with no zone."""
        return in_words(self.moment)

    @property
    def both_zones(self) -> list[str]:
        """One phrase per zone for a clock time, else the label alone."""
        return zones_of(self.moment)

    @property
    def basis_label(self) -> str:
        """How the date is known, in words."""
        return str(self.moment.basis.label)

    @property
    def edtf(self) -> str:
        """The canonical text."""
        return self.moment.text

    def __str__(self) -> str:
        return self.label


def shown(moment: Moment | None) -> Shown | None:
    """Wrap a moment for a template; None stays None, which a page prints as a gap."""
    return None if moment is None else Shown(moment)
