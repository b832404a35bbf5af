"""Keep the places."""

from __future__ import annotations

from typing import Any

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit.register import add, amend
from inquiry.commission.places.models import Place


def add_place(*, inquiry: Inquiry, by: User, **fields: Any) -> Place:
    """Record a place."""
    return add(Place(inquiry=inquiry, **fields), by=by, right=Right.COMMISSION_CHANGE, act="place.record")


def change_place(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Place:
    """Correct a place."""
    right = Right.COMMISSION_CHANGE
    return amend(Place, ref, by=by, right=right, act="place.change", expected=expected, fields=fields)
