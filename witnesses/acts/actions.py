"""Record events, the acts that belong to them and who was involved. The only place that writes them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add, amend
from inquiry.shared.tables import Record
from inquiry.shared.workflow import NOT_OPEN, Refused
from witnesses.acts import access, references
from witnesses.acts.models import Act, Event, Involvement

CHANGE = Right.ACT_CHANGE


@transaction.atomic
def add_event(*, inquiry: Inquiry, by: User, **fields: Any) -> Event:
    """Record an event.

    Args:
        fields: the model's; `areas` are the areas of the mandate it touches.

    Raises:
        Refused: `by` may not record acts in this inquiry.
        ValidationError: a value does not fit, or a reference names what `by` may not see.
    """
    areas = list(fields.pop("areas", ()))
    references.check(fields.get("rests_on", ()), by, inquiry.pk)
    event = add(
        Event(inquiry=inquiry, **fields), by=by, right=CHANGE, act="event.record", known=fields.get("known", False)
    )
    _touch(event, areas, by)
    return event


@transaction.atomic
def change_event(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Event:
    """Correct an event. See `audit.register.amend` for what is refused."""
    areas = fields.pop("areas", None)
    found = Event.objects.visible_to(by).get(ref=ref)
    references.check(fields.get("rests_on", ()), by, found.inquiry_id)
    event = amend(Event, ref, by=by, right=CHANGE, act="event.change", expected=expected, fields=fields)
    if areas is not None:
        _touch(event, list(areas), by)
    return event


def _touch(event: Event, areas: list[Any], by: User) -> None:
    """Set the areas of the mandate that the event touches; a change of the list is in the audit."""
    if any(one.inquiry_id != event.inquiry_id for one in areas):
        raise ValidationError({"areas": _("There is no such record in this inquiry.")})
    before, after = sorted(one.ref for one in event.areas.all()), sorted(one.ref for one in areas)
    if before != after:
        event.areas.set(areas)
        event.change({})
        audit.record("event.change", about=event, by=by, changes={"areas": [before, after]})


@transaction.atomic
def add_act(*, event: Event, by: User, **fields: Any) -> Act:
    """Record one act done to one victim at `event`.

    Args:
        fields: the model's; `victim_ref` of a witness, detainee or casualty, or `group` in words.

    Raises:
        Refused: `by` may not record acts about this victim.
        ValidationError: a value does not fit, or a reference names what `by` may not see.
    """
    person = _victim(fields.get("victim_ref", ""), by, event.inquiry_id)
    if not may_record(by, person, event):
        raise Refused(NOT_OPEN, verb="act.record", ref=event.ref)
    references.check(fields.get("rests_on", ()), by, event.inquiry_id)
    row = Act(inquiry=event.inquiry, event=event, **fields, **_counted(person))
    return add(row, by=by, right=CHANGE, act="act.record", event=event, kind=row.act_type)


@transaction.atomic
def change_act(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Act:
    """Correct an act. The victim may be corrected too, to one that `by` may record about."""
    found = Act.objects.visible_to(by).select_related("event").get(ref=ref)
    person = _victim(fields.get("victim_ref", found.victim_ref), by, found.inquiry_id)
    references.check(fields.get("rests_on", ()), by, found.inquiry_id)
    fields |= _counted(person)

    def allowed(act: Act) -> bool:
        return may_change(by, act) and (person is None or may_record(by, person, act.event))

    return amend(
        Act, ref, by=by, right=CHANGE, act="act.change", expected=expected, fields=fields, may=allowed
    )  # fmt: skip


def _victim(ref: str, by: User, inquiry: int) -> Record | None:
    """The person's record that an act names; None where it names a group."""
    if not ref:
        return None
    try:
        person = access.person_held(ref, by)
    except ObjectDoesNotExist as missing:
        raise ValidationError({"victim_ref": _unknown(ref)}) from missing
    if person.inquiry_id != inquiry:
        raise ValidationError({"victim_ref": _unknown(ref)})
    return person


def _unknown(ref: str) -> str:
    return _("There is no witness, detainee or casualty %(ref)s that you may see.") % {"ref": ref[:16]}


def _counted(person: Record | None) -> dict[str, Any]:
    """Under which reference the victim is counted: once, whether they stand as a detainee, a casualty or a witness."""
    same = getattr(person, "merged_into", None) or person
    return {"witness": access.witness_of(person), "counted_as": getattr(access.witness_of(same) or same, "ref", "")}


@transaction.atomic
def recount(person: Record, *, by: User) -> int:
    """Count the acts done to `person` anew, after their record was merged, separated or put under a cipher; how many acts.

    `person` is locked by the caller, so that no act about them is written beside it (`access.person_held`).
    """
    rows = Act.objects.filter(victim_ref=person.ref)
    changed = rows.update(**_counted(person), revision=F("revision") + 1)
    audit.record("act.recount", about=person, by=by, acts=changed)
    return changed


def may_record(by: User, person: Record | None, event: Event) -> bool:
    """Whether `by` may record an act about `person`, or about a group at `event`.

    About a witness or a detainee whoever holds the right over them; about a casualty without a cipher, and about a group at
    a publicly known event, whoever records acts in the inquiry.
    """
    if not by.holds(CHANGE, event.inquiry):
        return False
    if person is None:
        return event.known or by.may(CHANGE, event)
    witness = access.witness_of(person)
    return (person.KIND == "CR" and witness is None) or access.may(by, CHANGE, person, witness)


def may_change(by: User, act: Act) -> bool:
    """Whether `by` may correct `act`: their own, one they are assigned to, or one about somebody they record about."""
    if by.may(CHANGE, act):
        return True
    return may_record(by, access.person_of(act.victim_ref, by) if act.victim_ref else None, act.event)


@transaction.atomic
def add_involvement(*, act: Act, by: User, **fields: Any) -> Involvement:
    """Record that somebody was involved in `act`, and in what degree.

    Raises:
        Refused: `by` may not change the act.
        ValidationError: not exactly one of official, authority and description, or a value does not fit.
    """
    if not may_change(by, act):
        raise Refused(NOT_OPEN, verb="involvement.record", ref=act.ref)
    references.check(fields.get("rests_on", ()), by, act.inquiry_id)
    row = Involvement(inquiry=act.inquiry, act=act, **fields)
    return add(row, by=by, right=CHANGE, act="involvement.record", part_of=act, degree=row.degree)


@transaction.atomic
def change_involvement(ref: str, *, by: User, expected: int | None = None, **fields: Any) -> Involvement:
    """Correct an involvement; whoever may change the act may."""
    found = Involvement.objects.visible_to(by).get(ref=ref)
    references.check(fields.get("rests_on", ()), by, found.inquiry_id)
    act = "involvement.change"
    return amend(
        Involvement,
        ref,
        by=by,
        right=CHANGE,
        act=act,
        expected=expected,
        fields=fields,
        may=lambda row: may_change(by, row.act),
    )
