"""Sign an evaluation, add to it afterwards, give the report to somebody. What was signed is never changed."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.policy import today
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import Refused, check
from witnesses.consent.rules import Use
from witnesses.consent.using import note_use
from witnesses.medical import rules
from witnesses.medical.actions import appended, locked, may_change, object_to
from witnesses.medical.findings import Addendum, Handover
from witnesses.medical.models import MedicalEvaluation


@transaction.atomic
def sign(ref: str, *, by: User, place: str = "") -> MedicalEvaluation:
    """Sign: from now on nothing of it is changed.

    Raises:
        MedicalEvaluation.DoesNotExist: there is none, or `by` may not see it.
        Refused: `by` is not its clinician, it was signed, or something that has to be stated is not.
    """
    evaluation = locked(ref, by)
    target = check(evaluation, "sign", by).target
    asked = (
        "examined",
        "qualifications",
        "overall",
        "truthfulness",
        "informed_consent",
        "authorities_present",
        "restrained",
    )
    values = {name: str(getattr(evaluation, name)) for name in asked}
    object_to(rules.signing(values, own=evaluation.clinician_id == by.pk), "evaluation.sign", ref)
    evaluation.change({"status": target, "signed_at": timezone.now(), "signed_place": place})
    audit.record("evaluation.sign", about=evaluation, by=by)
    return evaluation


@transaction.atomic
def add_addendum(ref: str, *, by: User, text: str) -> Addendum:
    """Add to a signed evaluation; only its clinician does.

    Raises:
        Refused: it is not signed, or `by` is not its clinician.
        ValidationError: no text.
    """
    evaluation = locked(ref, by)
    target = check(evaluation, "add_addendum", by).target
    if evaluation.clinician_id != by.pk:
        raise Refused(_("Only the clinician who signed adds to it."), verb="evaluation.add_addendum", ref=ref)
    made: Addendum = appended(Addendum(evaluation=evaluation, text=text), "evaluation.add_addendum", by)
    evaluation.change({"status": target})
    return made


@transaction.atomic
def hand_over(ref: str, *, by: User, to: str, on: date, consent: str) -> Handover:
    """Record that the report was given to a body, on the person's consent; of somebody under a cipher it is looked up.

    Raises:
        Refused: it is not signed, the recorded consent does not cover this body, or `by` may not.
        ValidationError: it is not said how the person agreed, or the day has not come.
    """
    evaluation = locked(ref, by)
    if not may_change(by, evaluation) or evaluation.status == "draft":
        raise Refused(_("Only a signed evaluation is handed over."), verb="evaluation.hand_over", ref=ref)
    said = rules.handing_over(consent)
    if said or on > today():
        raise ValidationError({"consent": said} if said else {"on": _("This day has not come yet.")})
    witness = evaluation.witness
    if witness is not None:
        note_use([witness.ref], use=Use.SHARE, audience=to, artefact=ref, by=by, about=ref, on=on)
    row = Handover(evaluation=evaluation, to=to, on=on, consent=consent)
    made: Handover = appended(row, "evaluation.hand_over", by)
    return made
