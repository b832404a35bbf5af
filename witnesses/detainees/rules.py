"""What a detainee's records may not say. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from inquiry.shared.dates import Edtf, Moment, Precision
from witnesses.detainees.choices import CustodyKind, Held
from witnesses.detainees.intervals import AT_LIBERTY, Interval, ordered

COARSE = frozenset({Precision.YEAR, Precision.DECADE, Precision.CENTURY})


def birth(edtf: Edtf | None, *, protected: bool) -> list[str]:
    """Objections to a date of birth: of somebody under a cipher it may not be more exact than a year."""
    if edtf is None or not protected:
        return []
    if all(point.precision in COARSE for point in edtf.points):
        return []
    return [_("A day or a month of birth may tell who somebody is: of a person under a cipher write the year at most.")]


def order(begin: Moment | None, end: Moment | None) -> list[str]:
    """Objections to an end that certainly lies before its beginning."""
    if begin and end and begin.earliest and end.latest and end.latest < begin.earliest:
        return [_("This ends before it begins.")]
    return []


def circle(ref: str, follows: str, chain: dict[str, str]) -> list[str]:
    """Objections to `ref` following `follows`: nothing follows itself, however long the way. `chain`: who follows whom."""
    at, seen = follows, set()
    while at and at not in seen:
        if at == ref:
            return [_("The intervals would follow each other in a circle.")]
        seen.add(at)
        at = chain.get(at, "")
    return []


def status(rows: Iterable[Interval], disputes: Iterable[frozenset[str]]) -> Held:
    """Where somebody stands at the latest that is known; `disputes`: the pairs still open.

    The latest row is the one that certainly lasted longest. Rows of other kinds of standing that an open dispute sets
    against it make it disputed.
    """
    known = ordered(rows)
    if not known:
        return Held.UNKNOWN
    last = max(known, key=lambda row: (row.ends[0], row.sort_key))
    by_ref = {row.ref: row for row in known}
    against = {ref for pair in disputes if last.ref in pair for ref in pair - {last.ref} if ref in by_ref}
    if any(standing(by_ref[ref].kind) != standing(last.kind) for ref in against):
        return Held.DISPUTED
    return standing(last.kind)


def standing(kind: str) -> Held:
    """What a kind of custody says of where somebody stands."""
    if kind == AT_LIBERTY:
        return Held.AT_LIBERTY
    return Held.HOUSE_ARREST if kind == CustodyKind.HOUSE_ARREST else Held.HELD
