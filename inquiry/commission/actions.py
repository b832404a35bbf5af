"""Set the commission up, keep its members and their terms, record what they declare."""

from __future__ import annotations

from typing import Any

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit.register import add, amend
from inquiry.commission.models import Commission, Declaration, Member

CHANGE = Right.COMMISSION_CHANGE


def set_up(*, inquiry: Inquiry, by: User, **fields: Any) -> Commission:
    """Record the commission of `inquiry`.

    Raises:
        Refused: `by` may not.
        ValidationError: the inquiry has one, or a value does not fit.
    """
    return add(Commission(inquiry=inquiry, **fields), by=by, right=CHANGE, act="commission.set_up")


def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Commission:
    """Correct what is recorded of the commission. See `register.amend` for what it raises."""
    return amend(Commission, ref, by=by, right=CHANGE, act="commission.change", expected=expected, fields=fields)


def add_member(*, inquiry: Inquiry, by: User, **fields: Any) -> Member:
    """Record somebody who sits on the commission or works for it."""
    return add(Member(inquiry=inquiry, **fields), by=by, right=CHANGE, act="member.record")


def change_member(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Member:
    """Correct a member, or record that a term ended."""
    return amend(Member, ref, by=by, right=CHANGE, act="member.change", expected=expected, fields=fields)


def declare(*, member: Member, by: User, **fields: Any) -> Declaration:
    """Record what `member` declared, on the day it was declared. It stays; a later declaration may take its place.

    Raises:
        Refused: `by` may not.
        ValidationError: it replaces another member's declaration, or one replaced already.
    """
    row = Declaration(inquiry=member.inquiry, member=member, **fields)
    return add(row, by=by, right=CHANGE, act="declaration.record", member=member, conflicts=row.conflicts)
