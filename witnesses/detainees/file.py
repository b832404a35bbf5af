"""A detainee's file: every row that hangs on the person, read in a fixed number of queries, and what follows from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from inquiry.shared.dates import Moment, zone_named
from inquiry.sources.models import Source
from witnesses.detainees import intervals
from witnesses.detainees.choices import CustodyKind, DisputeState
from witnesses.detainees.contacts import AccessEvent, Counsel, FurtherSource
from witnesses.detainees.court import ERROR, Charge, ChargeStep, CourtEvent, Happening, Proceeding, in_order
from witnesses.detainees.intervals import Days, Gap, Interval, Overlap
from witnesses.detainees.models import Custody, Detainee, Dispute

OPEN_AT_HOME = frozenset({intervals.AT_LIBERTY, str(CustodyKind.HOUSE_ARREST)})


@dataclass(frozen=True, slots=True)
class Proof:
    """One source of a row, and where in it."""

    source: Source
    locator: str
    says: str = ""

    @property
    def label(self) -> str:
        return f"{self.source.ref}, {self.locator}" if self.locator else self.source.ref


@dataclass
class File:
    """One detainee with everything recorded of them, in order. Corrected steps are there too, known by `corrected`."""

    detainee: Detainee
    custodies: list[Custody]
    disputes: list[Dispute]
    charges: list[Charge]
    charge_steps: list[ChargeStep]
    proceedings: list[Proceeding]
    events: list[CourtEvent]
    counsel: list[Counsel]
    access: list[AccessEvent]
    sources: dict[str, list[FurtherSource]] = field(default_factory=dict)

    @cached_property
    def intervals(self) -> list[Interval]:
        return [row.interval for row in self.custodies]

    @property
    def zone(self) -> str:
        """The zone in which days are told: that of the first interval."""
        return self.custodies[0].begin_zone if self.custodies else "UTC"

    @cached_property
    def gaps(self) -> list[Gap]:
        """Those that are more than a change within one day."""
        return [gap for gap in intervals.gaps(self.intervals) if gap.notable]

    @cached_property
    def overlaps(self) -> list[Overlap]:
        return [one for one in intervals.overlaps(self.intervals, self.disputed) if one.notable]

    @cached_property
    def disputed(self) -> list[frozenset[str]]:
        """The pairs recorded as disputed, whatever became of the dispute."""
        return [frozenset((one.one.ref, one.other.ref)) for one in self.disputes]

    @cached_property
    def in_dispute(self) -> set[str]:
        """The rows of disputes that are open."""
        return {ref for one in self.disputes if one.state == DisputeState.OPEN for ref in (one.one.ref, one.other.ref)}

    @cached_property
    def corrected(self) -> set[str]:
        """The steps that a later row replaces."""
        return {row.corrects.ref for row in [*self.charge_steps, *self.events, *self.access] if row.corrects}

    def standing(self, rows: Iterable[Any]) -> list[Any]:
        return [row for row in rows if row.ref not in self.corrected and row.kind != ERROR]

    def steps_of(self, charge: Charge) -> list[ChargeStep]:
        return [step for step in self.charge_steps if step.charge_id == charge.pk]

    def proofs(self, row: Any) -> list[Proof]:
        """What a row rests on: its own source first, then the further ones; a charge also on what its steps rest on."""
        own = [Proof(row.source, row.locator)] if getattr(row, "source", None) else []
        own += [Proof(one.source, one.locator, one.says) for one in self.sources.get(row.ref, ())]
        steps = self.standing(self.steps_of(row)) if isinstance(row, Charge) else []
        return list(dict.fromkeys([*own, *(proof for step in steps for proof in self.proofs(step))]))

    @cached_property
    def last_spoken_of(self) -> datetime | None:
        """The last instant that any row names; None when no row has a date."""
        rows: Sequence[Happening] = [*self.charge_steps, *self.events, *self.access]
        moments = [one for row in self.custodies for one in (row.begin_moment, row.end_moment)]
        return max((end for one in [*moments, *(row.at_moment for row in rows)] if (end := _last(one))), default=None)

    def days(self, until: datetime) -> Days:
        """Days held up to `until`, house arrest among them."""
        return intervals.days(self.intervals, until)

    def days_outside_home(self, until: datetime) -> Days:
        """The same without house arrest."""
        return intervals.days(self.intervals, until, leave_out=OPEN_AT_HOME)


def _last(moment: Moment | None) -> datetime | None:
    """The end of the last date that a moment names, without what “about” adds; of an open one the end that it has."""
    if moment is None:
        return None
    return moment.edtf.points[-1].last.replace(tzinfo=zone_named(moment.zone)).astimezone(UTC)


def load(detainee: Detainee) -> File:
    """Read the file of a detainee that the reader may see already."""
    held = Custody.objects.filter(detainee=detainee).select_related(
        "detainee", "source", "place", "authority", "ordered_by", "follows"
    )
    sources: dict[str, list[FurtherSource]] = defaultdict(list)
    for one in FurtherSource.objects.filter(detainee=detainee).select_related("source").order_by("pk"):
        sources[one.about_ref].append(one)
    by_ref = {row.ref: row for row in held}
    order = intervals.ordered(row.interval for row in by_ref.values())
    return File(
        detainee,
        [by_ref[one.ref] for one in order],
        list(Dispute.objects.filter(detainee=detainee).select_related("one", "other").order_by("pk")),
        list(Charge.objects.filter(detainee=detainee).order_by("pk")),
        _happened(ChargeStep, detainee, "charge"),
        list(Proceeding.objects.filter(detainee=detainee).select_related("court").order_by("pk")),
        _happened(CourtEvent, detainee, "proceeding__court", "custody"),
        list(Counsel.objects.filter(detainee=detainee).select_related("source", "witness").order_by("pk")),
        _happened(AccessEvent, detainee, "counsel__witness"),
        dict(sources),
    )


def _happened(model: Any, detainee: Detainee, *together: str) -> list[Any]:
    rows = model.objects.filter(detainee=detainee).order_by("pk")
    return in_order(rows.select_related("source", "authority", "corrects", *together))
