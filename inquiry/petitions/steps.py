"""The life of a petition as rows, and what each step asks of whoever records it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.rights import Right
from inquiry.life_cycles.asked import WHEN, Asked
from inquiry.shared.workflow import Step


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    FILED = "filed", _("Filed")
    GRANTED = "granted", _("Granted")
    VARIED = "varied", _("Varied")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Revoked")
    LAPSED = "lapsed", _("Lapsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CHANGE = Right.PETITION_CHANGE
DECIDED = ("granted", "varied", "refused", "revoked", "lapsed")
LIVE = ("granted", "varied")
BEYOND_DRAFT = ("filed", *DECIDED, "withdrawn")

STEPS: tuple[Step, ...] = (
    Step("change", ("draft",), "", CHANGE, label=_("Change the draft")),
    Step("file", ("draft",), "filed", CHANGE, label=_("Record that it was filed")),
    Step(
        "record_grant",
        ("filed", "refused", "revoked", "lapsed"),
        "granted",
        CHANGE,
        label=_("Record that it was granted"),
    ),
    Step("record_refusal", ("filed", "refused"), "refused", CHANGE, label=_("Record a refusal")),
    Step("record_variation", LIVE, "varied", CHANGE, label=_("Record a variation")),
    Step("record_revocation", LIVE, "revoked", CHANGE, label=_("Record a revocation")),
    Step("record_lapse", LIVE, "lapsed", CHANGE, label=_("Record that it lapsed")),
    Step("record_act", DECIDED, "", CHANGE, label=_("Record what was done under it")),
    Step("add_note", BEYOND_DRAFT, "", CHANGE, label=_("Add a note")),
    Step("withdraw", ("draft", "filed"), "withdrawn", CHANGE, label=_("Withdraw")),
    Step("correct", BEYOND_DRAFT, "", CHANGE, label=_("Correct a step")),
)
DECISIONS = ("record_grant", "record_refusal", "record_variation", "record_revocation", "record_lapse")
USUAL = ("change", "file", "record_grant", "record_act", "record_refusal", "record_revocation")

REASON = ("reason_given", "reason")
VALID = ("valid_from", "valid_until")
RULED = (*WHEN, "channel", "decided_by")
DECIDED_WHEN = _("When it was decided")

ASKED: dict[str, Asked] = {
    "file": Asked(_("Filed"), (*WHEN, "channel", "note"), (), _("When it was filed")),
    "record_grant": Asked(_("Granted"), (*RULED, *VALID, "conditions", "note"), (), DECIDED_WHEN),
    "record_refusal": Asked(_("Refused"), (*RULED, *REASON, "note"), ("reason_given",), DECIDED_WHEN),
    "record_variation": Asked(_("Varied"), (*RULED, *VALID, "conditions", *REASON, "note"), (), DECIDED_WHEN),
    "record_revocation": Asked(_("Revoked"), (*RULED, *REASON, "note"), ("reason_given",), DECIDED_WHEN),
    "record_lapse": Asked(_("Lapsed"), (*WHEN, "note"), (), _("When it lapsed")),
    "record_act": Asked(_("Done under the permission"), (*WHEN, "place", "note"), ("note",), _("When it was done")),
    "add_note": Asked(_("Noted"), (*WHEN, "channel", "note"), ("note",), _("When it was said or seen")),
    "withdraw": Asked(_("Withdrawn"), (*WHEN, "channel", "note"), (), _("When it was withdrawn")),
}


def usual(steps: list[Step]) -> tuple[list[Step], list[Step]]:
    """The steps that a petition usually takes, and the others: the second kind stands behind a fold."""
    shown = [step for step in steps if step.verb in USUAL]
    return shown, [step for step in steps if step.verb not in USUAL and step.verb != "correct"]
