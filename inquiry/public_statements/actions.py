"""Record what was said in public and the figures that were published."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.public_statements.models import Figure, PublicStatement

CHANGE = Right.STATEMENT_CHANGE
SPEAKERS = ("members", "officials", "authorities")


@transaction.atomic
def record_statement(*, inquiry: Inquiry, by: User, **fields: Any) -> PublicStatement:
    """Record a public statement.

    Args:
        fields: the model's; `members`, `officials` and `authorities` are the records of those who spoke.

    Raises:
        Refused: `by` may not.
        ValidationError: nobody is named as having spoken, or a value does not fit.
    """
    speakers = {name: list(fields.pop(name)) for name in SPEAKERS if name in fields}
    statement = add(PublicStatement(inquiry=inquiry, **fields), by=by, right=CHANGE, act="public_statement.record")
    _speak(statement, speakers, by)
    return statement


@transaction.atomic
def change_statement(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> PublicStatement:
    """Correct a statement, or who spoke."""
    speakers = {name: list(fields.pop(name)) for name in SPEAKERS if name in fields}
    right, act = CHANGE, "public_statement.change"
    statement = amend(PublicStatement, ref, by=by, right=right, act=act, expected=expected, fields=fields)
    _speak(statement, speakers, by)
    return statement


def _speak(statement: PublicStatement, speakers: dict[str, list[Any]], by: User) -> None:
    """Set who spoke; the change of a list counts as a revision and is in the audit."""
    changed = {}
    for name, records in speakers.items():
        relation = getattr(statement, name)
        if any(one.inquiry_id != statement.inquiry_id for one in records):
            raise ValidationError({name: _("There is no such record in this inquiry.")})
        before = {one.ref for one in relation.all()}
        if before != {one.ref for one in records}:
            relation.set(records)
            changed[name] = [sorted(before), sorted(one.ref for one in records)]
    if not statement.other_speakers and not any(getattr(statement, name).exists() for name in SPEAKERS):
        raise ValidationError({"other_speakers": _("Say who spoke: choose somebody above, or write it here.")})
    if changed:
        statement.change({})
        audit.record("public_statement.name_speakers", about=statement, by=by, changes=changed)


def record_figure(*, inquiry: Inquiry, by: User, **fields: Any) -> Figure:
    """Record a figure as it was published."""
    return add(Figure(inquiry=inquiry, **fields), by=by, right=CHANGE, act="figure.record")


def change_figure(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Figure:
    """Correct how a published figure was recorded."""
    return amend(Figure, ref, by=by, right=CHANGE, act="figure.change", expected=expected, fields=fields)
