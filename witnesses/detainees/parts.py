"""What the verbs of all parts of detainees do alike: ask the right over the detainee, keep parts of one person together."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit.register import add, amend
from witnesses.detainees.models import Part

P = TypeVar("P", bound=Part)
POINTERS = ("follows", "one", "other", "charge", "proceeding", "custody", "corrects", "counsel")


def own(row: Part) -> None:
    """What `row` points at among the parts of detainees belongs to the same detainee.

    Raises:
        ValidationError: it does not; read like a choice that does not exist.
    """
    for name in POINTERS:
        other = getattr(row, name, None)
        if other is not None and other.detainee_id != row.detainee_id:
            raise ValidationError({name: _("This belongs to another detainee.")})


def add_part(row: P, *, by: User, act: str, **facts: Any) -> P:
    """Save the new `row` as `by`'s; see `audit.register.add`. What it stands on comes from one detainee."""
    own(row)
    return add(row, by=by, right=Right.DETAINEE_CHANGE, act=act, over=row.detainee, detainee=row.detainee, **facts)


def amend_part(model: type[P], ref: str, *, by: User, act: str, expected: int | None, fields: dict[str, Any]) -> P:
    """Change a row that may be corrected; see `audit.register.amend`. Called within a transaction."""
    right = Right.DETAINEE_CHANGE
    changed = amend(model, ref, by=by, right=right, act=act, expected=expected, fields=fields, over="detainee")
    own(changed)
    return changed
