"""Record charges, proceedings, counsel, access, sources and links. Steps are never changed: a further one corrects them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.tables import record_of
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.detainees import rules
from witnesses.detainees.contacts import AccessEvent, Counsel, DetaineeLink, FurtherSource
from witnesses.detainees.court import Charge, ChargeStep, CourtEvent, Happening, Proceeding
from witnesses.detainees.models import Detainee, Part
from witnesses.detainees.parts import add_part, amend_part

H = TypeVar("H", bound=Happening)
LINKABLE = ("OR", "PT")


def add_charge(*, detainee: Detainee, by: User, **fields: Any) -> Charge:
    """Record a charge as stated."""
    return add_part(Charge(inquiry=detainee.inquiry, detainee=detainee, **fields), by=by, act="charge.record")


@transaction.atomic
def change_charge(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Charge:
    """Correct how a charge is told; what became of it are its steps."""
    return amend_part(Charge, ref, by=by, act="charge.change", expected=expected, fields=fields)


def add_proceeding(*, detainee: Detainee, by: User, **fields: Any) -> Proceeding:
    """Record a case before a court."""
    return add_part(Proceeding(inquiry=detainee.inquiry, detainee=detainee, **fields), by=by, act="proceeding.record")


@transaction.atomic
def change_proceeding(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Proceeding:
    """Correct what is known of a case."""
    return amend_part(Proceeding, ref, by=by, act="proceeding.change", expected=expected, fields=fields)


def add_counsel(*, detainee: Detainee, by: User, **fields: Any) -> Counsel:
    """Record who defends them, and how far counsel reaches them."""
    row = Counsel(inquiry=detainee.inquiry, detainee=detainee, **fields)
    _order(row)
    return add_part(row, by=by, act="counsel.record", access=row.access)


@transaction.atomic
def change_counsel(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Counsel:
    """Correct what is known of counsel."""
    changed = amend_part(Counsel, ref, by=by, act="counsel.change", expected=expected, fields=fields)
    _order(changed)
    return changed


def _order(row: Counsel) -> None:
    if objections := rules.order(row.begin_moment, row.end_moment):
        raise ValidationError({"end": objections})


def _adder(model: type[H], act: str, doc: str, *told: str) -> Callable[..., H]:
    """The verb that adds a step; one that corrects another takes its place, once."""

    def record(*, detainee: Detainee, by: User, **fields: Any) -> H:
        wrong = fields.get("corrects")
        if wrong is not None and hasattr(wrong, "corrected_by"):
            raise Refused(_("This was corrected already; correct the correction."), verb=act, ref=wrong.ref)
        row = model(inquiry=detainee.inquiry, detainee=detainee, **fields)
        facts = {name: getattr(row, name) for name in told}
        return add_part(row, by=by, act=act, at=row.at, corrects=wrong, **facts)

    record.__name__ = record.__qualname__ = f"add_{act.partition('.')[0]}"
    record.__doc__ = doc
    return record


add_charge_step = _adder(ChargeStep, "charge_step.record", "Record what happened to a charge.", "charge", "kind")
add_court_event = _adder(CourtEvent, "court_event.record", "Record a hearing or a decision.", "proceeding", "kind")
add_access = _adder(AccessEvent, "access.record", "Record a visit or a call.", "kind", "outcome")


def add_source(*, about: Part | Detainee, by: User, **fields: Any) -> FurtherSource:
    """Record another source of a detainee or of one of their rows."""
    detainee = about if isinstance(about, Detainee) else about.detainee
    row = FurtherSource(inquiry=detainee.inquiry, detainee=detainee, about_ref=about.ref, **fields)
    return add_part(row, by=by, act="detainee_source.record", told_of=about.ref, source=row.source)


def link(*, detainee: Detainee, by: User, about_ref: str, note: str = "") -> DetaineeLink:
    """Record that a request or a petition concerns the person.

    Raises:
        ValidationError: `about_ref` names none that `by` may see in this inquiry.
    """
    kind = about_ref.partition("-")[0]
    try:
        about = record_of(about_ref, by) if kind in LINKABLE else None
    except ObjectDoesNotExist:
        about = None
    if about is None or about.inquiry_id != detainee.inquiry_id:
        raise ValidationError({"about_ref": _("There is no such request or petition.")})
    row = DetaineeLink(inquiry=detainee.inquiry, detainee=detainee, about_ref=about.ref, note=note)
    return add_part(row, by=by, act="detainee_link.record", concerns=about.ref)


@transaction.atomic
def unlink(ref: str, *, by: User) -> DetaineeLink:
    """Take a link back; the row stays."""
    row = DetaineeLink.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)
    if not by.may(Right.DETAINEE_CHANGE, row.detainee):
        raise Refused(NOT_OPEN, verb="detainee_link.end", ref=ref)
    if row.taken_back:
        raise Refused(_("This was taken back already."), verb="detainee_link.end", ref=ref)
    row.change({"taken_back": True})
    audit.record("detainee_link.end", about=row, by=by, concerns=row.about_ref)
    return row
