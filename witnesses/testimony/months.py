"""Days coarsened to their month, for readers outside the team. Pure."""

from __future__ import annotations

from inquiry.shared.dates import Moment, Precision

FINE = frozenset({Precision.MINUTE, Precision.DAY, Precision.MONTH})
YEARLY = frozenset({Precision.SEASON, Precision.YEAR})


def month_of(moment: Moment | None) -> Moment | None:
    """The month in which `moment` begins, or the year where no more is known; None where not even that is."""
    points = moment.edtf.points if moment else ()
    if moment is None or not points:
        return None
    first = points[0]
    if first.precision in FINE:
        return Moment.of(f"{first.first:%Y-%m}", moment.zone, moment.basis)
    return Moment.of(f"{first.first:%Y}", moment.zone, moment.basis) if first.precision in YEARLY else None
