"""Ask that identities are opened or destroyed, agree, refuse, withdraw. The only place, with `gate`, that writes openings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import Refused, check
from witnesses.openings import rules
from witnesses.openings.gate import roles_in
from witnesses.openings.models import Aim, Opening, OpeningSubject, Status
from witnesses.people.models import Witness
from witnesses.vault import door


@transaction.atomic
def ask(
    *, inquiry: Inquiry, by: User, witnesses: Collection[Witness], purpose: str, reason: str,
    hours: int = 1, aim: str = Aim.READ,
) -> Opening:  # fmt: skip
    """Ask that the identities of `witnesses` are opened to `by`, or destroyed.

    Raises:
        ValidationError: no witness or too many, too short a reason, too long a time.
        Refused: `by` may not ask for one of them.
    """
    objections = rules.subjects(len({one.pk for one in witnesses}))
    if objections:
        raise ValidationError({"witnesses": objections})
    right = rules.ASKS[Aim(aim)]
    if not all(one.inquiry_id == inquiry.pk and by.may(right, one) for one in witnesses):
        raise Refused(_("You may not ask for one of these witnesses."), verb="ask")
    opening = Opening(inquiry=inquiry, created_by=by, aim=aim, purpose=purpose, reason=reason.strip(), hours=hours)
    opening.full_clean(exclude=["ref", "created_by"])
    opening.save(force_insert=True)
    OpeningSubject.objects.bulk_create([OpeningSubject(opening=opening, witness=one) for one in set(witnesses)])
    ciphers = ", ".join(sorted(one.ref for one in set(witnesses)))
    audit.record("opening.ask", about=opening, by=by, aim=aim, purpose=purpose, hours=hours, witnesses=ciphers)
    return opening


@transaction.atomic
def approve(ref: str, *, by: User) -> Opening:
    """Agree, as the second person: from now on, for as long as was asked, each identity may be opened (or destroyed) once.

    Raises:
        Opening.DoesNotExist: there is none, or `by` may not see it.
        Refused: it is decided already, or `by` is not the second person that it needs.
    """
    opening = _locked(ref, by)
    step = check(opening, "approve", by)
    asked_as, decided_as = _pair(opening, by, "approve")
    if not all(opening.created_by.may(rules.ASKS[Aim(opening.aim)], one) for one in opening.witnesses.all()):
        raise Refused(_("Whoever asked may no longer ask for one of these witnesses."), verb="approve", ref=ref)
    now = timezone.now()
    decision = {"decided_by": by, "decided_at": now, "asked_as": asked_as, "decided_as": decided_as}
    until = now + timedelta(hours=opening.hours)
    opening.change({"status": step.target, **decision, "valid_until": until})
    audit.record("opening.approve", about=opening, by=by, asked_as=asked_as, agreed_as=decided_as, until=until)
    return opening


@transaction.atomic
def refuse(ref: str, *, by: User, reason: str) -> Opening:
    """Refuse, as the second person, and say why.

    Raises:
        ValidationError: no reason.
        Refused: it is decided already, or `by` is not the second person that it needs.
    """
    opening = _locked(ref, by)
    step = check(opening, "refuse", by)
    asked_as, decided_as = _pair(opening, by, "refuse")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    decision = {"decided_by": by, "decided_at": timezone.now(), "asked_as": asked_as, "decided_as": decided_as}
    opening.change({"status": step.target, **decision, "decided_reason": reason.strip()})
    audit.record("opening.refuse", about=opening, by=by, asked_as=asked_as, refused_as=decided_as)
    return opening


@transaction.atomic
def withdraw(ref: str, *, by: User) -> Opening:
    """Take it back: nothing more is opened under it. Whoever asked may, and a protection officer."""
    opening = _locked(ref, by)
    step = check(opening, "withdraw", by)
    opening.change({"status": step.target, "ended_by": by, "ended_at": timezone.now()})
    audit.record("opening.withdraw", about=opening, by=by)
    return opening


@transaction.atomic
def put_to_rest() -> int:
    """Mark those agreed to whose time is over; how many there were. The vault asks the clock, not this mark."""
    rows = list(Opening.objects.run_out(timezone.now()).select_for_update(skip_locked=True))
    for opening in rows:
        opening.change({"status": Status.LAPSED, "ended_at": opening.valid_until})
        audit.record("opening.lapse", about=opening, by=None)
    return len(rows)


def destroy(ref: str, cipher: str, *, by: User) -> None:
    """Have the vault destroy one identity that a second person agreed to. The vault asks the gate and keeps the audit.

    Raises:
        Opening.DoesNotExist: there is none, or `by` may not see it.
        Refused: something stands against it, or the vault does not answer.
    """
    opening = Opening.objects.visible_to(by).get(ref=ref)
    door.shred(opening.ref, cipher, by=by)


def _pair(opening: Opening, by: User, verb: str) -> tuple[str, str]:
    found = rules.pair(roles_in(opening.inquiry, opening.created_by), roles_in(opening.inquiry, by), opening.aim)
    if found is None:
        raise Refused(second_needed(opening.aim), verb=verb, ref=opening.ref)
    return found


def second_needed(aim: str) -> str:
    """Who has to be the second person, as a sentence."""
    if aim == Aim.DESTROY:
        return _("A protection officer asks that an identity is destroyed, and a commissioner agrees.")
    return _("The second person has to hold another role, and one of the two has to be a protection officer.")


def _locked(ref: str, by: User) -> Opening:
    seen: Any = Opening.objects.visible_to(by).get(ref=ref)
    return Opening.objects.select_for_update(of=("self",)).select_related("created_by", "inquiry").get(pk=seen.pk)
