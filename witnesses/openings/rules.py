"""Which two persons may open or destroy an identity together, and when. Pure: roles and times in, sentences out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from inquiry.accounts.grants import GRANTS
from inquiry.accounts.rights import Right
from inquiry.accounts.roles import Role
from witnesses.openings.models import MOST_SUBJECTS, Aim, Status

GUARD = Role.PROTECTION_OFFICER
ASKS = {Aim.READ: Right.VAULT_OPEN, Aim.DESTROY: Right.VAULT_SHRED}


def holders(right: Right) -> frozenset[str]:
    """The roles to which `right` is granted, whatever its reach."""
    return frozenset(row.role for row in GRANTS if row.right == right)


def pair(asker: Collection[str], second: Collection[str], aim: str) -> tuple[str, str] | None:
    """The roles in which the two act: different ones, of which one is the protection officer's. None when there are none.

    Args:
        asker, second: the roles that the two hold in the inquiry.
    """
    for asked_as in sorted(holders(ASKS[Aim(aim)]) & set(asker)):
        for decided_as in sorted(holders(Right.VAULT_APPROVE) & set(second)):
            if asked_as != decided_as and GUARD in (asked_as, decided_as):
                return asked_as, decided_as
    return None


def still(asked_as: str, decided_as: str, asker: Collection[str], second: Collection[str]) -> bool:
    """Whether both still hold the role in which they asked and agreed."""
    return asked_as in asker and decided_as in second


def subjects(number: int) -> list[str]:
    """Objections to so many witnesses in one request."""
    if number < 1:
        return [_("Name at least one witness.")]
    if number > MOST_SUBJECTS:
        return [_("Name at most %(most)d witnesses; ask again for the others.") % {"most": MOST_SUBJECTS}]
    return []


def standing(status: str, valid_until: datetime | None, now: datetime) -> str:
    """Why nothing may be opened under a request in this `status` at `now`; empty when it may."""
    if status == Status.APPROVED and valid_until is not None and now < valid_until:
        return ""
    if status in (Status.APPROVED, Status.LAPSED):
        return _("The time for which the second person agreed is over. Ask again.")
    if status == Status.ASKED:
        return _("A second person has not agreed yet.")
    if status == Status.FINISHED:
        return _("Each identity of this request was used up.")
    return _("This request was refused or withdrawn.")
