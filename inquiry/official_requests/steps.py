"""The life of a request as rows, and what each step asks of whoever records it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.life_cycles.asked import WHEN, Asked
from inquiry.shared.workflow import Step


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    AGREED = "agreed", _("Agreed")
    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    HELD = "held", _("Held")
    NOT_HELD = "not_held", _("Did not take place")
    REFUSED = "refused", _("Refused")
    UNANSWERED = "unanswered", _("Unanswered")
    PARTLY_ANSWERED = "partly_answered", _("Partly answered")
    COMPLETE = "complete", _("Complete")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RequestKind(TextChoices):
    MEETING = "meeting", _("Meeting")
    DOCUMENTS = "documents", _("Documents")
    STATEMENT = "statement", _("Written statement")
    PLACE = "place", _("Access to a place")
    PERSON = "person", _("Access to a person")
    INFORMATION = "information", _("Information")
    VISIT = "visit", _("The visit itself")


PAPERS = frozenset({RequestKind.DOCUMENTS, RequestKind.STATEMENT, RequestKind.INFORMATION})
DUE_NEEDED = frozenset({RequestKind.DOCUMENTS, RequestKind.STATEMENT})

WAITING = ("sent", "acknowledged", "unanswered", "partly_answered")
OPEN = (*WAITING, "agreed", "scheduled", "postponed", "cancelled")
BEYOND_DRAFT = tuple(status for status in Status.values if status != Status.DRAFT)

DRAFT, SEND, RECORD = Right.REQUEST_DRAFT, Right.REQUEST_SEND, Right.REQUEST_RECORD

STEPS: tuple[Step, ...] = (
    Step("change", ("draft",), "", DRAFT, label=_("Change the draft")),
    Step("send", ("draft",), "sent", SEND, not_by="drafted_by", label=_("Send")),
    Step("record_past_sending", ("draft",), "sent", RECORD, not_by="drafted_by", label=_("Record that it was sent earlier")),
    Step("acknowledge", ("sent", "unanswered"), "acknowledged", RECORD, label=_("Record an acknowledgement")),
    Step("record_agreement", (*WAITING, "cancelled", "refused"), "agreed", RECORD, label=_("Record an agreement")),
    Step("schedule", ("sent", "acknowledged", "agreed", "unanswered"), "scheduled", RECORD, label=_("Set the appointment")),
    Step("reschedule", ("scheduled", "postponed", "cancelled", "refused"), "scheduled", RECORD,
         label=_("Set a new appointment")),
    Step("record_postponement", ("agreed", "scheduled"), "postponed", RECORD, label=_("Record a postponement")),
    Step("record_cancellation", ("agreed", "scheduled", "postponed"), "cancelled", RECORD, label=_("Record a cancellation")),
    Step("record_meeting", (*WAITING, "agreed", "scheduled"), "held", RECORD, label=_("Record that it took place")),
    Step("record_not_held", ("agreed", "scheduled", "postponed", "cancelled"), "not_held", RECORD,
         label=_("Record that it did not take place")),
    Step("record_partial_answer", (*WAITING, "agreed", "scheduled", "refused"), "partly_answered", RECORD,
         label=_("Record a partial answer")),
    Step("complete", (*WAITING, "agreed", "held"), "complete", RECORD, label=_("Record that all was given")),
    Step("record_refusal", OPEN, "refused", RECORD, label=_("Record a refusal")),
    Step("record_silence", ("sent", "acknowledged"), "unanswered", RECORD, label=_("Record silence")),
    Step("remind", WAITING, "", RECORD, label=_("Record a reminder")),
    Step("extend", WAITING, "", RECORD, label=_("Give more time")),
    Step("add_note", BEYOND_DRAFT, "", RECORD, label=_("Add a note")),
    Step("withdraw", ("draft", *OPEN), "withdrawn", RECORD, label=_("Withdraw")),
    Step("correct", BEYOND_DRAFT, "", RECORD, label=_("Correct a step")),
)  # fmt: skip

WORD = (*WHEN, "channel", "official")
REASON = ("reason_given", "reason")
APPOINTMENT = ("appointment", "appointment_zone", "appointment_basis", "place")
LEARNED = _("When word came")

ASKED: dict[str, Asked] = {
    "send": Asked(_("Sent"), (*WHEN, "channel", "note"), ("at", "channel"), _("When it is sent")),
    "record_past_sending": Asked(_("Sent before this register was kept"), (*WORD, "note"), (), _("When it was sent")),
    "acknowledge": Asked(_("Acknowledged"), (*WORD, "note"), (), LEARNED),
    "record_agreement": Asked(_("Agreed"), (*WORD, "note"), (), LEARNED),
    "schedule": Asked(_("Set for a time"), (*APPOINTMENT, *WORD, "note"), (), LEARNED),
    "reschedule": Asked(_("Set for a new time"), (*APPOINTMENT, *WORD, *REASON, "note"), (), LEARNED),
    "record_postponement": Asked(_("Postponed"), (*WORD, *REASON, "note"), ("reason_given",), LEARNED),
    "record_cancellation": Asked(_("Cancelled"), (*WORD, *REASON, "note"), ("reason_given",), LEARNED),
    "record_meeting": Asked(_("Took place"), (*WHEN, "place", "official", "note"), (), _("When it took place")),
    "record_not_held": Asked(
        _("Did not take place"), (*WHEN, *REASON, "note"), ("reason_given",), _("When this was known")
    ),
    "record_partial_answer": Asked(_("Partly answered"), (*WORD, *REASON, "note"), ("note",), LEARNED),
    "complete": Asked(_("All was given"), (*WORD, "note"), (), LEARNED),
    "record_refusal": Asked(_("Refused"), (*WORD, *REASON, "note"), ("reason_given",), LEARNED),
    "record_silence": Asked(_("No answer"), (*WHEN, "note"), (), _("When the silence was noted")),
    "remind": Asked(_("Reminded"), (*WORD, "note"), ("at",), _("When the reminder went out")),
    "extend": Asked(_("More time given"), ("due_on", *WORD, "note"), ("due_on",), _("When more time was given")),
    "add_note": Asked(_("Noted"), (*WORD, "note"), ("note",), _("When it was said or seen")),
    "withdraw": Asked(_("Withdrawn"), (*WHEN, "channel", "note"), (), _("When it was withdrawn")),
}

USUAL = {
    True: ("change", "send", "acknowledge", "record_partial_answer", "complete", "record_refusal"),
    False: (
        "change", "send", "record_agreement", "schedule", "reschedule", "record_meeting", "record_cancellation",
        "record_refusal",
    ),
}  # fmt: skip


def usual(kind: str, steps: list[Step]) -> tuple[list[Step], list[Step]]:
    """The steps that a request of `kind` usually takes, and the others: the second kind stands behind a fold."""
    first = USUAL[kind in PAPERS]
    shown = [step for step in steps if step.verb in first]
    return shown, [step for step in steps if step.verb not in first and step.verb != "correct"]
