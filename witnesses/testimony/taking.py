"""Plan interviews, say that they were held, cancelled or did not take place. The only place that writes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.policy import today
from inquiry.audit import ledger as audit
from inquiry.audit.register import add
from inquiry.shared.tables import record_of
from inquiry.shared.workflow import Refused, check
from witnesses.people.models import Witness
from witnesses.protection.models import latest_check
from witnesses.protection.rules import may_interview
from witnesses.testimony.interviews import Interview
from witnesses.testimony.steps import TAKE


@transaction.atomic
def schedule(*, inquiry: Inquiry, by: User, witness: Witness, team: Iterable[User] = (), **fields: Any) -> Interview:
    """Plan an interview.

    Raises:
        Refused: nobody found, in the necessity check, that it is needed; or `by` may not interview this witness.
        ValidationError: a value does not fit.
    """
    interview = Interview(inquiry=inquiry, witness=witness, **fields)
    _necessary(interview)
    _fit(interview, by, {"recordings": [], **fields}, set())
    add(interview, by=by, right=TAKE, act="interview.plan", over=witness, witness=witness)
    _present(interview, team)
    return interview


def _necessary(interview: Interview) -> None:
    planned = interview.held_moment
    day = (planned.earliest_day if planned else None) or today()
    objections = may_interview(latest_check(interview.witness), on=max(day, today()))
    if objections:
        raise Refused(" ".join(objections), verb="interview.plan", ref=interview.witness.ref)


@transaction.atomic
def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Interview:
    """Correct what is recorded of an interview. The audit keeps which fields, never what stands in them.

    Raises:
        Interview.DoesNotExist: there is none, or `by` may not read it.
        Refused: it was cancelled or did not take place, or `by` may not; a colleague was faster (`Conflict`).
        ValidationError: a value does not fit.
    """
    interview = _locked(ref, by)
    check(interview, "change", by)
    changed = _set(interview, by, fields, expected)
    if changed:
        audit.record("interview.change", about=interview, by=by, fields=changed)
    return interview


@transaction.atomic
def hold(ref: str, *, by: User, **fields: Any) -> Interview:
    """Record that it was held, and what is known of it now. From here its collector has 72 hours without consent."""
    interview = _locked(ref, by)
    step = check(interview, "hold", by)
    if not fields.get("held", interview.held):
        raise ValidationError({"held": _("Say when it was held.")})
    _set(interview, by, {**fields, "status": step.target, "collected_at": timezone.now()}, None)
    audit.record("interview.hold", about=interview, by=by, stopped=interview.stopped)
    return interview


def cancel(ref: str, *, by: User, reason: str) -> Interview:
    """Record that it was cancelled, and why."""
    return _end(ref, "cancel", by, reason)


def miss(ref: str, *, by: User, reason: str) -> Interview:
    """Record that it did not take place, and why."""
    return _end(ref, "miss", by, reason)


@transaction.atomic
def _end(ref: str, verb: str, by: User, reason: str) -> Interview:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    interview = _locked(ref, by)
    interview.change({"status": check(interview, verb, by).target, "reason": reason})
    audit.record(f"interview.{verb}", about=interview, by=by)
    return interview


def note_read(interview: Interview, *, by: User) -> None:
    """Record that `by` read what is known of an interview."""
    audit.record("interview.read", about=interview, by=by)


def _locked(ref: str, by: User) -> Interview:
    seen = Interview.objects.readable_by(by).get(ref=ref)
    return Interview.objects.select_for_update(of=("self",)).get(pk=seen.pk)


def _set(interview: Interview, by: User, fields: dict[str, Any], expected: int | None) -> list[str]:
    """Put the values in and return the names of those that differed."""
    team = fields.pop("team", None)
    known = set(interview.recordings)
    changed = [name for name, value in fields.items() if getattr(interview, name) != value]
    interview.change({name: fields[name] for name in changed}, expected=expected)
    _fit(interview, by, fields, known)
    if team is not None and set(team) != set(interview.team.all()):
        _present(interview, team)
        changed.append("team")
    return changed


def _fit(interview: Interview, by: User, fields: dict[str, Any], known: set[str]) -> None:
    """Raise ValidationError where a part of the interview is of another witness, another inquiry, or cannot be seen."""
    consent, errors = interview.consent, {}
    if consent is not None and consent.witness_id != interview.witness_id:
        errors["consent"] = _("This consent is another witness's.")
    for name in ("place", "visit"):
        other = getattr(interview, name)
        if other is not None and other.inquiry_id != interview.inquiry_id:
            errors[name] = _("There is no such record in this inquiry.")
    strange = [ref for ref in fields.get("recordings", ()) if ref not in known and not _is_evidence(ref, by)]
    if strange:
        errors["recordings"] = _("There is no such item: %(refs)s.") % {"refs": ", ".join(strange)}
    if errors:
        raise ValidationError(errors)


def _is_evidence(ref: str, by: User) -> bool:
    if not ref.startswith("E-"):
        return False
    try:
        record_of(ref, by)
    except ObjectDoesNotExist:
        return False
    return True


def _present(interview: Interview, team: Iterable[User]) -> None:
    people = list(team)
    if any(interview.inquiry_id not in {inquiry for _role, inquiry in one.roles_today()} for one in people):
        raise ValidationError({"team": _("Somebody of these takes no part in the inquiry.")})
    interview.team.set(people)
