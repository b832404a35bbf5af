"""What follows from intervals whose ends are imprecise: gaps, overlaps, days in custody. Pure: values in, values out.

An interval begins somewhere between two instants and ends somewhere between two others. What lies between the latest
beginning and the earliest end is certain; what lies between the earliest beginning and the latest end is possible. Nothing is
repaired: a gap or an overlap is told as certain (whatever the truth within the bounds) or as possible.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from inquiry.shared.dates import Moment, parse
from inquiry.shared.dates.moment import FAR_FUTURE, FAR_PAST

AT_LIBERTY = "NONE"
DAY = timedelta(days=1)
NOTHING = timedelta()
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Interval:
    """One row: `begins` and `ends` hold the earliest and the latest instant (UTC); far past and future where nothing says."""

    ref: str
    kind: str
    begins: Span
    ends: Span
    follows: str = ""  # the row at whose end this one began

    @property
    def certain(self) -> Span | None:
        """What it covers whatever the truth; None when nothing is certain."""
        return (self.begins[1], self.ends[0]) if self.begins[1] < self.ends[0] else None

    @property
    def possible(self) -> Span:
        """What it may cover."""
        return self.begins[0], self.ends[1]

    @property
    def sort_key(self) -> tuple[datetime, datetime, datetime, datetime, str]:
        return *self.begins, *self.ends, self.ref


class Stretch:
    """What gaps and overlaps have alike: they last from `first` to `last` at most."""

    __slots__ = ()
    first: datetime
    last: datetime

    @property
    @abstractmethod
    def certain(self) -> bool:
        """Whether it is there whatever the truth within the bounds."""

    @property
    def most(self) -> timedelta:
        return self.last - self.first

    @property
    def notable(self) -> bool:
        """More than a change within one day, of which only the hours are not known."""
        return self.certain or self.most > DAY


@dataclass(frozen=True, slots=True)
class Gap(Stretch):
    """A stretch that no interval covers for certain, though one may have ended before it and another begun after it.

    `sure` are the parts that no interval can cover: there the gap is certain.
    """

    first: datetime
    last: datetime
    sure: tuple[Span, ...]

    @property
    def certain(self) -> bool:
        return bool(self.sure)

    @property
    def least(self) -> timedelta:
        return _length(self.sure)


@dataclass(frozen=True, slots=True)
class Overlap(Stretch):
    """Two intervals that share time, or may: `first` to `last` is what they may share, `least` what they must."""

    one: str
    other: str
    first: datetime
    last: datetime
    least: timedelta
    disputed: bool

    @property
    def certain(self) -> bool:
        return self.least > NOTHING


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days: `least` proved by the records, `most` that they allow; None where nothing bounds it."""

    least: int
    most: int | None


def interval(ref: str, kind: str, begin: Moment | None, end: Moment | None, follows: str = "") -> Interval:
    """The interval that a row records; either end may be missing.

    `../2023-01-20` as beginning says that it lasted by then, `2023-01-17/..` as end that it still lasted on that day.
    """
    begins = (_first(begin) or FAR_PAST, _last(begin) or FAR_FUTURE)
    ends = (_first(end) or FAR_PAST, _last(end) or FAR_FUTURE)
    seen_first = _first(_point(begin, "../")) if begin else None
    seen_last = _last(_point(end, "/..")) if end else None
    ends = (max(ends[0], seen_first or FAR_PAST), ends[1])
    begins = (begins[0], min(begins[1], seen_last or FAR_FUTURE))
    return bounded(ref, kind, begins, ends, follows)


def bounded(ref: str, kind: str, begins: Span, ends: Span, follows: str = "") -> Interval:
    """The interval with bounds that agree: it begins no later than it can end, and ends no earlier than it can begin."""
    return Interval(ref, kind, (begins[0], min(begins[1], ends[1])), (max(ends[0], begins[0]), ends[1]), follows)


def _first(moment: Moment | None) -> datetime | None:
    return moment.earliest if moment else None


def _last(moment: Moment | None) -> datetime | None:
    return moment.latest if moment else None


def _point(moment: Moment, mark: str) -> Moment | None:
    """The one date of an open interval: of `2023-01-17/..` the 17th."""
    bare = moment.text.removesuffix(mark) if mark == "/.." else moment.text.removeprefix(mark)
    return Moment(parse(bare), moment.zone, moment.basis) if bare != moment.text else None


def ordered(rows: Iterable[Interval]) -> list[Interval]:
    """By earliest beginning, then by what else bounds them; the same order whatever order they came in."""
    return sorted(rows, key=lambda row: row.sort_key)


def gaps(rows: Sequence[Interval]) -> list[Gap]:
    """Every stretch in which nobody says where the person was, between what is recorded before and after it."""
    covers = _covers(rows)
    certain, possible = _certain(covers), _possible(covers)
    open_to = merged(_between(covers))
    stretches = merged([rest for span in open_to for rest in _without(span, certain)])
    return [Gap(first, last, tuple(_without((first, last), possible))) for first, last in stretches]


def _between(covers: Sequence[tuple[Span, Span]]) -> list[Span]:
    """Where one cover may have ended already and another need not have begun yet."""
    if len(covers) < 2:
        return []
    by_end = sorted(range(len(covers)), key=lambda n: (covers[n][1][0], n))
    by_begin = sorted(range(len(covers)), key=lambda n: (covers[n][0][1], n), reverse=True)
    pairs = [(e, b) for e in by_end[:2] for b in by_begin[:2] if e != b]
    spans = [(covers[e][1][0], covers[b][0][1]) for e, b in pairs]
    return [(first, last) for first, last in spans if first < last]


def _covers(rows: Sequence[Interval]) -> list[tuple[Span, Span]]:
    """Begins and ends of what is one piece: a row, and every longer piece that rows form of which each follows another."""
    by_ref = {row.ref: row for row in rows}
    heads = {row.follows for row in rows if row.follows in by_ref}
    found = []
    for row in ordered(rows):
        if row.ref in heads:
            continue  # a piece is told from its last row
        piece = [row, *(by_ref[ref] for ref in ancestors(row, by_ref))]
        begins = piece[-1].begins[0], min(one.begins[1] for one in piece)
        ends = max(one.ends[0] for one in piece), row.ends[1]
        found.append((begins, ends))
    return found


def _certain(covers: Iterable[tuple[Span, Span]]) -> list[Span]:
    return merged((begins[1], ends[0]) for begins, ends in covers if begins[1] < ends[0])


def _possible(covers: Iterable[tuple[Span, Span]]) -> list[Span]:
    return merged((begins[0], ends[1]) for begins, ends in covers)


def ancestors(row: Interval, by_ref: dict[str, Interval]) -> list[str]:
    """The rows that `row` follows, nearest first; a circle ends where it closes."""
    found: list[str] = []
    while row.follows in by_ref and row.follows not in found:
        found.append(row.follows)
        row = by_ref[row.follows]
    return found


def overlaps(rows: Sequence[Interval], disputes: Iterable[frozenset[str]] = ()) -> list[Overlap]:
    """Every two intervals that share time or may, and whether the two are recorded as disputed."""
    by_ref = {row.ref: row for row in rows}
    before = {row.ref: set(ancestors(row, by_ref)) for row in rows}
    known = set(disputes)
    found = []
    for a, b in combinations(ordered(rows), 2):
        if a.ref in before[b.ref] or b.ref in before[a.ref]:
            continue
        shared = _shared(a.possible, b.possible)
        if shared is None:
            continue
        sure = _shared(a.certain, b.certain) if a.certain and b.certain else None
        least = sure[1] - sure[0] if sure else NOTHING
        disputed = frozenset((a.ref, b.ref)) in known
        found.append(Overlap(a.ref, b.ref, *shared, least, disputed))
    return found


def days(rows: Iterable[Interval], until: datetime, *, leave_out: frozenset[str] = frozenset({AT_LIBERTY})) -> Days:
    """Days held up to `until`, each counted once however many rows tell of it; kinds in `leave_out` are not counted."""
    covers = _covers([row for row in rows if row.kind not in leave_out])
    certain, possible = ([one for one in spans if one[0] < until] for spans in (_certain(covers), _possible(covers)))
    least = _length([(first, min(last, until)) for first, last in certain])
    if any(first == FAR_PAST for first, _last in possible):
        return Days(least // DAY, None)
    most = _length([(first, min(last, until)) for first, last in possible])
    return Days(least // DAY, -(-most // DAY))


def merged(spans: Iterable[Span]) -> list[Span]:
    """The union of `spans` as separate stretches in order."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _without(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What is left of `span` outside `taken` (merged): stretches longer than the last moment of a day."""
    left, at = [], span[0]
    for first, last in taken:
        if first > at:
            left.append((at, min(first, span[1])))
        at = max(at, last)
        if at >= span[1]:
            break
    if at < span[1]:
        left.append((at, span[1]))
    return [(first, last) for first, last in left if last - first > timedelta(minutes=1)]


def _shared(a: Span, b: Span) -> Span | None:
    first, last = max(a[0], b[0]), min(a[1], b[1])
    return (first, last) if first < last else None


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((last - first for first, last in spans), NOTHING)
