"""Draft a request, send it, record what became of it. The rows of the steps are written by `life_cycles.writing`."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.life_cycles import rules as facts_rules
from inquiry.life_cycles import writing
from inquiry.life_cycles.verbs import verb
from inquiry.official_requests import rules
from inquiry.official_requests.models import OfficialRequest, RequestEvent, overdue_for
from inquiry.official_requests.steps import ASKED
from inquiry.shared.dates import Basis
from inquiry.shared.workflow import Refused, Step, check, step_of

__all__ = ["VERBS", "change", "draft", "note_unanswered", "overdue_for"]

SENDINGS = {"send", "record_past_sending"}  # steps that take a second person


class Facts(TypedDict, total=False):
    """What may be told of a step. Times are EDTF text beside an IANA zone and a basis; empty means not stated."""

    at: str
    at_zone: str
    at_basis: str
    channel: str
    official: Any
    reason_given: str
    reason: str
    appointment: str
    appointment_zone: str
    appointment_basis: str
    place: Any
    due_on: date | None
    note: str


@transaction.atomic
def draft(*, inquiry: Inquiry, by: User, **fields: Any) -> OfficialRequest:
    """Draft a request; nothing leaves the house by it.

    Args:
        fields: `kind`, `subject`, to whom (`authority`, `official` or `addressee`), and what else the table has.

    Raises:
        Refused: `by` may not draft in this inquiry.
        ValidationError: a value does not fit.
    """
    writing.require(by, Right.REQUEST_DRAFT, inquiry, "draft")
    request = OfficialRequest(inquiry=inquiry, created_by=by, drafted_by=by, **fields)
    _proper(request)
    request.save()
    audit.record("official_request.draft", about=request, by=by, kind=request.kind, authority=request.authority)
    return request


@transaction.atomic
def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> OfficialRequest:
    """Change a draft. Whoever does becomes its drafter: the text they wrote is sent by somebody else.

    Raises:
        OfficialRequest.DoesNotExist: there is none, or `by` may not see it.
        Refused: it is no draft any more, `by` may not, or a colleague changed it since `expected` (`Conflict`).
    """
    request = _locked(ref, by)
    check(request, "change", by)
    writing.same_inquiry(request.inquiry_id, fields)
    changes = writing.changes(request, fields)
    request.change({**fields, "drafted_by": by}, expected=expected)
    audit.record("official_request.change", about=request, by=by, changes=changes, revision=request.revision)
    return request


def _proper(request: OfficialRequest) -> None:
    related = {name: getattr(request, name) for name in ("authority", "official", "place")}
    writing.same_inquiry(request.inquiry_id, related)
    request.full_clean(exclude=["ref", "inquiry", "created_by", "drafted_by"])


def _locked(ref: str, by: User) -> OfficialRequest:
    return OfficialRequest.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)


@transaction.atomic
def _take(ref: str, verb: str, by: User, facts: Any) -> RequestEvent:
    """Take the step `verb` as far as the request's status, `by`'s rights and the facts allow."""
    request = _locked(ref, by)
    step = check(request, verb, by)
    asked = ASKED[verb]
    writing.only(facts, asked.facts, verb)
    writing.object_to(facts_rules.facts(facts, asked.needed, timezone.now()))
    if verb == "send":
        facts = {**facts, **_frozen(request)}
    return _enter(request, step, by, facts)


def _frozen(request: OfficialRequest) -> dict[str, Any]:
    """The letter as it goes out: its text in NFC and the SHA-256 of that text in UTF-8."""
    lacking = rules.sending(request.kind, request.letter, request.due_on, today())
    if lacking:
        raise Refused(" ".join(lacking), verb="send", ref=request.ref)
    letter = unicodedata.normalize("NFC", request.letter)
    return {"letter": letter, "letter_digest": hashlib.sha256(letter.encode()).hexdigest()}


def _enter(request: OfficialRequest, step: Step, by: User | None, facts: Any) -> RequestEvent:
    """Write the step's row, bring the request to where its steps lead, record it in the audit."""
    due = {"due_on": request.due_on} if step.target == "sent" else {}
    writing.same_inquiry(request.inquiry_id, facts)
    event = writing.append(RequestEvent(request=request, **{**due, **facts}), request.events, step, by)
    _derive(request)
    audit.record(
        f"official_request.{step.verb}", about=request, by=by, number=event.number, at=event.at, channel=event.channel,
        reason_given=event.reason_given, letter=event.letter_digest, corrects=event.corrects, taken_back=event.voids,
    )  # fmt: skip
    return event


def _derive(request: OfficialRequest) -> None:
    """Set what follows from the standing steps: status, the day it is due, the appointment that stands."""
    steps = request.standing()
    request.status = writing.status_of(steps, "draft")
    dated = next((step for step in reversed(steps) if step.facts.due_on), None)
    request.due_on = dated.facts.due_on if dated else request.due_on
    appointed = next((step for step in reversed(steps) if step.verb in ("schedule", "reschedule")), None)
    row = appointed.facts if appointed and request.status == "scheduled" else None
    request.appointment = row.appointment if row else ""
    request.appointment_zone = row.appointment_zone if row else request.appointment_zone
    request.appointment_basis = row.appointment_basis if row else Basis.STATED
    until = request.appointment_moment.latest if request.appointment_moment else None
    request.appointment_until = until
    request.revision += 1
    request.save()


send = verb(
    _take, "send", "Send the letter: its text is frozen and digested. Somebody other than its drafter does this."
)
record_past_sending = verb(_take, "record_past_sending", "Record that it was sent before this register was kept.")
acknowledge = verb(_take, "acknowledge", "Record that the authority acknowledged it.")
record_agreement = verb(_take, "record_agreement", "Record that the authority agreed.")
schedule = verb(_take, "schedule", "Record the time (and place) for which it was set; the time may be imprecise.")
reschedule = verb(
    _take, "reschedule", "Record a new time after a postponement or cancellation, or instead of the one set."
)
record_postponement = verb(
    _take, "record_postponement", "Record that the authority put it off; `at` is when that was learned."
)
record_cancellation = verb(
    _take, "record_cancellation", "Record that the authority cancelled; `at` is when that was learned."
)
record_meeting = verb(_take, "record_meeting", "Record that it took place.")
record_not_held = verb(_take, "record_not_held", "Record that it did not take place and is not expected to any more.")
record_partial_answer = verb(_take, "record_partial_answer", "Record that part was given; `note` says which.")
complete = verb(_take, "complete", "Record that everything asked for was given.")
record_refusal = verb(_take, "record_refusal", "Record that the authority refused, with its reason if it gave one.")
record_silence = verb(_take, "record_silence", "Record that no answer came.")
remind = verb(_take, "remind", "Record a reminder to the authority.")
extend = verb(_take, "extend", "Give the authority until another day (`due_on`).")
add_note = verb(_take, "add_note", "Note what was said or seen about it, without changing its status.")
withdraw = verb(_take, "withdraw", "Take the request back.")


@transaction.atomic
def correct(ref: str, *, by: User, corrects: int, voids: bool = False, **facts: Unpack[Facts]) -> RequestEvent:
    """Correct step number `corrects` by a further row that says what holds instead; the first row stays.

    Args:
        facts: those that change; the others stay as they stand.
        voids: the step never happened. Only the last step that changed the status, or one that changed none.

    Raises:
        OfficialRequest.DoesNotExist: there is none, or `by` may not see it.
        Refused: there is no such step, it was taken back, or later steps rest on it.
        ValidationError: a fact is missing or contradicts another.
    """
    request = _locked(ref, by)
    step = check(request, "correct", by)
    wrong = writing.correctable(request.ref, request.standing(), corrects, voids)
    if wrong.verb in SENDINGS and request.drafted_by == by:
        raise Refused(_("Somebody else has to correct how your own draft was sent."), verb="correct", ref=ref)
    row = writing.corrected(wrong, facts, ASKED, voids)
    return _enter(request, step, by, {"letter": wrong.first.letter, "letter_digest": wrong.first.letter_digest, **row})


VERBS: dict[str, Callable[..., RequestEvent]] = {
    **{one.__name__: one for one in (
        send, record_past_sending, acknowledge, record_agreement, schedule, reschedule, record_postponement,
        record_cancellation, record_meeting, record_not_held, record_partial_answer, complete, record_refusal,
        record_silence, remind, extend, add_note, withdraw, correct,
    )},
}  # fmt: skip


def note_unanswered() -> int:
    """Record silence on every request whose day has passed without an answer; return how many. The system's own act."""
    late = OfficialRequest.objects.filter(status__in=("sent", "acknowledged"), due_on__lt=today()).order_by("id")
    return sum(_note_silence(pk) for pk in late.values_list("pk", flat=True)[:1000])


@transaction.atomic
def _note_silence(pk: int) -> int:
    request = OfficialRequest.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
    if request is None or request.status not in step_of(request, "record_silence").sources:
        return 0
    if request.due_on is None or request.due_on >= today():
        return 0
    facts = {"at": today().isoformat(), "at_zone": "UTC", "at_basis": Basis.INFERRED}
    _enter(request, step_of(request, "record_silence"), None, facts)
    return 1
