"""Record casualties, verify them with a second person, say that two records are of one person. The only place that writes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.name_variants.actions import forget
from inquiry.name_variants.models import Decision, NameVariant, SameName
from inquiry.shared.workflow import NOT_OPEN, Refused, check
from witnesses.acts import access, references
from witnesses.acts.actions import recount
from witnesses.casualties import rules
from witnesses.casualties.models import Casualty, CasualtyDecision
from witnesses.people import deposits
from witnesses.people.models import Witness
from witnesses.vault.door import MOST_VALUES

CHANGE = Right.CASUALTY_CHANGE


def record(*, inquiry: Inquiry, by: User, **fields: Any) -> Casualty:
    """Record somebody who died, as suspected.

    Raises:
        Refused: `by` may not keep casualties in this inquiry, or may not see the witness under whose cipher it is put.
        ValidationError: a value does not fit, or a reference names what `by` may not see.
    """
    references.check(fields.get("rests_on", ()), by, inquiry.pk)
    _cipher(fields.get("witness"), by)
    return add(Casualty(inquiry=inquiry, **fields), by=by, right=CHANGE, act="casualty.record")


def _cipher(witness: Witness | None, by: User) -> None:
    if witness is not None and not by.may(Right.WITNESS_READ, witness):
        raise Refused(NOT_OPEN, verb="casualty.record", ref=witness.ref)


def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Casualty:
    """Correct a record that nobody verified yet.

    Raises:
        Casualty.DoesNotExist: there is none, or it is under a cipher and `by` is not of the team.
        Refused: it was decided or merged, `by` may not, or a colleague was faster (`Conflict`).
        ValidationError: a value does not fit.
    """
    found = within_reach(by).get(ref=ref)
    _object(rules.changing(standing(found)), "casualty.change", ref)
    references.check(fields.get("rests_on", ()), by, found.inquiry_id)
    return amend(Casualty, ref, by=by, right=CHANGE, act="casualty.change", expected=expected, fields=fields)


def within_reach(by: User) -> Any:
    """The casualties that `by` may read in full: of those under a cipher, only the team's."""
    return Casualty.objects.visible_to(by).filter(access.exactly(by))


def standing(one: Casualty) -> rules.Standing:
    """What of a record the rules ask about."""
    return rules.Standing(
        one.ref, one.status, len(one.rests_on), one.merged_into_id is not None, one.merged_from.count()
    )


def _object(objections: list[str], act: str, ref: str) -> None:
    if objections:
        raise Refused(" ".join(objections), verb=act, ref=ref)


def propose(ref: str, *, by: User) -> Casualty:
    """Say that there are reasonable grounds, for a second person to verify."""
    return _step(ref, "propose", by, proposed_by=by)


def verify(ref: str, *, by: User, reason: str) -> Casualty:
    """Verify, as the second person: `reason` says what the reasonable grounds are."""
    return _step(ref, "verify", by, reason)


def send_back(ref: str, *, by: User, reason: str) -> Casualty:
    """Send a proposal back: what is missing stands in `reason`."""
    return _step(ref, "send_back", by, reason, proposed_by=None)


def discard(ref: str, *, by: User, reason: str) -> Casualty:
    """Discard the record; it stays and is counted nowhere."""
    return _step(ref, "discard", by, reason)


def reopen(ref: str, *, by: User, reason: str) -> Casualty:
    """Take a verification or a discarding back."""
    return _step(ref, "reopen", by, reason, proposed_by=None)


@transaction.atomic
def _step(ref: str, verb: str, by: User, reason: str = "", **fields: Any) -> Casualty:
    """Take one step of the verification.

    Raises:
        Casualty.DoesNotExist: there is none, or `by` may not see it in full.
        Refused: the step is not possible now, not by this person, or says no reason.
    """
    one = _locked(ref, by)
    target = check(one, verb, by).target
    _object(rules.step(standing(one), verb, reason), f"casualty.{verb}", ref)
    one.change({"status": target, **fields})
    return _decided(one, verb, by, reason)


def _locked(ref: str, by: User) -> Casualty:
    found: Casualty = within_reach(by).get(ref=ref)
    return Casualty.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _decided(one: Casualty, verb: str, by: User, reason: str, other: Casualty | None = None) -> Casualty:
    row = CasualtyDecision(casualty=one, verb=verb, other=other, by=by, reason=reason)
    row.full_clean(exclude=["casualty", "other", "by"])
    row.save(force_insert=True)
    audit.record(f"casualty.{verb}", about=one, by=by, other=other)
    return one


@transaction.atomic
def merge(ref: str, *, by: User, into: Casualty, reason: str) -> Casualty:
    """Say that the record `ref` is of the same person as `into`, which is counted from now on. It can be taken back.

    Raises:
        Casualty.DoesNotExist: one of them is not there, or `by` may not see it in full.
        Refused: a rule stands against it, or `by` may not.
    """
    one, target = _locked(ref, by), _locked(into.ref, by)
    if not by.may(CHANGE, one) or one.inquiry_id != target.inquiry_id:
        raise Refused(NOT_OPEN, verb="casualty.merge", ref=ref)
    found = rules.merging(standing(one), standing(target), reason, wall=decided_apart(one, target))
    _object(found, "casualty.merge", ref)
    one.change({"merged_into": target})
    recount(one)
    return _decided(one, "merge", by, reason, target)


def decided_apart(one: Casualty, other: Casualty) -> bool:
    """Whether somebody decided that the two bear one name and are different people: a wall until it is taken back."""
    first, second = sorted((one.ref, other.ref))
    pair = SameName.objects.filter(one_ref=first, other_ref=second).newest()
    return bool(pair.filter(decision=Decision.DIFFERENT).exists())


@transaction.atomic
def separate(ref: str, *, by: User, reason: str) -> Casualty:
    """Take a merge back: the two records are of different people, and each is counted again.

    Raises:
        Casualty.DoesNotExist: there is none, or `by` may not see it in full.
        Refused: it was merged into none, no reason is given, or `by` may not.
    """
    one = _locked(ref, by)
    if not by.may(CHANGE, one) or one.merged_into is None:
        raise Refused(_("This record was merged into none."), verb="casualty.separate", ref=ref)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    other = one.merged_into
    one.change({"merged_into": None})
    recount(one)
    return _decided(one, "separate", by, reason, other)


def conceal(ref: str, *, by: User, witness: Witness, reason: str) -> Casualty:
    """Put a record under a cipher because the family asks: the name goes into the vault and stands here no longer.

    Raises:
        Casualty.DoesNotExist: there is none, or `by` may not see it in full.
        Refused: it is under a cipher already, `by` may not, or the vault did not take the name: then it stays as it is.
        ValidationError: no reason is given, or the witness is of another inquiry.
    """
    one: Casualty = within_reach(by).get(ref=ref)
    _concealable(one, by, witness, reason)
    names = {"full": [one.name], "other": _spellings(one)} if one.name else {}
    groups = {"names": {field: values for field, values in names.items() if values}}
    if names and deposits.deposit(witness.ref, by=by, groups=groups).left:
        raise Refused(_("The vault did not take the name; nothing was changed."), verb="casualty.conceal", ref=ref)
    return _concealed(ref, by, witness, reason)


def _spellings(one: Casualty) -> list[str]:
    """The other spellings that were recorded, as many as the vault takes."""
    rows = NameVariant.objects.filter(about_ref=one.ref).used().exclude(text=one.name)
    return list(rows.order_by("pk").values_list("text", flat=True)[:MOST_VALUES])


def _concealable(one: Casualty, by: User, witness: Witness, reason: str) -> None:
    may = by.may(CHANGE, one) and by.may(Right.VAULT_DEPOSIT, witness) and by.may(Right.WITNESS_READ, witness)
    if not may or one.witness_id is not None:
        raise Refused(_("This record cannot be put under this cipher."), verb="casualty.conceal", ref=one.ref)
    if witness.inquiry_id != one.inquiry_id:
        raise ValidationError({"witness": _("There is no such record in this inquiry.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})


@transaction.atomic
def _concealed(ref: str, by: User, witness: Witness, reason: str) -> Casualty:
    one = _locked(ref, by)
    one.change({"name": "", "witness": witness})
    for person in (one, *one.merged_from.all()):
        recount(person)
    forget(one, by=by)
    return _decided(one, "conceal", by, reason)
