"""What a register's plain verbs do alike: record a row, change a row; the right asked, the values cleaned, the audit written.

Life cycles and whatever else has rules of its own are written out in their room's `actions.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction

from inquiry.accounts.models import User
from inquiry.audit import ledger as audit
from inquiry.shared.tables import Record, Sensitivity
from inquiry.shared.workflow import NOT_OPEN, Refused

R = TypeVar("R", bound=Record)
WITHHELD = "…"
KEPT_OUT = (Sensitivity.IDENTIFYING, Sensitivity.SECRET)  # what leads to a person stands in no log


@transaction.atomic
def add(record: R, *, by: User, right: str, act: str, over: Record | None = None, **facts: Any) -> R:
    """Save the new `record` as `by`'s.

    Args:
        act: what the audit calls it, `place.record`.
        over: the record whose right is asked, where `record` is a part of it; without it `by` needs `right` in the inquiry.

    Raises:
        Refused: `by` may not.
        ValidationError: a value does not fit, or names a record of another inquiry.
    """
    allowed = by.may(right, over) if over else by.holds(right, record.inquiry)
    if not allowed:
        raise Refused(NOT_OPEN, verb=act, ref=over.ref if over else "")
    record.created_by = by
    record.full_clean(exclude=["ref", "created_by"])
    _of_one_inquiry(record)
    record.save(force_insert=True)
    audit.record(act, about=record, by=by, **facts)
    return record


@transaction.atomic
def amend(
    model: type[R],
    ref: str,
    *,
    by: User,
    right: str,
    act: str,
    expected: int | None,
    fields: dict[str, Any],
    over: str = "",
    may: Callable[[R], bool] | None = None,
) -> R:
    """Change `fields` of the record `ref`; the audit keeps what stood there before. Nothing happens if nothing differs.

    Of a field that may lead to a person the audit keeps only that it was changed.

    Args:
        expected: the revision that was open when the change was typed; None where nobody typed.
        over: the name of the relation whose right is asked, where the record is a part of another.
        may: asked instead of `right`, where who may change a record follows from more than the record itself.

    Raises:
        model.DoesNotExist: there is none, or `by` may not see it.
        Conflict: a colleague was faster.
        Refused: `by` may not.
        ValidationError: a value does not fit, or names a record of another inquiry.
    """
    rows = model.objects.visible_to(by)  # type: ignore[attr-defined]
    record: R = model._default_manager.select_for_update().get(pk=rows.get(ref=ref).pk)
    allowed = may(record) if may else by.may(right, getattr(record, over) if over else record)
    if not allowed:
        raise Refused(NOT_OPEN, verb=act, ref=ref)
    changes = {name: _told(record, name, value) for name, value in fields.items() if getattr(record, name) != value}
    if not changes and expected in (None, record.revision):
        return record
    record.change({name: fields[name] for name in changes}, expected=expected)
    _of_one_inquiry(record)
    audit.record(act, about=record, by=by, changes=changes)
    return record


def _told(record: Record, name: str, value: Any) -> list[Any]:
    """What stood in the field and what stands there now, as the audit may hold it."""
    if record.SENSITIVITY.get(name) in KEPT_OUT:
        return [WITHHELD, WITHHELD]
    return [audit.plain(getattr(record, name)), audit.plain(value)]


def _of_one_inquiry(record: Record) -> None:
    """What a record points at lies in its own inquiry.

    Raises:
        ValidationError: it does not; read like a choice that does not exist.
    """
    for field in record._meta.get_fields():
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record):
            other = getattr(record, field.name)
            if other is not None and other.inquiry_id != record.inquiry_id:
                raise ValidationError({field.name: "There is no such record in this inquiry."})
