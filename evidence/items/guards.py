"""What every verb over an item begins with: the item, locked, and what has to hold before anything is written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from evidence.items import access
from evidence.items.coding import Outcome
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.shared.workflow import NOT_OPEN, Refused

HOLDERS = (Right.EVIDENCE_DESCRIBE, Right.EVIDENCE_CLASSIFY)  # either decides how closely an item is held


def locked(ref: str, by: User) -> Item:
    """The item, locked. Item.DoesNotExist for whoever may not read it, even if they may know of it."""
    return Item.objects.readable_by(by).select_for_update(of=("self",)).get(ref=ref)


def locked_family(ref: str, by: User) -> tuple[Item | None, Item]:
    """The item that it was found in, if any, and the item; both locked, from the outer to the inner as raising does."""
    seen = Item.objects.readable_by(by).get(ref=ref)
    parent = Item.objects.select_for_update(of=("self",)).filter(children=seen).first()
    return parent, locked(ref, by)


def refuse(objection: str, verb: str, ref: str) -> None:
    if objection:
        raise Refused(objection, verb=verb, ref=ref)


def require(by: User, right: Right, item: Item, verb: str) -> None:
    if not access.may(by, right, item):
        raise Refused(NOT_OPEN, verb=verb, ref=item.ref)


def require_open(item: Item, verb: str) -> None:
    """That the item is not in quarantine: its bytes are given to nobody then. Refused."""
    if item.status == Outcome.QUARANTINED:
        sentence = _(
            "This item is in quarantine: the malware scanner found something in it. Its bytes are given to nobody."
        )
        raise Refused(sentence, verb=verb, ref=item.ref)


def require_holder(by: User, item: Item, verb: str) -> None:
    if not any(access.may(by, right, item) for right in HOLDERS):
        raise Refused(NOT_OPEN, verb=verb, ref=item.ref)
