"""Record what a witness answered, renewed and withdrew. The only place that writes consent; what is done under it: `using`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.policy import today
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.tables import visible_record
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.consent import parts
from witnesses.consent.models import Consent, ConsentAnswer, Kind
from witnesses.consent.rules import Use, audience_key
from witnesses.consent.using import gone_out, note_by_hand, note_use, tell
from witnesses.people.models import Witness

__all__ = ["gone_out", "note_by_hand", "note_read", "note_use", "record", "tell", "withdraw"]

Said = tuple[str, str, bool]  # use, body (for sharing), yes


@transaction.atomic
def record(*, witness: Witness, by: User, answers: Iterable[Said], given_on: date, **fields: Any) -> Consent:
    """Record what was asked and answered in one act: given the first time, renewed when it is asked again of the same.

    Raises:
        Refused: `by` may not.
        ValidationError: nothing was answered, a value does not fit, or the proof is nothing that `by` may see.
    """
    witness = _locked(witness, by)
    said = list(answers)
    if not said:
        raise ValidationError(_("Nothing was answered."))
    if given_on > today():
        raise ValidationError({"given_on": _("This day has not come yet.")})
    _check_part(witness, fields.get("about", ""))
    _check_proof(fields.get("proof", ""), by, witness.inquiry_id)
    before = witness.consents.filter(about=fields.get("about", "")).exclude(kind=Kind.WITHDRAWN)
    kind = Kind.RENEWED if before.exists() else Kind.GIVEN
    return _written(Consent(witness=witness, kind=kind, given_on=given_on, **fields), said, by)


@transaction.atomic
def withdraw(
    witness: Witness, *, by: User, how: str, uses: Iterable[str] = (), about: str = "", audience: str = "",
    on: date | None = None, reason: str = "",
) -> Consent:  # fmt: skip
    """Record that they withdrew: all uses or those named, for all they said or one part, for sharing perhaps one body.

    Nothing formal stands in the way: no reason is asked, and a day that has not come counts as today.

    Raises:
        Refused: `by` may not record this witness's consent.
        ValidationError: `about` is nothing they said, or `uses` names no use.
    """
    witness = _locked(witness, by)
    _check_part(witness, about)
    named = list(dict.fromkeys(uses)) or list(Use.values)
    said = [(use, audience if use == Use.SHARE else "", False) for use in named]
    day = min(on or today(), today())
    act = Consent(witness=witness, kind=Kind.WITHDRAWN, given_on=day, how=how, about=about, reason=reason)
    return _written(act, said, by)


def note_read(about: Witness | Consent, *, by: User) -> None:
    """Record that somebody read a witness's consent."""
    audit.record("consent.read", about=about, by=by)


def _locked(witness: Witness, by: User) -> Witness:
    """The witness, locked: acts are numbered one by one, and no use slips in beside a withdrawal."""
    if not by.may(Right.CONSENT_RECORD, witness):
        raise Refused(NOT_OPEN, verb="consent.record", ref=witness.ref)
    return Witness.objects.visible_to(by).select_for_update(of=("self",)).get(pk=witness.pk)


def _written(act: Consent, said: list[Said], by: User) -> Consent:
    """Number and save an act with its answers."""
    act.inquiry, act.created_by = act.witness.inquiry, by
    act.number = act.witness.consents.count() + 1
    act.full_clean(exclude=["ref", "created_by"])
    act.save(force_insert=True)
    for use, body, yes in said:
        body = " ".join(body.split())
        answer = ConsentAnswer(consent=act, use=use, audience=body, audience_key=audience_key(body), yes=yes)
        answer.full_clean()
        answer.save(force_insert=True)
    verbs = {Kind.GIVEN: "record", Kind.RENEWED: "renew", Kind.WITHDRAWN: "withdraw"}
    uses = sorted({use for use, _body, _yes in said})
    audit.record(f"consent.{verbs[Kind(act.kind)]}", about=act, by=by, of=act.witness, uses=uses, part=act.about)
    return act


def _check_part(witness: Witness, ref: str) -> None:
    """Consent is about all they said, or about one interview, statement or medical evaluation of theirs."""
    if ref and not parts.is_part(ref, witness):
        raise ValidationError({"about": _("This witness has no interview or statement %(ref)s.") % {"ref": ref}})


def _check_proof(ref: str, by: User, inquiry: int) -> None:
    """The proof is a record of this inquiry that the person may see: a recording, a scanned form."""
    if not ref:
        return
    found = visible_record(ref, by)
    if found is None or found.inquiry_id != inquiry:
        raise ValidationError({"proof": _("There is no %(ref)s that you may see.") % {"ref": ref}})
