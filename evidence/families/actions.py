"""Decide about groups of items: accept, dismiss, split a member off, add one, group by hand.

Reasons are free words that may name people: they stand in the group, never in the audit.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.families.models import Family, FamilyMember, FamilyStatus, Members
from evidence.items import access
from evidence.items.guards import locked, refuse, require
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.workflow import NOT_OPEN, Refused, Step

DESCRIBE = Right.EVIDENCE_DESCRIBE
MOST = 100


def open_steps(family: Family, user: User) -> list[Step]:
    """The steps that `user` may take now: those who may describe every member that they may read decide about it."""
    rows = Item.objects.filter(pk__in=_seen(family, user).values("item_id"))
    if not rows or not all(access.may(user, DESCRIBE, item) for item in rows):
        return []
    fresh = family.status == FamilyStatus.ACCEPTED and _fresh(family, user).exists()
    return [step for step in Family.STEPS if family.status in step.sources or (fresh and step.verb == "accept")]


def _seen(family: Family, user: User) -> Members:
    return FamilyMember.objects.current().readable_by(user).filter(family=family)


def _fresh(family: Family, user: User) -> Members:
    """The members that nobody has accepted yet."""
    return _seen(family, user).filter(accepted_at=None)


@transaction.atomic
def accept(ref: str, *, by: User) -> Family:
    """Accept a group with the members that `by` may read; what the machine adds later is a suggestion again.

    Raises:
        Family.DoesNotExist: there is none that `by` may see.
        Refused: `by` may not describe its members, or nothing is left to accept.
    """
    family = _locked(ref, by)
    new = _fresh(family, by)
    again = family.status == FamilyStatus.ACCEPTED
    if not again or not new.exists():
        _check(family, "accept")
    _require_all(family, "accept", by)
    seen = list(new.values_list("pk", flat=True))
    FamilyMember.objects.filter(pk__in=seen).update(accepted_at=timezone.now(), accepted_by=by)
    _decide(family, FamilyStatus.ACCEPTED, by)
    audit.record("family.accept", about=family, by=by, kind=family.kind, members=len(seen))
    return family


@transaction.atomic
def dismiss(ref: str, *, by: User, reason: str) -> Family:
    """Say that the members do not belong together: the machine does not suggest it again. Accepting takes it back.

    Raises: as `accept`; Refused also when no reason is given.
    """
    family = _locked(ref, by)
    _check(family, "dismiss")
    refuse("" if reason.strip() else _("Say why they do not belong together."), "dismiss", ref)
    _require_all(family, "dismiss", by)
    _decide(family, FamilyStatus.DISMISSED, by, reason)
    audit.record("family.dismiss", about=family, by=by, kind=family.kind)
    return family


@transaction.atomic
def split(ref: str, *, by: User, item: str, reason: str) -> Family:
    """Take a member out of a group; the machine does not put it in again.

    Raises:
        Family.DoesNotExist, Item.DoesNotExist: there is none that `by` may see.
        Refused: it is no member, or `by` may not describe it.
    """
    family, member = _locked(ref, by), locked(item, by)
    require(by, DESCRIBE, member, "split")
    row = FamilyMember.objects.current().filter(family=family, item=member).first()
    if row is None:
        raise Refused(_("This item is not in the group."), verb="split", ref=ref)
    row.left_at, row.left_by, row.left_because = timezone.now(), by, reason
    row.full_clean(exclude=["family", "item", "like", "added_by", "accepted_by", "accepted_at", "left_by"])
    row.save(update_fields=["left_at", "left_by", "left_because"])
    audit.record("family.split", about=family, by=by, item=item)
    return family


@transaction.atomic
def add(ref: str, *, by: User, item: str) -> Family:
    """Put an item into a group by hand, also one that was split off before.

    Raises:
        Family.DoesNotExist, Item.DoesNotExist: there is none that `by` may see.
        Refused: it is in it already, of another inquiry, or `by` may not describe it.
    """
    family, member = _locked(ref, by), locked(item, by)
    require(by, DESCRIBE, member, "add")
    _add(family, member, by)
    audit.record("family.add", about=family, by=by, item=item)
    return family


@transaction.atomic
def group(*, kind: str, items: Sequence[str], by: User) -> Family:
    """Make a group of items by hand; it is accepted by being made.

    Args:
        items: their references, two at least, with different bytes, of one inquiry.

    Raises:
        Item.DoesNotExist: there is none that `by` may read.
        Refused: they are too few, of several inquiries, or `by` may not describe one.
    """
    refs = list(dict.fromkeys(ref.strip().upper() for ref in items if ref.strip()))
    refuse("" if 2 <= len(refs) <= MOST else _("A group has from 2 to 100 items."), "group", "")
    chosen = [locked(ref, by) for ref in sorted(refs)]
    for item in chosen:
        require(by, DESCRIBE, item, "group")
    alike = len({item.sha256 for item in chosen}) < 2
    refuse(_("These items are the same bytes: they are known as one already.") if alike else "", "group", refs[0])
    family = Family(inquiry_id=chosen[0].inquiry_id, kind=kind, created_by=by, status=FamilyStatus.ACCEPTED)
    family.decided_at, family.decided_by = timezone.now(), by
    family.full_clean(exclude=["ref", "created_by", "decided_by", "inquiry"])
    family.save(force_insert=True)
    for item in chosen:
        _add(family, item, by)
    audit.record("family.group", about=family, by=by, kind=kind, items=[item.ref for item in chosen])
    return family


def _add(family: Family, item: Item, by: User) -> None:
    other = item.inquiry_id != family.inquiry_id
    refuse(_("This item is of another inquiry.") if other else "", "add", item.ref)
    row = FamilyMember.objects.filter(family=family, item=item).first()
    if row is not None and row.left_at is None:
        raise Refused(_("This item is in the group already."), verb="add", ref=item.ref)
    row = row or FamilyMember(family=family, item=item)
    row.left_at, row.left_by, row.left_because = None, None, ""
    row.added_by, row.accepted_by, row.accepted_at = by, by, timezone.now()
    row.save()


def _locked(ref: str, by: User) -> Family:
    return Family.objects.visible_to(by).select_for_update(of=("self",)).get(ref=ref)


def _check(family: Family, verb: str) -> None:
    """That the step leads on from where the group stands."""
    step = next(step for step in Family.STEPS if step.verb == verb)
    if family.status not in step.sources:
        shown = family.get_status_display().lower()
        sentence = _("This group is %(status)s; the step “%(step)s” is not possible now.")
        raise Refused(sentence % {"status": shown, "step": step.words}, verb=verb, ref=family.ref)


def _require_all(family: Family, verb: str, by: User) -> None:
    """That `by` may describe every member that they may read."""
    for row in _seen(family, by).select_related("item"):
        if not access.may(by, DESCRIBE, row.item):
            raise Refused(NOT_OPEN, verb=verb, ref=family.ref)


def _decide(family: Family, status: FamilyStatus, by: User, reason: str = "") -> None:
    said = {"status": status, "reason": reason, "decided_at": timezone.now(), "decided_by": by}
    family.change(said)
