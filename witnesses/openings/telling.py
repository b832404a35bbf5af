"""The trail of an opening as sentences: staff by name, people under protection by cipher only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from inquiry.accounts.models import RoleHeld, User
from inquiry.accounts.roles import Role
from witnesses.openings import rules
from witnesses.openings.gate import roles_in
from witnesses.openings.models import Aim, Opening, OpeningSubject, Status


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: when, in words, and the reason given for it, which not everybody may read."""

    at: datetime
    words: str
    reason: str = ""


def told(opening: Opening, subjects: Iterable[OpeningSubject] | None = None) -> list[Told]:
    """What happened, oldest first. `subjects` narrows it to some of the ciphers."""
    rows = list(opening.subjects.all() if subjects is None else subjects)
    story = [Told(opening.created_at, _asked(opening, rows), opening.reason)]
    if opening.decided_at is not None:
        story.append(Told(opening.decided_at, _decided(opening), opening.decided_reason))
    for row in rows:
        if row.used_at is not None:
            story.append(Told(row.used_at, _used(opening, row)))
    if opening.ended_at is not None and opening.status != Status.FINISHED:
        story.append(Told(opening.ended_at, _ended(opening)))
    return sorted(story, key=lambda one: one.at)


def _asked(opening: Opening, rows: list[OpeningSubject]) -> str:
    said = {
        "who": opening.created_by.name,
        "ciphers": ", ".join(sorted(row.witness.ref for row in rows)),
        "purpose": opening.get_purpose_display(),
    }
    if opening.aim == Aim.DESTROY:
        return _("%(who)s asked that %(ciphers)s be destroyed. Purpose: %(purpose)s.") % said
    return _("%(who)s asked that %(ciphers)s be opened. Purpose: %(purpose)s.") % said


def _decided(opening: Opening) -> str:
    second = opening.decided_by
    said = {
        "who": second.name if second else "",
        "role": opening.get_decided_as_display(),
        "asker": opening.get_asked_as_display(),
        "hours": opening.hours,
    }
    if opening.valid_until is None:
        return _("%(who)s refused as %(role)s; it was asked as %(asker)s.") % said
    return _("%(who)s agreed as %(role)s, for %(hours)d h; it was asked as %(asker)s.") % said


def _used(opening: Opening, row: OpeningSubject) -> str:
    said = {"who": opening.created_by.name, "cipher": row.witness.ref}
    if opening.aim == Aim.DESTROY:
        return _("%(who)s destroyed %(cipher)s.") % said
    return _("%(who)s opened %(cipher)s.") % said


def _ended(opening: Opening) -> str:
    if opening.ended_by is None:
        return _("The time ran out.")
    return _("%(who)s took it back.") % {"who": opening.ended_by.name}


def who_may_decide(opening: Opening) -> list[User]:
    """Those of the inquiry who could be the second person now; nobody's names once it is decided."""
    if opening.status != Status.ASKED:
        return []
    asker = roles_in(opening.inquiry, opening.created_by)
    fitting = [role for role in Role.values if rules.pair(asker, {role}, opening.aim)]
    held = RoleHeld.objects.current().filter(inquiry=opening.inquiry, role__in=fitting)
    people = User.objects.filter(pk__in=held.values("user_id"), is_active=True).exclude(pk=opening.created_by_id)
    return list(people.order_by("name", "pk"))
