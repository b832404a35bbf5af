"""Roles and rights in plain words, from the same rows that every check is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from inquiry.accounts.grants import GRANTS, Reach, grants_of
from inquiry.accounts.rights import SENTENCES, Right
from inquiry.accounts.roles import DESCRIPTIONS, Role

REACHES = {Reach.ANY: "", Reach.ASSIGNED: _("where assigned"), Reach.OWN: _("what they recorded themselves")}
MARKS = {Reach.ANY: _("all"), Reach.ASSIGNED: _("assigned"), Reach.OWN: _("own")}


@dataclass(frozen=True, slots=True)
class Explained:
    """One role: its name, what it is for, and its rights as (sentence, reach in words)."""

    role: Role
    description: Any
    rights: list[tuple[Any, Any]]


def explained(role: Role) -> Explained:
    """What `role` opens."""
    rights = [(SENTENCES[row.right], REACHES[row.reach]) for row in grants_of(role)]
    return Explained(role, DESCRIPTIONS[role], rights)


def matrix() -> list[tuple[Any, list[Any]]]:
    """For each right its sentence and, role by role, how far it reaches (empty where it does not)."""
    reach = {(row.right, row.role): MARKS[row.reach] for row in GRANTS}
    return [(SENTENCES[right], [reach.get((right, role), "") for role in Role]) for right in Right]


def scopes_of(rights: set[str]) -> list[tuple[str, Any]]:
    """Choices for a token: the rights held, each with its sentence."""
    return [(right.value, SENTENCES[right]) for right in Right if right in rights]
