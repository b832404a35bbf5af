"""Draft a petition, file it, record what the court decided and what was done under it. Rows of steps: `life_cycles.writing`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.life_cycles import rules as facts_rules
from inquiry.life_cycles import writing
from inquiry.life_cycles.verbs import verb
from inquiry.petitions import rules
from inquiry.petitions.models import Petition, PetitionEvent
from inquiry.petitions.steps import ASKED
from inquiry.shared.dates import Basis
from inquiry.shared.workflow import Step, check

__all__ = ["VERBS", "change", "draft"]


@transaction.atomic
def draft(*, inquiry: Inquiry, by: User, **fields: Any) -> Petition:
    """Draft a petition.

    Args:
        fields: `subject`, and what is known of `court`, `request`, `person` (public persons only), `asks`, `case_number`.

    Raises:
        Refused: `by` may not keep petitions in this inquiry.
        ValidationError: a value does not fit.
    """
    writing.require(by, Right.PETITION_CHANGE, inquiry, "draft")
    petition = Petition(inquiry=inquiry, created_by=by, **fields)
    writing.same_inquiry(inquiry.pk, fields)
    petition.full_clean(exclude=["ref", "inquiry", "created_by"])
    petition.save()
    audit.record("petition.draft", about=petition, by=by, court=petition.court, request=petition.request)
    return petition


@transaction.atomic
def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Petition:
    """Change a draft.

    Raises:
        Petition.DoesNotExist: there is none, or `by` may not see it.
        Refused: it is no draft any more, `by` may not, or a colleague changed it since `expected` (`Conflict`).
    """
    petition = _locked(ref, by)
    check(petition, "change", by)
    writing.same_inquiry(petition.inquiry_id, fields)
    changes = writing.changes(petition, fields)
    petition.change(fields, expected=expected)
    audit.record("petition.change", about=petition, by=by, changes=changes, revision=petition.revision)
    return petition


def _locked(ref: str, by: User) -> Petition:
    return Petition.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)


@transaction.atomic
def _take(ref: str, verb: str, by: User, facts: Any) -> PetitionEvent:
    petition = _locked(ref, by)
    step = check(petition, verb, by)
    writing.only(facts, ASKED[verb].facts, verb)
    writing.object_to(facts_rules.facts(facts, ASKED[verb].needed, timezone.now()))
    return _enter(petition, step, by, facts)


def _enter(petition: Petition, step: Step, by: User, facts: Any) -> PetitionEvent:
    """Write the step's row, bring the petition to where its steps lead, record it in the audit."""
    writing.same_inquiry(petition.inquiry_id, facts)
    zone = facts.get("at_zone") or "Asia/Almaty"
    row = {"valid_from_zone": zone, "valid_until_zone": zone, **facts}
    writing.object_to(rules.validity(row))
    event = writing.append(PetitionEvent(petition=petition, **row), petition.events, step, by)
    _derive(petition)
    audit.record(
        f"petition.{step.verb}", about=petition, by=by, number=event.number, at=event.at, valid_from=event.valid_from,
        valid_until=event.valid_until, reason_given=event.reason_given, corrects=event.corrects, taken_back=event.voids,
    )  # fmt: skip
    return event


def _derive(petition: Petition) -> None:
    steps = petition.standing()
    petition.status = writing.status_of(steps, "draft")
    filed = next((step.facts for step in steps if step.verb == "file"), None)
    petition.filed = filed.at if filed else ""
    petition.filed_zone = filed.at_zone if filed else petition.filed_zone
    petition.filed_basis = filed.at_basis if filed else Basis.STATED
    petition.revision += 1
    petition.save()


file = verb(_take, "file", "Record that it was filed with the court.")
record_grant = verb(
    _take, "record_grant", "Record that the court granted it, with its conditions and days of validity."
)
record_refusal = verb(_take, "record_refusal", "Record that the court refused it.")
record_variation = verb(
    _take, "record_variation", "Record that the court changed the conditions or the days of validity."
)
record_revocation = verb(_take, "record_revocation", "Record that the court took its permission back.")
record_lapse = verb(_take, "record_lapse", "Record that the permission ended by itself.")
record_act = verb(_take, "record_act", "Record what was done under the permission; `note` says what.")
add_note = verb(_take, "add_note", "Note what was said or seen about it.")
withdraw = verb(_take, "withdraw", "Take the petition back.")


@transaction.atomic
def correct(ref: str, *, by: User, corrects: int, voids: bool = False, **facts: Any) -> PetitionEvent:
    """Correct a step by a further row; see `official_requests.actions.correct`."""
    petition = _locked(ref, by)
    step = check(petition, "correct", by)
    wrong = writing.correctable(petition.ref, petition.standing(), corrects, voids)
    return _enter(petition, step, by, writing.corrected(wrong, facts, ASKED, voids))


VERBS: dict[str, Callable[..., PetitionEvent]] = {
    one.__name__: one
    for one in (
        file, record_grant, record_refusal, record_variation, record_revocation, record_lapse, record_act, add_note,
        withdraw, correct,
    )
}  # fmt: skip
