"""Keep the terms of reference."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit.register import add, amend
from inquiry.commission.mandate.models import MandateArea
from inquiry.shared.trees import within


def add_area(*, inquiry: Inquiry, by: User, **fields: Any) -> MandateArea:
    """Record an area of the mandate."""
    return add(MandateArea(inquiry=inquiry, **fields), by=by, right=Right.COMMISSION_CHANGE, act="mandate_area.record")


@transaction.atomic
def change_area(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> MandateArea:
    """Correct an area, or move it under another.

    Raises:
        ValidationError: it would become a part of itself.
    """
    right, act = Right.COMMISSION_CHANGE, "mandate_area.change"
    area = amend(MandateArea, ref, by=by, right=right, act=act, expected=expected, fields=fields)
    if within(area, area.parent):
        raise ValidationError({"parent": _("An area cannot be a part of itself.")})
    return area
