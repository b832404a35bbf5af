"""People to sign in as, one for each role, with passwords made at random here and written down for the owner only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from inquiry.accounts import actions
from inquiry.accounts.models import Inquiry, User
from inquiry.accounts.roles import Role
from inquiry.embedded.state import write_private

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that reads like another
HEADING = "Demonstration sign-ins, made at random for this installation:"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody clearly fictitious: their key in this package, their role, and how they are called."""

    key: str
    role: Role
    name: str

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"


CAST = (
    Person("secretary", Role.SECRETARIAT, "Demo Secretary"),
    Person("second.secretary", Role.SECRETARIAT, "Demo Second Secretary"),
    Person("commissioner", Role.COMMISSIONER, "Demo Commissioner"),
    Person("second.commissioner", Role.COMMISSIONER, "Demo Second Commissioner"),
    Person("investigator", Role.INVESTIGATOR, "Demo Investigator"),
    Person("second.investigator", Role.INVESTIGATOR, "Demo Second Investigator"),
    Person("analyst", Role.LEGAL_ANALYST, "Demo Legal Analyst"),
    Person("protection", Role.PROTECTION_OFFICER, "Demo Protection Officer"),
    Person("clinician", Role.CLINICIAN, "Demo Clinician"),
    Person("translator", Role.TRANSLATOR, "Demo Translator"),
    Person("auditor", Role.AUDITOR, "Demo Auditor"),
    Person("administrator", Role.ADMINISTRATOR, "Demo Administrator"),
)
ELSEWHERE = (Person("other.secretary", Role.SECRETARIAT, "Demo Secretary of another inquiry"),)


def sign_ins() -> Path:
    """Where the sign-ins are written; `script/server` prints this file."""
    return Path(settings.STATE_DIR) / "demonstration-sign-ins.txt"


def passwords() -> dict[str, str]:
    """Password by e-mail address. Made and written down at the first call: whoever is in the file can sign in later."""
    found = _written() if sign_ins().exists() else {}
    everybody = CAST + ELSEWHERE
    if not {person.email for person in everybody} <= found.keys():
        found = {person.email: found.get(person.email) or _password() for person in everybody}
        sign_ins().parent.mkdir(parents=True, exist_ok=True)
        write_private(sign_ins(), _table(found))
    return found


def _password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def _table(found: dict[str, str]) -> str:
    rows = [(str(person.role.label), person.email, found[person.email]) for person in CAST + ELSEWHERE]
    wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {role:{wide[0]}}  {email:{wide[1]}}  {password}" for role, email, password in rows]
    return "\n".join([HEADING, *lines, ""])


def _written() -> dict[str, str]:
    lines = sign_ins().read_text(encoding="utf-8").splitlines()
    words = (line.split() for line in lines if "@" in line)
    return {row[-2]: row[-1] for row in words}


@transaction.atomic
def admit(cast: tuple[Person, ...], inquiry: Inquiry) -> dict[str, User]:
    """Invite those of `cast` who are not there yet and give each their role; return all of them by key."""
    known = {user.email: user for user in User.objects.filter(email__in=[person.email for person in cast])}
    secret = passwords() if len(known) < len(cast) else {}
    return {person.key: known.get(person.email) or _admitted(person, secret, inquiry) for person in cast}


def _admitted(person: Person, secret: dict[str, str], inquiry: Inquiry) -> User:
    user = actions.invite(person.email, person.name, secret[person.email], inquiry=inquiry, by=None)
    actions.give_role(user, person.role, inquiry=inquiry, by=None, reason="Demonstration")
    return user
