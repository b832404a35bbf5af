"""A file in words and as a drawing: what the page, the picture's hints and the questionnaire say of a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiry.shared.dates import Moment, in_words, zone_named
from inquiry.shared.dates.notice import length_in_words
from witnesses.detainees.choices import AccessOutcome, ChargeStepKind, CourtKind
from witnesses.detainees.court import Charge
from witnesses.detainees.file import File
from witnesses.detainees.intervals import Days, Gap, Overlap
from witnesses.detainees.models import Custody, Dispute
from witnesses.detainees.timeline import (
    BLUE,
    CROSS,
    DIAMOND,
    FILLED,
    GREEN,
    GREY,
    OPEN,
    RED,
    SQUARE,
    Bar,
    Drawing,
    Lane,
    Point,
    Stretch,
)

CHARGE_MARKS = {
    ChargeStepKind.BROUGHT: (FILLED, RED), ChargeStepKind.PROPOSED: (DIAMOND, GREY), ChargeStepKind.AMENDED: (FILLED, BLUE),
    ChargeStepKind.DROPPED: (OPEN, GREEN), ChargeStepKind.CONVICTED: (SQUARE, RED), ChargeStepKind.ACQUITTED: (OPEN, GREEN),
}  # fmt: skip
COURT_MARKS = {
    CourtKind.RELEASE: (OPEN, GREEN), CourtKind.ACQUITTAL: (OPEN, GREEN), CourtKind.HEARING: (DIAMOND, GREY),
    CourtKind.APPEAL: (DIAMOND, GREY), CourtKind.APPEAL_DECIDED: (DIAMOND, BLUE), CourtKind.OTHER: (DIAMOND, BLUE),
}  # fmt: skip
ACCESS_MARKS = {
    AccessOutcome.ASKED: (DIAMOND, GREY), AccessOutcome.GRANTED: (FILLED, GREEN), AccessOutcome.HELD: (FILLED, GREEN),
    AccessOutcome.REFUSED: (CROSS, RED), AccessOutcome.REVOKED: (CROSS, RED),
}  # fmt: skip


def when(moment: Moment | None) -> str:
    """A moment in words, or that none is stated."""
    return in_words(moment) if moment else _("date not stated")


def lasted(row: Custody) -> str:
    """From when until when, as the source says."""
    begin = in_words(row.begin_moment) if row.begin_moment else _("beginning not stated")
    end = in_words(row.end_moment) if row.end_moment else _("end not stated")
    return _("from %(begin)s, until %(end)s") % {"begin": begin, "end": end}


def day(at: datetime, zone: str) -> str:
    """The local day of an instant."""
    return str(formatted(at.astimezone(zone_named(zone)), "j F Y"))


def gap_words(gap: Gap, zone: str) -> str:
    """A gap as a sentence that says no more than the records prove."""
    facts = {"first": day(gap.first, zone), "last": day(gap.last, zone), "most": length_in_words(gap.most, up=True)}
    if not gap.certain:
        return _("From %(first)s to %(last)s we cannot be sure that the person was held; at most %(most)s.") % facts
    facts["least"] = length_in_words(gap.least, up=False)
    return (
        _("From %(first)s to %(last)s no record says where the person was: at least %(least)s, at most %(most)s.")
        % facts
    )


def overlap_words(one: Overlap) -> str:
    """Two rows that share time, or may."""
    facts = {"one": one.one, "other": one.other, "most": length_in_words(one.most, up=True)}
    if one.certain:
        sentence = _("%(one)s and %(other)s overlap for %(least)s at least.")
        return sentence % {**facts, "least": length_in_words(one.least, up=False)}
    return _("%(one)s and %(other)s may overlap: their ends are not known well enough to say.") % facts


def dispute_words(one: Dispute) -> str:
    """Which of two the person was in, as the question that it is."""
    kinds = {"first": one.one.get_kind_display(), "second": one.other.get_kind_display().lower()}
    if one.one.kind == one.other.kind:
        return f"{one.ref}: " + _("%(first)s as %(one)s or as %(other)s says?") % {
            **kinds, "one": one.one.ref, "other": one.other.ref
        }  # fmt: skip
    return f"{one.ref}: " + _("%(first)s or %(second)s?") % kinds


def days_words(days: Days) -> str:
    """A number of days as a range."""
    if days.most is None:
        return ngettext("at least %(least)d day", "at least %(least)d days", days.least) % {"least": days.least}
    if days.least == days.most:
        return ngettext("%(days)d day", "%(days)d days", days.least) % {"days": days.least}
    return _("between %(least)d and %(most)d days") % {"least": days.least, "most": days.most}


def charge_status(file: File, charge: Charge) -> str:
    """What the last standing step decided; a proposal and a note decide nothing. Empty: nothing is known."""
    quiet = (ChargeStepKind.NOTED, ChargeStepKind.PROPOSED)
    decided = [step for step in file.standing(file.steps_of(charge)) if step.kind not in quiet]
    return str(decided[-1].get_kind_display()) if decided else ""


def drawing(file: File) -> Drawing:
    """The file as the timeline draws it."""
    bars = []
    for row in file.custodies:
        kind = row.get_kind_display()
        hint = f"{row.ref} {kind}: {lasted(row)}."
        bars.append(Bar(f"{kind} · {row.ref}", hint, row.interval, row.ref in file.in_dispute))
    gaps = [Stretch(gap_words(one, file.zone), (one.first, one.last), one.sure) for one in file.gaps]
    lanes = [
        *(Lane(f"{one.words}", _charge_points(file, one)) for one in file.charges),
        Lane(_("Courts"), _points(file, file.events, COURT_MARKS, "kind", (SQUARE, RED))),
        Lane(_("Visits and calls"), _points(file, file.access, ACCESS_MARKS, "outcome", (DIAMOND, GREY))),
    ]
    return Drawing(bars, gaps, _disputes(file), lanes, words(file))


def words(file: File) -> str:
    """The picture in words; the tables say each."""
    steps = file.standing([*file.charge_steps, *file.events, *file.access])
    undated = sum(1 for one in steps if one.at_moment is None)
    return _(
        "Intervals: %(intervals)d; gaps: %(gaps)d; overlaps: %(overlaps)d; disputes: %(disputes)d; steps: %(steps)d, without a"
        " date: %(undated)d. The tables say each of them in words."
    ) % {
        "intervals": len(file.custodies), "gaps": len(file.gaps), "overlaps": len(file.overlaps),
        "disputes": len(file.disputes), "steps": len(steps), "undated": undated,
    }  # fmt: skip


def _disputes(file: File) -> list[Stretch]:
    """Overlaps that are certain, and whatever two disputed rows may share."""
    shown = [one for one in file.overlaps if one.certain or one.disputed]
    return [
        Stretch(overlap_words(one), (one.first, one.last), ((one.first, one.last),) if one.certain else ())
        for one in shown
    ]


def _charge_points(file: File, charge: Charge) -> tuple[Point, ...]:
    return _points(file, file.steps_of(charge), CHARGE_MARKS, "kind", (DIAMOND, GREY))


def _points(file: File, rows: Any, marks: Any, name: str, other: tuple[str, str]) -> tuple[Point, ...]:
    found = []
    for row in file.standing(rows):
        if row.at_moment:
            shape, tone = marks.get(getattr(row, name), other)
            label = row.get_outcome_display() if name == "outcome" else row.get_kind_display()
            about = f" ({row.get_kind_display()})" if name == "outcome" else ""
            found.append(Point(f"{row.ref} {label}{about}: {when(row.at_moment)}.", row.at_moment, shape, tone))
    return tuple(found)
