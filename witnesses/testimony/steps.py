"""The lives of an interview, a statement, a translation and a transcript as rows."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.shared.workflow import Step

TAKE, CHANGE = Right.TESTIMONY_TAKE, Right.TESTIMONY_CHANGE
TRANSLATE, REVIEW = Right.TESTIMONY_TRANSLATE, Right.TESTIMONY_REVIEW_TRANSLATION


class InterviewStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
    NOT_HELD = "not_held", _("Did not take place")


UNSAID = (InterviewStatus.PLANNED, InterviewStatus.CANCELLED, InterviewStatus.NOT_HELD)
INTERVIEW_STEPS = (
    Step("change", ("planned", "held"), "", TAKE, label=_("Change")),
    Step("hold", ("planned",), "held", TAKE, label=_("Record that it was held")),
    Step("cancel", ("planned",), "cancelled", TAKE, label=_("Cancel it")),
    Step("miss", ("planned",), "not_held", TAKE, label=_("Record that it did not take place")),
)


class StatementStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    READ_BACK = "read_back", _("Read back")
    AFFIRMED = "affirmed", _("Affirmed")
    SIGNED = "signed", _("Signed")
    MARKED = "marked", _("Marked")
    REFUSED = "refused", _("Signature refused")
    RETRACTED = "retracted", _("Retracted")


STATEMENT_STEPS = (
    Step("write", ("draft",), "", CHANGE, label=_("Write the text")),
    Step("read_back", ("draft",), "read_back", CHANGE, label=_("Record that it was read back")),
    Step("affirm", ("read_back",), "affirmed", CHANGE, label=_("Record that it was affirmed")),
    Step("sign", ("affirmed",), "signed", CHANGE, label=_("Record the signature")),
    Step("mark", ("affirmed",), "marked", CHANGE, label=_("Record a thumb print or cross")),
    Step("correct", ("read_back", "affirmed", "refused"), "draft", CHANGE, label=_("Correct it: back to a draft")),
    Step("refuse", ("read_back", "affirmed"), "refused", CHANGE, label=_("Record that signing was refused")),
    Step(
        "retract",
        ("draft", "read_back", "affirmed", "signed", "marked", "refused"),
        "retracted",
        Right.CONSENT_RECORD,  # whoever may take a withdrawal may take this: investigators, and the protection officer
        label=_("Record that it was retracted"),
    ),
)
TAKEN = ("read_back", "correct", "affirm", "sign", "mark", "refuse", "retract")  # the steps that are rows
HAPPENED = {
    "read_back": _("Read back"),
    "correct": _("Went back to a draft to be corrected"),
    "affirm": _("Affirmed"),
    "sign": _("Signed"),
    "mark": _("Marked with a thumb print or cross"),
    "refuse": _("Signing refused"),
    "retract": _("Retracted"),
}
ASKED: dict[str, tuple[str, ...]] = {
    "read_back": ("at", "at_zone", "at_basis", "language", "interpreter", "note"),
    "correct": ("at", "at_zone", "at_basis", "note"),
    "affirm": ("at", "at_zone", "at_basis", "language", "interpreter", "note"),
    "sign": ("at", "at_zone", "at_basis", "note"),
    "mark": ("at", "at_zone", "at_basis", "note"),
    "refuse": ("at", "at_zone", "at_basis", "reason", "note"),
    "retract": ("at", "at_zone", "at_basis", "reason", "received_by", "note"),
}
NEEDED: dict[str, tuple[str, ...]] = {
    "read_back": ("at", "language"),
    "correct": (),
    "affirm": ("at",),
    "sign": ("at",),
    "mark": ("at",),
    "refuse": ("at", "reason"),
    "retract": ("at", "reason", "received_by"),
}


class TranslationStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted, locked")
    RETURNED = "returned", _("Returned with remarks")
    REVIEWED = "reviewed", _("Reviewed")


TRANSLATION_STEPS = (
    Step("write", ("draft", "returned"), "", TRANSLATE, label=_("Translate")),
    Step("submit", ("draft", "returned"), "submitted", TRANSLATE, label=_("Submit for review")),
    Step("approve", ("submitted",), "reviewed", REVIEW, not_by="translator", label=_("Record that it was reviewed")),
    Step("send_back", ("submitted",), "returned", REVIEW, not_by="translator", label=_("Return it with remarks")),
    Step("reopen", ("reviewed",), "draft", TRANSLATE, label=_("Translate what changed")),
)


class TranscriptStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted, locked")
    REVIEWED = "reviewed", _("Reviewed")


TRANSCRIPT_STEPS = (
    Step("write", ("draft",), "", TRANSLATE, label=_("Transcribe")),
    Step("submit", ("draft",), "submitted", TRANSLATE, label=_("Submit for review")),
    Step("approve", ("submitted",), "reviewed", REVIEW, not_by="created_by", label=_("Record that it was reviewed")),
    Step("send_back", ("submitted",), "draft", REVIEW, not_by="created_by", label=_("Return it")),
)
