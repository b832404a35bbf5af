"""Register witnesses under a cipher and keep what may be known of them. The only place that writes them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.shared.workflow import check
from witnesses.people import rules
from witnesses.people.models import Witness


def register(*, inquiry: Inquiry, by: User, **fields: Any) -> Witness:
    """Register somebody under a new cipher.

    Raises:
        Refused: `by` may not register witnesses in this inquiry.
        ValidationError: a value does not fit, or the region is too exact.
    """
    _coarse(fields)
    return add(Witness(inquiry=inquiry, **fields), by=by, right=Right.WITNESS_REGISTER, act="witness.register")


def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Witness:
    """Correct what is recorded of a witness. See `audit.register.amend` for what is refused."""
    _coarse(fields)
    return amend(
        Witness, ref, by=by, right=Right.WITNESS_CHANGE, act="witness.change", expected=expected, fields=fields
    )


def suspend(ref: str, *, by: User) -> Witness:
    """Stop contact for a while: it may endanger them."""
    return _step(ref, "suspend", by)


def resume(ref: str, *, by: User) -> Witness:
    """Take contact up again."""
    return _step(ref, "resume", by)


def close(ref: str, *, by: User) -> Witness:
    """End contact; the record and what they said stay under their consent."""
    return _step(ref, "close", by)


def note_read(witness: Witness, *, by: User) -> None:
    """Record that somebody looked at what is known of a witness."""
    audit.record("witness.read", about=witness, by=by)


@transaction.atomic
def _step(ref: str, verb: str, by: User) -> Witness:
    witness = Witness.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)
    step = check(witness, verb, by)
    witness.change({"status": step.target})
    audit.record(f"witness.{verb}", about=witness, by=by)
    return witness


def _coarse(fields: dict[str, Any]) -> None:
    place = fields.get("region")
    objections = rules.region(place.kind if place else None)
    if objections:
        raise ValidationError({"region": objections})
