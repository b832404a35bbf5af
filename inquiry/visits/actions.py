"""Plan visits, say that they began, ended or were cancelled; keep itinerary, travellers and observations."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.shared.workflow import check
from inquiry.visits.models import Leg, Observation, Traveller, Visit

CHANGE = Right.VISIT_CHANGE


def plan(*, inquiry: Inquiry, by: User, **fields: Any) -> Visit:
    """Record a visit that is planned."""
    return add(Visit(inquiry=inquiry, **fields), by=by, right=CHANGE, act="visit.plan")


def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Visit:
    """Correct what is recorded of a visit, or say what came of it."""
    return amend(Visit, ref, by=by, right=CHANGE, act="visit.change", expected=expected, fields=fields)


def begin(ref: str, *, by: User) -> Visit:
    """Record that the visit began.

    Raises:
        Visit.DoesNotExist: there is none, or `by` may not see it.
        Refused: it is not planned, or `by` may not record it.
    """
    return _step(ref, "begin", by)


def end(ref: str, *, by: User, outcome: str = "") -> Visit:
    """Record that the visit ended, and what came of it."""
    return _step(ref, "end", by, **({"outcome": outcome} if outcome else {}))


def cancel(ref: str, *, by: User, reason: str) -> Visit:
    """Record that the visit was cancelled, and why.

    Raises:
        ValidationError: no reason.
        Refused: it ended or was cancelled already, or `by` may not.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    return _step(ref, "cancel", by, cancelled_reason=reason)


@transaction.atomic
def _step(ref: str, verb: str, by: User, **fields: Any) -> Visit:
    found = Visit.objects.visible_to(by).get(ref=ref)
    visit = Visit.objects.select_for_update().get(pk=found.pk)
    visit.change({"status": check(visit, verb, by).target, **fields})
    audit.record(f"visit.{verb}", about=visit, by=by, **fields)
    return visit


def add_leg(*, visit: Visit, by: User, **fields: Any) -> Leg:
    """Put a place into the itinerary."""
    row = Leg(inquiry=visit.inquiry, visit=visit, **fields)
    return add(row, by=by, right=CHANGE, act="leg.record", over=visit, visit=visit, place=row.place)


def change_leg(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Leg:
    """Correct a place of the itinerary, or say what happened there."""
    return amend(Leg, ref, by=by, right=CHANGE, act="leg.change", expected=expected, fields=fields, over="visit")


def add_traveller(*, visit: Visit, by: User, **fields: Any) -> Traveller:
    """Record whether a member or another person travelled."""
    row = Traveller(inquiry=visit.inquiry, visit=visit, **fields)
    return add(row, by=by, right=CHANGE, act="traveller.record", over=visit, visit=visit, travelled=row.travelled)


def change_traveller(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Traveller:
    """Correct whether somebody travelled."""
    return amend(
        Traveller, ref, by=by, right=CHANGE, act="traveller.change", expected=expected, fields=fields, over="visit"
    )


def observe(*, visit: Visit, by: User, **fields: Any) -> Observation:
    """Record what was seen or heard. It stays as it is; a correction is a second observation.

    Raises:
        ValidationError: the leg, or what it corrects, belongs to another visit.
    """
    row = Observation(inquiry=visit.inquiry, visit=visit, **fields)
    for name in ("leg", "corrects"):
        other = getattr(row, name)
        if other is not None and other.visit_id != visit.pk:
            raise ValidationError({name: _("This belongs to another visit.")})
    return add(row, by=by, right=CHANGE, act="observation.record", over=visit, visit=visit)
