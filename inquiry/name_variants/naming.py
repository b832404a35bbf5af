"""Which records bear a name in the open, and what it is: officials, members, authorities, public detainees, casualties.

What stands under a cipher bears none here, whatever its kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet

from inquiry.accounts.models import Inquiry, User
from inquiry.rooms import NAMED_KINDS
from inquiry.shared.tables import Record, record_kinds

BODIES = frozenset({"AU"})
"""Kinds that are no persons: they are compared among themselves only."""


@dataclass(frozen=True, slots=True)
class Named:
    """A record and the spellings that stand on it: its name, then its other names."""

    ref: str
    kind: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0]


def kinds() -> dict[str, type[Record]]:
    """The kinds that bear names, as far as this installation has them."""
    found = record_kinds()
    return {kind: found[kind] for kind in NAMED_KINDS if kind in found}


def open_rows(model: type[Record], user: Any) -> QuerySet[Any]:
    """The rows of `model` that `user` may read and that stand under no cipher."""
    rows: QuerySet[Any] = model.objects.visible_to(user)  # type: ignore[attr-defined]
    return rows.filter(witness__isnull=True) if _has(model, "witness") else rows


def bears_a_name(user: Any, column: str) -> Q:
    """The condition under which the reference in `column` names a record that bears a name and that `user` may read."""
    condition = Q(pk__in=[])
    for kind, model in kinds().items():
        condition |= Q(**{f"{column}__startswith": f"{kind}-", f"{column}__in": open_rows(model, user).values("ref")})
    return condition


def named(user: User, inquiry: Inquiry) -> Iterator[Named]:
    """All names of an inquiry that `user` may read, as they stand on their records."""
    for kind, model in kinds().items():
        columns = ("ref", "name", "other_names") if _has(model, "other_names") else ("ref", "name")
        rows = open_rows(model, user).filter(inquiry=inquiry).exclude(name="").order_by("pk")
        for ref, name, *others in rows.values_list(*columns):
            yield Named(ref, kind, (name, *(others[0] if others else ())))


def merged(user: User, inquiry: Inquiry) -> dict[str, str]:
    """Which record was merged into which, by reference: such a merge says that they are one person."""
    found: dict[str, str] = {}
    for model in kinds().values():
        if _has(model, "merged_into"):
            rows = open_rows(model, user).filter(inquiry=inquiry, merged_into__isnull=False)
            found |= dict(rows.values_list("ref", "merged_into__ref"))
    return found


def _has(model: type[Record], field: str) -> bool:
    try:
        model._meta.get_field(field)
    except FieldDoesNotExist:
        return False
    return True
