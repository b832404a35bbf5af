"""Keep risk assessments, measures and necessity checks. The only place that writes them; reprisals are in `responding`."""

from __future__ import annotations

from collections.abc import Callable
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
from inquiry.shared.tables import Record
from inquiry.shared.workflow import Refused, check
from witnesses.people.models import Witness
from witnesses.protection.models import NecessityCheck, ProtectionMeasure, RiskAssessment

CHANGE = Right.PROTECTION_CHANGE


def note_read(about: Record, *, by: User) -> None:
    """Record that somebody read what is known of a person's protection."""
    audit.record("protection.read", about=about, by=by)


@transaction.atomic
def assess(*, witness: Witness, by: User, supersedes: RiskAssessment | None = None, **fields: Any) -> RiskAssessment:
    """Judge a threat, or judge one anew: the new judgement supersedes the old one, which stays as it is.

    Raises:
        Refused: `by` may not, or somebody else has superseded it already.
        ValidationError: a value does not fit.
    """
    _not_ahead("assessed_on", fields["assessed_on"])
    Witness.objects.select_for_update(of=("self",)).get(pk=witness.pk)
    if supersedes is not None and (supersedes.witness_id != witness.pk or not _is_latest(supersedes)):
        raise Refused(
            _("%(ref)s was assessed anew meanwhile.") % {"ref": supersedes.ref}, verb="risk.assess", ref=witness.ref
        )
    row = RiskAssessment(inquiry=witness.inquiry, witness=witness, supersedes=supersedes, **fields)
    return add(row, by=by, right=CHANGE, act="risk.assess", over=witness, of=witness, supersedes=supersedes)


def _is_latest(risk: RiskAssessment) -> bool:
    return RiskAssessment.objects.standing().filter(pk=risk.pk).exists()


def propose(*, witness: Witness, by: User, **fields: Any) -> ProtectionMeasure:
    """Propose a measure; nothing is done before the person agreed."""
    row = ProtectionMeasure(inquiry=witness.inquiry, witness=witness, **fields)
    return add(row, by=by, right=CHANGE, act="measure.propose", over=witness, of=witness)


def change_measure(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> ProtectionMeasure:
    """Correct what is recorded of a measure."""
    return amend(
        ProtectionMeasure,
        ref,
        by=by,
        right=CHANGE,
        act="measure.change",
        expected=expected,
        fields=fields,
        over="witness",
    )


@transaction.atomic
def _step(ref: str, verb: str, by: User, on: date) -> ProtectionMeasure:
    seen = ProtectionMeasure.objects.visible_to(by).get(ref=ref)
    measure = ProtectionMeasure.objects.select_for_update(of=("self",)).select_related("witness").get(pk=seen.pk)
    step = check(measure, verb, by)
    _not_ahead("on", on)
    measure.change({"status": step.target, "status_on": on})
    audit.record(f"measure.{verb}", about=measure, by=by, of=measure.witness, on=on)
    return measure


def _verb(name: str) -> Callable[..., ProtectionMeasure]:
    def say(ref: str, *, by: User, on: date) -> ProtectionMeasure:
        return _step(ref, name, by, on)

    return say


MEASURE_VERBS = {row.verb: _verb(row.verb) for row in ProtectionMeasure.STEPS}


def check_necessity(*, witness: Witness, by: User, **fields: Any) -> NecessityCheck:
    """Record whether an interview is needed at all, and the decision.

    Raises:
        Refused: `by` may not.
        ValidationError: it decides for an interview without saying what that adds, or why now.
    """
    _not_ahead("checked_on", fields["checked_on"])
    row = NecessityCheck(inquiry=witness.inquiry, witness=witness, **fields)
    return add(row, by=by, right=CHANGE, act="necessity.check", over=witness, of=witness, decision=row.decision)


def _not_ahead(field: str, day: date) -> None:
    if day > today():
        raise ValidationError({field: _("This day has not come yet.")})
