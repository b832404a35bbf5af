"""Record reprisals and what was done about them. The only place that writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.shared.workflow import check
from witnesses.people.models import Witness
from witnesses.protection.reprisals import FollowUp, Reprisal

CHANGE = Right.PROTECTION_CHANGE


def record(*, witness: Witness, by: User, **fields: Any) -> Reprisal:
    """Record an act against a witness or somebody close to them."""
    row = Reprisal(inquiry=witness.inquiry, witness=witness, **fields)
    return add(row, by=by, right=CHANGE, act="reprisal.record", over=witness, of=witness)


def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Reprisal:
    """Correct what is recorded, or say that the State was told. See `audit.register.amend` for what is refused."""
    return amend(
        Reprisal, ref, by=by, right=CHANGE, act="reprisal.change", expected=expected, fields=fields, over="witness"
    )


def follow_up(ref: str, *, by: User, words: str, on: date, follow_up_due: date | None = None) -> Reprisal:
    """Record what was done or learnt, and when to look again."""
    return _step(ref, "follow_up", by, words, on, follow_up_due)


def close(ref: str, *, by: User, words: str, on: date) -> Reprisal:
    """Close it, saying how it ended."""
    return _step(ref, "close", by, words, on, None)


def reopen(ref: str, *, by: User, words: str, on: date, follow_up_due: date | None = None) -> Reprisal:
    """Open it again, saying why."""
    return _step(ref, "reopen", by, words, on, follow_up_due)


VERBS = {"follow_up": follow_up, "close": close, "reopen": reopen}


@transaction.atomic
def _step(ref: str, verb: str, by: User, words: str, on: date, due: date | None) -> Reprisal:
    """Take a step and write what was said of it.

    Raises:
        Reprisal.DoesNotExist: there is none, or `by` may not see it.
        Refused: it is not in the status for it, or `by` may not.
        ValidationError: nothing was said, or the day has not come.
    """
    seen = Reprisal.objects.visible_to(by).get(ref=ref)
    reprisal = Reprisal.objects.select_for_update(of=("self",)).select_related("witness").get(pk=seen.pk)
    step = check(reprisal, verb, by)
    if on > today():
        raise ValidationError({"on": _("This day has not come yet.")})
    row = FollowUp(reprisal=reprisal, verb=verb, words=words, on=on, created_by=by)
    row.full_clean(exclude=["created_by"])
    row.save(force_insert=True)
    reprisal.change({"status": step.target, "follow_up_due": due})
    audit.record(f"reprisal.{verb}", about=reprisal, by=by, of=reprisal.witness)
    return reprisal
