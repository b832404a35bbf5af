"""How many detainees there are, for those who may know that and no more."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.shared.workflow import Refused
from witnesses.detainees.choices import Held
from witnesses.detainees.models import Detainee

FEWEST = 5  # a smaller number may point at a person


@dataclass(frozen=True, slots=True)
class Counts:
    """All together, and by standing: (label, number); None where the number is smaller than five."""

    total: int
    by_status: tuple[tuple[str, int | None], ...]


def counted(inquiry: Inquiry, user: User) -> Counts:
    """The numbers of one inquiry.

    Raises:
        Refused: `user` may not know them.
    """
    if not user.holds(Right.DETAINEE_COUNT, inquiry):
        raise Refused("Your role does not open this step.", verb="detainee.count")
    rows = Detainee.objects.filter(inquiry=inquiry).values_list("status").annotate(number=Count("pk")).order_by()
    numbers = dict(rows)
    by_status = tuple(
        (str(Held(status).label), number if number >= FEWEST else None) for status, number in numbers.items()
    )
    return Counts(sum(numbers.values()), tuple(sorted(by_status)))
