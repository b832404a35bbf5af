"""When something happened, as far as it is known: an EDTF text, the zone it is told in, and how we know.

Comparisons answer True or False only when the texts prove it, else None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models.enums import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiry.shared.dates.edtf import Edtf, EdtfError, Point, Precision
from inquiry.shared.dates.parsing import parse

FAR_PAST = datetime(1, 1, 1, tzinfo=UTC)
FAR_FUTURE = datetime(9999, 12, 31, tzinfo=UTC)


class Basis(TextChoices):
    """How a date is known."""

    STATED = "stated", gettext_lazy("stated in the source")
    RESOLVED_RELATIVE = "resolved_relative", gettext_lazy("worked out from an expression such as “last Thursday”")
    INFERRED = "inferred", gettext_lazy("inferred from other facts")
    UNKNOWN = "unknown", gettext_lazy("not known how")


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The IANA zone with its whole history.

    Raises:
        EdtfError: there is no zone of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise EdtfError(
            _("“%(name)s” is no time zone. Write the IANA name, for example Asia/Almaty or Europe/London.")
            % {"name": name}
        ) from error


@dataclass(frozen=True, slots=True)
class Moment:
    """An imprecise date or time with its zone (IANA name) and basis."""

    edtf: Edtf
    zone: str
    basis: Basis = Basis.STATED

    @classmethod
    def of(cls, text: str, zone: str, basis: Basis | str = Basis.STATED) -> Moment:
        """Parse `text` in `zone`.

        Raises:
            EdtfError: the text is no date, or the zone is none.
        """
        zone_named(zone)
        return cls(parse(text), zone, Basis(basis))

    @property
    def text(self) -> str:
        """The canonical EDTF."""
        return self.edtf.text

    @property
    def precision(self) -> Precision:
        """What the text says: year to minute, or interval."""
        return self.edtf.precision

    @property
    def firm(self) -> bool:
        """Nothing says "about" or "uncertain": what follows from the bounds is then proved by the record."""
        return self.edtf.firm

    @property
    def earliest(self) -> datetime | None:
        """First instant it may be (UTC, aware, margins included); None when nothing bounds it."""
        start = self.edtf.start
        return None if start is None else _first(start, self.zone)

    @property
    def latest(self) -> datetime | None:
        """Last instant it may be (UTC, aware, inclusive, margins included); None when nothing bounds it."""
        end = self.edtf.end
        return None if end is None else _last(end, self.zone)

    @property
    def earliest_day(self) -> date | None:
        """The local day of `earliest` in the moment's own zone."""
        return _local_day(self.earliest, self.zone)

    @property
    def latest_day(self) -> date | None:
        """The local day of `latest` in the moment's own zone."""
        return _local_day(self.latest, self.zone)

    @property
    def instant(self) -> datetime | None:
        """The one instant (UTC) when the text gives exactly one, else None."""
        exact = self.precision is Precision.MINUTE and self.firm and self.earliest == self.latest
        return self.earliest if exact else None

    @property
    def sort_key(self) -> tuple[datetime, datetime, str]:
        """Orders by the earliest, then by the latest possible instant; open beginnings first, open ends last."""
        return self.earliest or FAR_PAST, self.latest or FAR_FUTURE, self.text


def _local_day(instant: datetime | None, zone: str) -> date | None:
    return None if instant is None else instant.astimezone(zone_named(zone)).date()


def _first(point: Point, zone: str) -> datetime:
    return min(_readings(point.first - point.margin, point, zone))


def _last(point: Point, zone: str) -> datetime:
    return max(_readings(point.last + point.margin, point, zone))


def _readings(local: datetime, point: Point, zone: str) -> tuple[datetime, ...]:
    """The instants (UTC) that a local time may mean: two when the clocks were put back over it or forward past it."""
    if point.offset is not None:
        return ((local - point.offset).replace(tzinfo=UTC),)
    placed = local.replace(tzinfo=zone_named(zone))
    return placed.astimezone(UTC), placed.replace(fold=1).astimezone(UTC)


def before(a: Moment, b: Moment) -> bool | None:
    """Whether all of `a` came before all of `b`; None when the record does not say.

    True and False are proved only as far as both are `firm`: the margins of approximate dates are included, but they
    are a convention.
    """
    if a.latest is not None and b.earliest is not None and a.latest < b.earliest:
        return True
    if a.earliest is not None and b.latest is not None and a.earliest >= b.latest:
        return False
    return None


def after(a: Moment, b: Moment) -> bool | None:
    """Whether all of `a` came after all of `b`; None when the record does not say."""
    return before(b, a)


def within(a: Moment, b: Moment) -> bool | None:
    """Whether `a` lies wholly inside the bounds of `b`; False when they cannot touch; None when it may or may not."""
    if apart(a, b):
        return False
    inside_start = b.earliest is None or (a.earliest is not None and a.earliest >= b.earliest)
    inside_end = b.latest is None or (a.latest is not None and a.latest <= b.latest)
    return True if inside_start and inside_end else None


def apart(a: Moment, b: Moment) -> bool:
    """The two cannot have a moment in common, whatever the truth within their bounds."""
    return before(a, b) is True or before(b, a) is True


def overlapping(a: Moment, b: Moment) -> bool | None:
    """Whether two periods share a moment: False when they cannot, True when they must, None when they may.

    An interval is read as a period that lasts from some moment of its first end to some moment of its second. A single
    date is a moment somewhere in it, so two events of one day may or may not have met.
    """
    if apart(a, b):
        return False
    core_a, core_b = _core(a), _core(b)
    if core_a is None or core_b is None:
        return None
    return True if core_a[0] <= core_b[1] and core_b[0] <= core_a[1] else None


def _core(moment: Moment) -> tuple[datetime, datetime] | None:
    """First and last instant of what the period certainly covers; None when nothing is certain.

    `..` is open (it goes on); an empty end is unknown (it may stop at once).
    """
    if not moment.edtf.is_interval:
        return (moment.instant, moment.instant) if moment.instant else None
    start, end = moment.edtf.start, moment.edtf.end
    first = FAR_PAST if moment.text.startswith("../") else _last(start, moment.zone) if start else None
    last = FAR_FUTURE if moment.text.endswith("/..") else _first(end, moment.zone) if end else None
    if first is None or last is None or first > last:
        return None
    return first, last
