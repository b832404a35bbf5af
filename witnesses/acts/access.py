"""To whom an act is open: to whoever may read acts and may see its victim; about a group, whoever may see the event.

Exact places are for the team of a victim under a cipher, that is for whoever keeps the witness; others are told the country.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q

from inquiry.accounts import policy
from inquiry.accounts.grants import Reach
from inquiry.accounts.rights import Right
from inquiry.shared.tables import Record, record_kinds, record_of
from witnesses.people.models import Witness

VICTIMS = ("W", "DT", "CR")  # witnesses, detainees, casualties


def holding(user: Any, right: str) -> set[int]:
    """The inquiries in which `user` holds `right` over anything."""
    return set().union(*(policy.inquiries(user, right, reach) for reach in Reach))


def people_seen(user: Any, column: str, kinds: Iterable[str] = VICTIMS) -> Q:
    """The condition under which the reference in `column` names a person whose record `user` may read."""
    condition, known = Q(pk__in=[]), record_kinds()
    for kind in kinds:
        model: Any = known.get(kind)
        if model is not None:
            seen = model.objects.visible_to(user).values("ref")
            condition |= Q(**{f"{column}__startswith": f"{kind}-", f"{column}__in": seen})
    return condition


def person_of(ref: str, user: Any, kinds: Iterable[str] = VICTIMS) -> Record:
    """The person's record that `ref` names.

    Raises:
        ObjectDoesNotExist: there is none of these kinds, or `user` may not see it.
    """
    if ref.partition("-")[0] not in kinds:
        raise ObjectDoesNotExist(ref)
    return record_of(ref, user)


def person_held(ref: str, user: Any, kinds: Iterable[str] = VICTIMS) -> Record:
    """The same, locked until the transaction ends: nobody puts them under a cipher while something is written about them."""
    found: Any = person_of(ref, user, kinds)
    held: Record = type(found)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    return held


def witness_of(person: Record | None) -> Witness | None:
    """The witness under whose cipher `person` stands: themselves, or the one that their record names."""
    found = person if isinstance(person, Witness) else getattr(person, "witness", None)
    return found if isinstance(found, Witness) else None


def may(user: Any, right: str, *records: Record | None) -> bool:
    """Whether `user` holds `right` over any of `records`: an act, or the person or event that it hangs on."""
    return any(user.may(right, one) for one in records if one is not None)


def kept_by(user: Any) -> Any:
    """The ids of the witnesses whom `user` keeps: the team that may know exact places and days."""
    return Witness.objects.reachable(user, Right.WITNESS_CHANGE).values("pk")


def told_exactly(user: Any, rows: Iterable[Any]) -> set[int]:
    """The ids of those of `rows` whose exact place and day `user` may know: one query for a page."""
    found = list(rows)
    named = {row.witness_id for row in found if row.witness_id}
    team = set(kept_by(user).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    return {row.pk for row in found if not row.witness_id or row.witness_id in team or row.created_by_id == user.pk}


def exactly(user: Any) -> Q:
    """The same as a condition."""
    return Q(witness__isnull=True) | Q(witness__in=kept_by(user)) | Q(created_by_id=user.pk)
