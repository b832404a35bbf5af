"""Record detainees, the intervals of their custody and what is disputed about them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.shared.dates import parse
from inquiry.shared.workflow import Refused
from witnesses.detainees import rules
from witnesses.detainees.choices import DisputeState
from witnesses.detainees.models import Custody, Detainee, Dispute
from witnesses.detainees.parts import add_part, amend_part, own

CHANGE = Right.DETAINEE_CHANGE


def record(*, inquiry: Inquiry, by: User, **fields: Any) -> Detainee:
    """Record somebody who is or was held: a public person by `name`, or somebody under the cipher of `witness`.

    Raises:
        Refused: `by` may not record detainees in this inquiry.
        ValidationError: a value does not fit, or the birth of somebody under a cipher is too exact.
    """
    detainee = Detainee(inquiry=inquiry, **fields)
    _birth(detainee.birth, protected=detainee.protected)
    return add(detainee, by=by, right=CHANGE, act="detainee.record", protected=detainee.protected)


@transaction.atomic
def change(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Detainee:
    """Correct what is recorded of a detainee. The audit keeps what stood there, except what leads to a person.

    Raises:
        Detainee.DoesNotExist: there is none, or `by` may not see it.
        Refused: `by` may not, a colleague was faster (`Conflict`), or somebody under a cipher would get a name.
    """
    before = locked(ref, by)
    if before.protected and fields.get("name"):
        raise Refused(_("A name is never written beside a cipher."), verb="detainee.change", ref=ref)
    if fields.get("witness", before.witness) != before.witness:
        raise Refused(_("Only the protection officer puts somebody under a cipher."), verb="detainee.change", ref=ref)
    _birth(fields.get("birth", ""), protected=before.protected)
    return amend(Detainee, ref, by=by, right=CHANGE, act="detainee.change", expected=expected, fields=fields)


def add_custody(*, detainee: Detainee, by: User, **fields: Any) -> Custody:
    """Record an interval as one source says it; contradictions are found and shown, not refused."""
    row = Custody(inquiry=detainee.inquiry, detainee=detainee, **fields)
    _ends(row)
    with transaction.atomic():
        made = add_part(row, by=by, act="custody.record", kind=row.kind, begin=row.begin, end=row.end)
        derive(detainee)
    return made


@transaction.atomic
def change_custody(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Custody:
    """Correct an interval; the audit keeps what stood there before."""
    changed = amend_part(Custody, ref, by=by, act="custody.change", expected=expected, fields=fields)
    _ends(changed)
    derive(changed.detainee)
    return changed


@transaction.atomic
def dispute(*, detainee: Detainee, by: User, **fields: Any) -> Dispute:
    """Record that two intervals contradict each other."""
    row = Dispute(inquiry=detainee.inquiry, detainee=detainee, **fields)
    if Dispute.objects.filter(one=row.other, other=row.one).exists():
        raise ValidationError(_("This dispute is recorded already."))
    made = add_part(row, by=by, act="dispute.record", one=row.one, other=row.other)
    derive(detainee)
    return made


@transaction.atomic
def change_dispute(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Dispute:
    """Explain or resolve a dispute, or open it again."""
    changed = amend_part(Dispute, ref, by=by, act="dispute.change", expected=expected, fields=fields)
    derive(changed.detainee)
    return changed


def derive(detainee: Detainee) -> None:
    """Bring a detainee's status to what their intervals say. Counts no revision up: nobody typed it."""
    rows = [row.interval for row in Custody.objects.filter(detainee=detainee).select_related("follows")]
    still = Dispute.objects.filter(detainee=detainee, state=DisputeState.OPEN).values_list("one__ref", "other__ref")
    detainee.status = rules.status(rows, [frozenset(pair) for pair in still])
    detainee.save(update_fields=["status"])


def read(detainee: Detainee, *, by: User, part: str = "") -> None:
    """Record that `by` read a detainee's page, or what hangs on them."""
    audit.record("detainee.read", about=detainee, by=by, part=part)


def locked(ref: str, by: User) -> Detainee:
    """A detainee that `by` may read, locked."""
    return Detainee.objects.visible_to(by).select_for_update(of=("self",)).select_related("witness").get(ref=ref)


def _birth(text: str, *, protected: bool) -> None:
    objections = rules.birth(parse(text) if text else None, protected=protected)
    if objections:
        raise ValidationError({"birth": objections})


def year_of(text: str) -> str:
    """A date of birth as coarse as a cipher allows."""
    if not text or not rules.birth(parse(text), protected=True):
        return text
    points = parse(text).points
    years = sorted({point.first.year for point in points})
    return f"{years[0]:04d}" if len(years) == 1 else f"{years[0]:04d}/{years[-1]:04d}"


def _ends(row: Custody) -> None:
    """What an interval's ends and predecessor may not be.

    Raises:
        ValidationError: it ends before it begins, or follows itself.
    """
    own(row)
    if objections := rules.order(row.begin_moment, row.end_moment):
        raise ValidationError({"end": objections})
    others = Custody.objects.filter(detainee=row.detainee, follows__isnull=False).values_list("ref", "follows__ref")
    if row.follows and (objections := rules.circle(row.ref, row.follows.ref, dict(others))):
        raise ValidationError({"follows": objections})
