"""Who may see is a queryset, who may do is a row: both are read off the same grants here, and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from inquiry.accounts.grants import GRANTS, Reach

if TYPE_CHECKING:
    from inquiry.accounts.models import User

M = TypeVar("M", bound=Model)
Held = dict[str, dict[Reach, set[int]]]


def today() -> date:
    return timezone.now().date()


def held_by(roles: Iterable[tuple[str, int]], scopes: frozenset[str] | None = None) -> Held:
    """What somebody holds, from their (role, inquiry id) pairs today: right → reach → inquiry ids. Pure.

    Args:
        scopes: the rights a token names; None for a person at the desk.
    """
    held: Held = defaultdict(lambda: defaultdict(set))
    for role, inquiry in roles:
        for row in GRANTS:
            if row.role == role and (scopes is None or row.right in scopes):
                held[row.right][row.reach].add(inquiry)
    return held


def inquiries(user: User, right: str, reach: Reach = Reach.ANY) -> set[int]:
    """The ids of the inquiries in which `user` holds `right` with this reach, today."""
    return user.held()[right][reach]


def holds(user: User, right: str, inquiry: int | None = None) -> bool:
    """Whether `user` holds `right` at all, over anything: for menus and for verbs that make a new record."""
    found = set().union(*user.held()[right].values())
    return bool(found) if inquiry is None else inquiry in found


def reachable(user: User, right: str, model: Any) -> Q:
    """The condition under which a record of `model` is reached by `user` with `right`."""
    condition = Q(inquiry_id__in=inquiries(user, right))
    assigned, own = inquiries(user, right, Reach.ASSIGNED), inquiries(user, right, Reach.OWN)
    if assigned:
        condition |= Q(inquiry_id__in=assigned) & named(user, model)
    if own:
        condition |= Q(inquiry_id__in=own, created_by_id=user.pk)
    return condition


def named(user: User, model: Any) -> Q:
    """The condition under which `user` is assigned to a record of `model` or recorded it, or the same of what it hangs on."""
    condition = Q(pk__in=user.assignments_to(model.KIND)) | Q(created_by_id=user.pk)
    via = getattr(model, "VIA", "")
    if via:
        kind = model._meta.get_field(via).related_model.KIND
        condition |= Q(**{f"{via}_id__in": user.assignments_to(kind)}) | Q(**{f"{via}__created_by_id": user.pk})
    return condition


def may(user: User, right: str, record: Any) -> bool:
    """Whether `user` may do `right` with `record`: the same rows as `reachable`, for one record in memory."""
    inquiry: int = record.inquiry_id
    if inquiry in inquiries(user, right):
        return True
    if inquiry in inquiries(user, right, Reach.ASSIGNED):
        return is_named(user, record)
    own = getattr(record, "created_by_id", None) == user.pk
    return inquiry in inquiries(user, right, Reach.OWN) and own


def is_named(user: User, record: Any) -> bool:
    """`named` for one record in memory."""
    via = getattr(record, "VIA", "")
    over = getattr(record, via) if via else None
    return _by_name(user, record) or (over is not None and _by_name(user, over))


def _by_name(user: User, record: Any) -> bool:
    own = getattr(record, "created_by_id", None) == user.pk
    return own or user.assignments_to(record.KIND).filter(record_id=record.pk).exists()


class Visible(QuerySet[M]):
    """The base of every queryset of ours."""

    def visible_to(self, user: Any) -> Self:
        """The records that `user` may read, by the model's `READ` right; nothing for anybody without an account."""
        return self.reachable(user, self.model.READ)  # type: ignore[attr-defined]

    def reachable(self, user: Any, right: str) -> Self:
        """The records over which `user` holds `right`."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(reachable(user, right, self.model))
