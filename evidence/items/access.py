"""Who may know that an item exists, and who may read it: one condition in SQL and one check, from the same grants.

Each classification has its own right to list and to read. A grant over assigned records reaches an item assigned by name,
every item of an assigned batch, and what a person recorded themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from evidence.items.coding import Classification
from inquiry.accounts import policy
from inquiry.accounts.grants import Reach
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right

LIST: dict[str, Right] = {
    Classification.PUBLIC: Right.EVIDENCE_LIST_C0,
    Classification.INTERNAL: Right.EVIDENCE_LIST_C1,
    Classification.CONFIDENTIAL: Right.EVIDENCE_LIST_C2,
    Classification.RESTRICTED: Right.EVIDENCE_LIST_C3,
    Classification.SEALED: Right.EVIDENCE_LIST_C4,
}
READ: dict[str, Right] = {
    Classification.PUBLIC: Right.EVIDENCE_READ_C0,
    Classification.INTERNAL: Right.EVIDENCE_READ_C1,
    Classification.CONFIDENTIAL: Right.EVIDENCE_READ_C2,
    Classification.RESTRICTED: Right.EVIDENCE_READ_C3,
    Classification.SEALED: Right.EVIDENCE_READ_C4,
}
NOBODY = Q(pk__in=())


def condition(user: Any, rights: dict[str, Right], *, of: str = "item") -> Q:
    """The condition on items (or on batches, `of="batch"`) that `user` reaches with the right of its classification."""
    found = NOBODY
    for cell in cells(user, rights):
        found |= Q(inquiry_id__in=sorted(cell.inquiries), classification__in=cell.codes) & _named(user, cell.reach, of)
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """Records of these inquiries and classifications are open to somebody, as far as `reach` goes."""

    inquiries: frozenset[int]
    codes: tuple[str, ...]
    reach: Reach


def cells(user: Any, rights: dict[str, Right]) -> Iterator[Cell]:
    """What `user` holds today with the right of each classification: what `condition` and the search are made from."""
    if not user.is_authenticated:
        return
    for reach in Reach:
        levels: dict[frozenset[int], list[str]] = {}
        for level, right in rights.items():
            levels.setdefault(frozenset(policy.inquiries(user, right, reach)), []).append(level)
        for inquiries, codes in levels.items():
            if inquiries:
                yield Cell(inquiries, tuple(codes), reach)


def _named(user: User, reach: Reach, of: str) -> Q:
    if reach is Reach.ANY:
        return Q()
    own = Q(created_by_id=user.pk)
    if reach is Reach.OWN:
        return own
    by_batch = "batch_id__in" if of == "item" else "pk__in"
    named = own | Q(**{by_batch: user.assignments_to("B")})
    return named | Q(pk__in=user.assignments_to("E")) if of == "item" else named


def with_right(user: Any, right: Right) -> Q:
    """The condition on items over which `user` holds `right`, whatever their classification."""
    return condition(user, dict.fromkeys(Classification.values, right))


def with_either(user: Any, *rights: Right) -> Q:
    """The condition on items over which `user` holds any of `rights`."""
    found = NOBODY
    for right in rights:
        found |= with_right(user, right)
    return found


def may(user: User, right: Right, item: Any) -> bool:
    """Whether `user` holds `right` over `item`: the same rows as `condition`, for one record in memory."""
    inquiry, own = item.inquiry_id, item.created_by_id == user.pk
    if inquiry in policy.inquiries(user, right):
        return True
    if inquiry in policy.inquiries(user, right, Reach.OWN) and own:
        return True
    return inquiry in policy.inquiries(user, right, Reach.ASSIGNED) and (own or assigned(user, item))


def assigned(user: User, item: Any) -> bool:
    """Whether `user` is assigned to the item by name or to its whole batch, today."""
    batch = item.batch_id if hasattr(item, "batch_id") else item.pk
    by_name = hasattr(item, "batch_id") and user.assignments_to("E").filter(record_id=item.pk).exists()
    return by_name or user.assignments_to("B").filter(record_id=batch).exists()


def may_list(user: User, item: Any) -> bool:
    """Whether `user` may know that `item` exists."""
    return may(user, LIST[item.classification], item)


def may_read(user: User, item: Any) -> bool:
    """Whether `user` may read what `item` says, its name and title included."""
    return may(user, READ[item.classification], item)
