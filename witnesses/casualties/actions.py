"""Record casualties, verify them with a second person, say that two records are of one person; `ciphering` takes names away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.name_variants.models import Decision, SameName
from inquiry.shared.workflow import NOT_OPEN, Refused, check
from witnesses.acts import access, references
from witnesses.acts.actions import recount
from witnesses.casualties import rules
from witnesses.casualties.models import Casualty, CasualtyDecision
from witnesses.people.models import Witness

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
    one = locked(ref, by)
    target = check(one, verb, by).target
    _object(rules.step(standing(one), verb, reason), f"casualty.{verb}", ref)
    one.change({"status": target, **fields})
    return decided(one, verb, by, reason)


def locked(ref: str, by: User) -> Casualty:
    """A record that `by` may read in full, locked."""
    found: Casualty = within_reach(by).get(ref=ref)
    return Casualty.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _locked_pair(ref: str, other: str, by: User) -> tuple[Casualty, Casualty]:
    """Both, locked in the order of their keys: of two opposite merges at one moment the second waits for the first."""
    asked = [within_reach(by).get(ref=one) for one in (ref, other)]
    rows = Casualty.objects.select_for_update(of=("self",)).filter(pk__in={one.pk for one in asked}).order_by("pk")
    held = {row.pk: row for row in rows}
    return held[asked[0].pk], held[asked[1].pk]


def decided(one: Casualty, verb: str, by: User, reason: str, other: Casualty | None = None) -> Casualty:
    """Write down what was decided about a record, by whom and why."""
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
    one, target = _locked_pair(ref, into.ref, by)
    if not by.may(CHANGE, one) or one.inquiry_id != target.inquiry_id:
        raise Refused(NOT_OPEN, verb="casualty.merge", ref=ref)
    found = rules.merging(standing(one), standing(target), reason, wall=decided_apart(one, target))
    _object(found, "casualty.merge", ref)
    one.change({"merged_into": target})
    recount(one, by=by)
    return decided(one, "merge", by, reason, target)


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
    one = locked(ref, by)
    if not by.may(CHANGE, one) or one.merged_into is None:
        raise Refused(_("This record was merged into none."), verb="casualty.separate", ref=ref)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    other = one.merged_into
    one.change({"merged_into": None})
    recount(one, by=by)
    return decided(one, "separate", by, reason, other)
