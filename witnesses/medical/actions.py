"""Record medical evaluations: circumstances, allegations, findings, degrees. `signing` says what comes after the draft."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.actions import entrust
from inquiry.accounts.models import RoleHeld, User
from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.shared.tables import Record, visible_record
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.acts import access, references
from witnesses.consent.models import answers_of
from witnesses.consent.rules import Use, objections
from witnesses.medical import rules
from witnesses.medical.findings import Allegation, Finding, Numbered, Rating
from witnesses.medical.models import PEOPLE, MedicalEvaluation
from witnesses.people.models import Witness

CHANGE, RATE = Right.MEDICAL_CHANGE, Right.MEDICAL_RATE
N = TypeVar("N", bound=Numbered)
A = TypeVar("A", bound=models.Model)


@transaction.atomic
def record(*, about_ref: str, clinician: User, by: User, **fields: Any) -> MedicalEvaluation:
    """Record an evaluation of a witness or a detainee, and assign its clinician to it.

    Raises:
        Refused: `by` may not, or somebody under a cipher does not consent to analysis.
        ValidationError: nobody of that reference, no clinician, or a value does not fit.
    """
    person = _person(about_ref, by)
    witness = access.witness_of(person)
    if not access.may(by, CHANGE, person, witness):
        raise Refused(NOT_OPEN, verb="evaluation.record", ref=about_ref)
    consented(witness)
    if clinician.pk not in clinicians(person.inquiry_id).values_list("pk", flat=True):
        raise ValidationError({"clinician": _("This person is no clinician of the inquiry.")})
    row = MedicalEvaluation(
        inquiry=person.inquiry, about_ref=person.ref, witness=witness, clinician=clinician, **fields
    )
    made = add(row, by=by, right=CHANGE, act="evaluation.record")
    if clinician != by:  # who recorded it reaches it by that
        entrust(clinician, made, by=by, reason=_("Clinician of this evaluation"))
    return made


@transaction.atomic
def follow(person: Record, *, by: User) -> int:
    """Bring the evaluations about `person` under the cipher that their record stands under; how many.

    Their consent is asked from now on: until they agree to analysis the evaluations are closed.
    """
    rows = MedicalEvaluation.objects.filter(about_ref=person.ref)
    changed = rows.update(witness=access.witness_of(person), revision=F("revision") + 1)
    audit.record("evaluation.follow", about=person, by=by, evaluations=changed)
    return changed


def clinicians(inquiry: int) -> models.QuerySet[User]:
    """Whoever is a clinician in the inquiry today."""
    held = RoleHeld.objects.current().filter(inquiry_id=inquiry, role=Role.CLINICIAN)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def _person(ref: str, by: User) -> Record:
    try:
        return access.person_held(ref, by, PEOPLE)
    except ObjectDoesNotExist as missing:
        sentence = _("There is no witness or detainee %(ref)s that you may see.") % {"ref": ref[:16]}
        raise ValidationError({"about_ref": sentence}) from missing


def consented(witness: Witness | None) -> None:
    """Refuse what somebody under a cipher did not consent to: that the commission uses what it learns of them at all."""
    if witness is None:
        return
    found = objections(answers_of(witness), use=Use.ANALYSIS, on=today(), who=witness.ref)
    if found:
        raise Refused(" ".join(found), verb="evaluation.record", ref=witness.ref)


def may_change(by: User, evaluation: MedicalEvaluation) -> bool:
    """Whether `by` may record the circumstances: over the evaluation itself, or over the person it is about."""
    person = visible_record(evaluation.about_ref, by)
    return access.may(by, CHANGE, evaluation, person, evaluation.witness if person else None)


def change_case(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> MedicalEvaluation:
    """Correct the circumstances of an examination while it is a draft."""
    return _change(ref, by, expected, fields, lambda row: may_change(by, row))


def change_clinical(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> MedicalEvaluation:
    """Write what the clinician found and concludes, while it is a draft. Only a clinician does."""
    return _change(ref, by, expected, fields, lambda row: by.may(RATE, row))


def _change(ref: str, by: User, expected: int | None, fields: dict[str, Any], may: Any) -> MedicalEvaluation:
    found = MedicalEvaluation.objects.visible_to(by).get(ref=ref)
    object_to(rules.writing(found.status), "evaluation.change", ref)
    references.check(fields.get("images", ()), by, found.inquiry_id, "images")
    act = "evaluation.change"
    return amend(MedicalEvaluation, ref, by=by, right=CHANGE, act=act, expected=expected, fields=fields, may=may)


def object_to(found: list[str], act: str, ref: str) -> None:
    if found:
        raise Refused(" ".join(found), verb=act, ref=ref)


def locked(ref: str, by: User) -> MedicalEvaluation:
    found = MedicalEvaluation.objects.visible_to(by).get(ref=ref)
    return MedicalEvaluation.objects.select_for_update(of=("self",)).get(pk=found.pk)


@transaction.atomic
def allege(ref: str, *, by: User, **fields: Any) -> Allegation:
    """Record that a method was alleged; whoever may record the circumstances may.

    Raises:
        Refused: the evaluation is signed, or `by` may not.
        ValidationError: a value does not fit, or the act is not one that `by` may see.
    """
    evaluation = locked(ref, by)
    if fields.get("act_ref"):
        references.check([fields["act_ref"]], by, evaluation.inquiry_id, "act_ref")
    return _added(Allegation(evaluation=evaluation, **fields), by, may_change(by, evaluation))


@transaction.atomic
def find(ref: str, *, by: User, **fields: Any) -> Finding:
    """Record a finding. Only a clinician does."""
    evaluation = locked(ref, by)
    references.check(fields.get("images", ()), by, evaluation.inquiry_id, "images")
    return _added(Finding(evaluation=evaluation, **fields), by, by.may(RATE, evaluation))


def _added(row: N, by: User, allowed: bool) -> N:
    """Save a numbered row of a draft."""
    evaluation, act = row.evaluation, f"evaluation.add_{row._meta.model_name}"
    if not allowed:
        raise Refused(NOT_OPEN, verb=act, ref=evaluation.ref)
    object_to(rules.writing(evaluation.status), act, evaluation.ref)
    last = type(row)._default_manager.filter(evaluation=evaluation).aggregate(last=models.Max("number"))["last"]
    row.number, row.created_by = (last or 0) + 1, by
    row.full_clean(exclude=["evaluation", "created_by", "struck_by"])
    row.save(force_insert=True)
    audit.record(act, about=evaluation, by=by, number=row.number)
    return row


@transaction.atomic
def strike(ref: str, *, by: User, row: Numbered) -> Numbered:
    """Strike out an allegation or a finding of a draft: it stays, and its ratings count no longer.

    Raises:
        Refused: the evaluation is signed, the row was struck out, or `by` did not write it and is no clinician of it.
    """
    evaluation = locked(ref, by)
    act = f"evaluation.strike_{row._meta.model_name}"
    object_to(rules.writing(evaluation.status), act, ref)
    if row.evaluation_id != evaluation.pk or row.struck_by_id or not (row.created_by == by or by.may(RATE, evaluation)):
        raise Refused(NOT_OPEN, verb=act, ref=ref)
    row.struck_by, row.struck_at = by, timezone.now()
    row.save(update_fields=["struck_by", "struck_at"])
    audit.record(act, about=evaluation, by=by, number=row.number)
    return row


@transaction.atomic
def rate(ref: str, *, by: User, finding: Finding, allegation: Allegation, degree: str, reasons: str = "") -> Rating:
    """Judge how far a finding agrees with an alleged cause (INV-32). An earlier judgement of the two stays, superseded.

    Raises:
        MedicalEvaluation.DoesNotExist: there is none, or `by` may not see it.
        Refused: `by` is no clinician of it, it is signed, or a row is not of it.
        ValidationError: the reasons do not fit.
    """
    evaluation = locked(ref, by)
    object_to(rules.writing(evaluation.status), "evaluation.rate", ref)
    standing = [row.evaluation_id == evaluation.pk and row.struck_by_id is None for row in (finding, allegation)]
    said = rules.rating(clinician=by.may(RATE, evaluation), finding=standing[0], cause=standing[1], degree=degree)
    object_to(said, "evaluation.rate", ref)
    row = Rating(evaluation=evaluation, finding=finding, allegation=allegation, degree=degree, reasons=reasons)
    facts = {"finding": finding.number, "allegation": allegation.number, "degree": degree}
    made: Rating = appended(row, "evaluation.rate", by, **facts)
    return made


def appended(row: Any, act: str, by: User, **facts: Any) -> Any:
    row.by = by
    row.full_clean(exclude=["evaluation", "by"])
    row.save(force_insert=True)
    audit.record(act, about=row.evaluation, by=by, **facts)
    return row
