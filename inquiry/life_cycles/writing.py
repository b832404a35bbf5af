"""What the actions of every life cycle with steps share: append a row, refuse what does not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.audit import ledger as audit
from inquiry.life_cycles import rules
from inquiry.life_cycles.asked import Asked
from inquiry.life_cycles.history import StepTaken, Told, may_void, status_of
from inquiry.shared.tables import Record
from inquiry.shared.workflow import NOT_OPEN, Refused, Step

__all__ = ["append", "changes", "correctable", "corrected", "object_to", "only", "require", "same_inquiry", "status_of"]

S = TypeVar("S", bound=StepTaken)


def require(by: User, right: str, inquiry: Inquiry, verb: str) -> None:
    """Raise Refused unless `by` holds `right` in `inquiry`."""
    if not by.holds(right, inquiry):
        raise Refused(NOT_OPEN, verb=verb)


def only(facts: Mapping[str, Any], allowed: Iterable[str], verb: str) -> None:
    """Raise ValidationError for a fact that the step `verb` does not take."""
    strange = sorted(set(facts) - set(allowed))
    object_to({name: _("This step does not take it.") for name in strange})


def object_to(objections: Mapping[str, str]) -> None:
    """Raise what stands against the facts, each beside its field."""
    if objections:
        raise ValidationError({name: [sentence] for name, sentence in objections.items()})


def same_inquiry(inquiry_id: int, fields: Mapping[str, Any]) -> None:
    """Raise ValidationError for a related record of another inquiry."""
    strange = [name for name, value in fields.items() if getattr(value, "inquiry_id", inquiry_id) != inquiry_id]
    object_to({name: _("There is no such record here.") for name in strange})


def changes(record: Record, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What stands in `record` and what comes in its place, of those `fields` that differ: for the audit, before the change.

    The text of a letter is not repeated there: its SHA-256 is, in both versions.
    """
    return {
        name: [_audited(name, getattr(record, name)), _audited(name, value)]
        for name, value in fields.items()
        if getattr(record, name) != value
    }


def _audited(name: str, value: Any) -> Any:
    if name == "letter":
        return f"SHA-256 {hashlib.sha256(value.encode()).hexdigest()}" if value else ""
    return audit.plain(value)


def append(row: S, rows: Manager[S], step: Step, by: User | None) -> S:
    """Give `row` its number and save it. The record that owns `rows` is locked by the caller, so numbers do not clash."""
    row.number = rows.count() + 1
    row.verb, row.status_after, row.created_by = step.verb, step.target, by
    row.full_clean(exclude=["created_by"])
    row.save(force_insert=True)
    return row


def correctable(ref: str, steps: Sequence[Told[S]], number: int, voids: bool) -> Told[S]:
    """The standing step `number`, if it may be corrected (or, with `voids`, taken back).

    Raises:
        Refused: there is no such step, it was taken back, or later steps rest on it.
    """
    wrong = next((step for step in steps if step.number == number), None)
    if wrong is None:
        raise Refused(_("There is no standing step of that number."), verb="correct", ref=ref)
    if voids and not may_void(steps, number):
        raise Refused(
            _("Later steps rest on this one: take those back first, the last one before."), verb="correct", ref=ref
        )
    return wrong


def corrected(wrong: Told[S], facts: Mapping[str, Any], asked: Mapping[str, Asked], voids: bool) -> dict[str, Any]:
    """The values of the row that corrects `wrong`: what stands, with `facts` put in its place.

    Raises:
        ValidationError: a fact that the step does not take, one that is missing, or one that contradicts another.
    """
    takes = asked[wrong.verb]
    only(facts, takes.facts, wrong.verb)
    stands = {name: getattr(wrong.facts, name) for row in asked.values() for name in row.facts}
    row = {**stands, **facts}
    object_to({} if voids else rules.facts(row, takes.needed, timezone.now()))
    return {**row, "corrects": wrong.number, "voids": voids}
