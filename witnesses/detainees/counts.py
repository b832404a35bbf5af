"""How many detainees there are, for those who may know that and no more."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.detainees.choices import Held
from witnesses.detainees.models import Detainee

FEWEST = 5  # a smaller number may point at a person


@dataclass(frozen=True, slots=True)
class Counts:
    """All together, and by standing: (label, number); None where the number is held back."""

    total: int
    by_status: tuple[tuple[str, int | None], ...]

    @property
    def held_back(self) -> bool:
        return any(number is None for _label, number in self.by_status)


def counted(inquiry: Inquiry, user: User) -> Counts:
    """The numbers of one inquiry.

    Raises:
        Refused: `user` may not know them.
    """
    if not user.holds(Right.DETAINEE_COUNT, inquiry):
        raise Refused(NOT_OPEN, verb="detainee.count")
    rows = Detainee.objects.filter(inquiry=inquiry).values_list("status").annotate(number=Count("pk")).order_by()
    numbers = dict(rows)
    told = enough(numbers)
    by_status = tuple((str(Held(status).label), told[status]) for status in sorted(told))
    return Counts(sum(numbers.values()), by_status)


def enough(numbers: dict[str, int]) -> dict[str, int | None]:
    """Those that may be told: none below five, and not all but one, since the total would give the last away. Pure."""
    small = {status for status, number in numbers.items() if number < FEWEST}
    if len(small) == 1:
        others = sorted((number, status) for status, number in numbers.items() if status not in small)
        small |= {status for _number, status in others[:1]}
    return {status: None if status in small else number for status, number in numbers.items()}
