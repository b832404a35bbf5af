"""Keep authorities, officials and the positions they hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit.register import add, amend
from inquiry.commission.authorities.models import Authority, Official, Position
from inquiry.shared.trees import within

CHANGE = Right.COMMISSION_CHANGE


def add_authority(*, inquiry: Inquiry, by: User, **fields: Any) -> Authority:
    """Record an authority or organisation."""
    return add(Authority(inquiry=inquiry, **fields), by=by, right=CHANGE, act="authority.record")


@transaction.atomic
def change_authority(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Authority:
    """Correct an authority.

    Raises:
        ValidationError: it would become a part of itself.
    """
    changed = amend(Authority, ref, by=by, right=CHANGE, act="authority.change", expected=expected, fields=fields)
    if within(changed, changed.parent):
        raise ValidationError({"parent": _("An authority cannot be a part of itself.")})
    return changed


def add_official(*, inquiry: Inquiry, by: User, **fields: Any) -> Official:
    """Record an official, by name or by office alone."""
    return add(Official(inquiry=inquiry, **fields), by=by, right=CHANGE, act="official.record")


def change_official(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Official:
    """Correct an official."""
    return amend(Official, ref, by=by, right=CHANGE, act="official.change", expected=expected, fields=fields)


def add_position(*, official: Official, by: User, **fields: Any) -> Position:
    """Record that `official` holds or held an office at an authority."""
    row = Position(inquiry=official.inquiry, official=official, **fields)
    return add(row, by=by, right=CHANGE, act="position.record", official=official, authority=row.authority)


def change_position(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Position:
    """Correct a position, or record its end."""
    return amend(Position, ref, by=by, right=CHANGE, act="position.change", expected=expected, fields=fields)
