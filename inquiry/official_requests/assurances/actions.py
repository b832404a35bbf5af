"""Record what an authority assured, and whether it was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.life_cycles import rules, writing
from inquiry.life_cycles.verbs import verb
from inquiry.official_requests.assurances.models import ASKED, Assurance, AssuranceEvent
from inquiry.shared.workflow import Step, check

__all__ = ["VERBS", "change", "give"]


@transaction.atomic
def give(*, inquiry: Inquiry, by: User, **fields: Any) -> Assurance:
    """Record that an authority gave an assurance.

    Args:
        fields: `authority` or `official`, `words` (ours), `given` (EDTF) with its zone and basis, perhaps `request`.

    Raises:
        Refused: `by` may not record it in this inquiry.
        ValidationError: a value does not fit.
    """
    writing.require(by, Right.REQUEST_RECORD, inquiry, "give")
    assurance = Assurance(inquiry=inquiry, created_by=by, **fields)
    writing.same_inquiry(inquiry.pk, fields)
    assurance.full_clean(exclude=["ref", "inquiry", "created_by"])
    assurance.save()
    audit.record(
        "assurance.give", about=assurance, by=by, authority=assurance.authority, official=assurance.official,
        given=assurance.given, request=assurance.request,
    )  # fmt: skip
    return assurance


@transaction.atomic
def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Assurance:
    """Correct what was recorded of an assurance while its outcome is open.

    Raises:
        Assurance.DoesNotExist: there is none, or `by` may not see it.
        Refused: an outcome was recorded, `by` may not, or a colleague changed it since `expected` (`Conflict`).
    """
    assurance = _locked(ref, by)
    check(assurance, "change", by)
    writing.same_inquiry(assurance.inquiry_id, fields)
    changes = writing.changes(assurance, fields)
    assurance.change(fields, expected=expected)
    audit.record("assurance.change", about=assurance, by=by, changes=changes, revision=assurance.revision)
    return assurance


def _locked(ref: str, by: User) -> Assurance:
    return Assurance.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)


@transaction.atomic
def _take(ref: str, verb: str, by: User, facts: Any) -> AssuranceEvent:
    assurance = _locked(ref, by)
    step = check(assurance, verb, by)
    writing.only(facts, ASKED[verb].facts, verb)
    writing.object_to(rules.facts(facts, ASKED[verb].needed, timezone.now()))
    return _enter(assurance, step, by, facts)


def _enter(assurance: Assurance, step: Step, by: User, facts: Any) -> AssuranceEvent:
    writing.same_inquiry(assurance.inquiry_id, facts)
    _points_at_a_step(facts)
    event = writing.append(AssuranceEvent(assurance=assurance, **facts), assurance.events, step, by)
    assurance.status = writing.status_of(assurance.standing(), "given")
    assurance.revision += 1
    assurance.save(update_fields=["status", "revision"])
    audit.record(
        f"assurance.{step.verb}", about=assurance, by=by, number=event.number, at=event.at, shown_by=event.shown_by,
        shown_by_number=event.shown_by_number, corrects=event.corrects, taken_back=event.voids,
    )  # fmt: skip
    return event


def _points_at_a_step(facts: Any) -> None:
    """A step number needs its request, and has to be one of its steps."""
    request, number = facts.get("shown_by"), facts.get("shown_by_number")
    if number and request is None:
        writing.object_to({"shown_by": _("Say of which request this is a step.")})
    if number and request and not request.events.filter(number=number).exists():
        writing.object_to({"shown_by_number": _("That request has no step of this number.")})


record_kept = verb(_take, "record_kept", "Record that the authority did as it had assured.")
record_partly_kept = verb(_take, "record_partly_kept", "Record that it was kept in part; `note` says which.")
record_broken = verb(_take, "record_broken", "Record that it was not kept, and what shows it.")
record_not_known = verb(_take, "record_not_known", "Record that nobody could find out; `note` says what was tried.")
add_note = verb(_take, "add_note", "Note what was said or seen about it.")


@transaction.atomic
def correct(ref: str, *, by: User, corrects: int, voids: bool = False, **facts: Any) -> AssuranceEvent:
    """Correct a step by a further row; see `official_requests.actions.correct`."""
    assurance = _locked(ref, by)
    step = check(assurance, "correct", by)
    wrong = writing.correctable(assurance.ref, assurance.standing(), corrects, voids)
    return _enter(assurance, step, by, writing.corrected(wrong, facts, ASKED, voids))


VERBS: dict[str, Callable[..., AssuranceEvent]] = {
    one.__name__: one for one in (record_kept, record_partly_kept, record_broken, record_not_known, add_note, correct)
}
