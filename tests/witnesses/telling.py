"""What the tests of testimony share: somebody under a cipher, their consent at any level, an interview, a statement."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from inquiry.accounts.policy import today
from tests.conftest import person
from witnesses.consent import actions as consent
from witnesses.people import actions as people
from witnesses.protection import actions as protection
from witnesses.testimony import taking, writing

BODY = "UN Working Group on Arbitrary Detention"
SAID: dict[str, list[tuple[str, str, bool]]] = {
    "T0": [],
    "T1": [("analysis", "", True)],
    "T2": [("analysis", "", True), ("cite_anonymised", "", True)],
    "T3": [("analysis", "", True), ("cite_anonymised", "", True), ("share", BODY, True)],
    "T4": [("analysis", "", True), ("cite_by_name", "", True), ("publish", "", True)],
}
LEVELS = tuple(SAID)
FIRST = "Я стоял у ворот, когда пришли солдаты."
SECOND = "Они увели троих мужчин."
TEXT = f"{FIRST}\n\n{SECOND}"


def witness_of(inquiry: Any, by: Any, **fields: Any) -> Any:
    """Somebody under a cipher; the vault holds nothing of them."""
    return people.register(inquiry=inquiry, by=by, **{"capacity": "eyewitness", "languages": ["Russian"], **fields})


def consented(witness: Any, by: Any, level: str, about: str = "") -> Any:
    """Consent that amounts to `level`."""
    if level == "T0":
        return None
    return consent.record(witness=witness, by=by, answers=SAID[level], given_on=today(), how="oral", about=about)


def withdrawn(witness: Any, by: Any) -> Any:
    return consent.withdraw(witness, by=by, how="oral")


def needed(witness: Any, by: Any, decision: str = "interview") -> Any:
    """The necessity check."""
    return protection.check_necessity(
        witness=witness, by=by, checked_on=today(), purpose="To learn what happened at the gate.", held="no",
        alternatives="None.", support="A break whenever they wish.", decision=decision, reason="Nobody else saw it.",
    )  # fmt: skip


def planned(witness: Any, by: Any, **fields: Any) -> Any:
    return taking.schedule(inquiry=witness.inquiry, by=by, witness=witness, **{"held": str(today()), **fields})


def held(witness: Any, by: Any, **fields: Any) -> Any:
    """An interview that was held."""
    needed(witness, by)
    interview = planned(witness, by, **fields)
    return taking.hold(interview.ref, by=by, held=str(today()))


def told(witness: Any, by: Any, text: str = TEXT, **fields: Any) -> Any:
    """A statement."""
    given = {"taken": "2023-01-17", "language": "ru", **fields}
    return writing.take(inquiry=witness.inquiry, by=by, witness=witness, text=text, **given)


def affirmed(statement: Any, by: Any) -> Any:
    """A statement that was read back and affirmed."""
    writing.step(statement.ref, "read_back", by=by, at=str(today()), language="ru")
    writing.step(statement.ref, "affirm", by=by, at=str(today()))
    statement.refresh_from_db()
    return statement


ROLES = (
    "administrator", "secretariat", "commissioner", "investigator", "legal_analyst", "protection_officer", "clinician",
    "translator", "auditor", "integration",
)  # fmt: skip


def cast(inquiry: Any, other_inquiry: Any) -> SimpleNamespace:
    """One person of each role who is assigned to nothing, one of each who may be assigned, a stranger and an outsider."""
    plain = {role: person(role, inquiry) for role in ROLES}
    assigned = {
        f"{role} assigned": person(role, inquiry)
        for role in ("commissioner", "investigator", "legal_analyst", "translator")
    }
    others = {
        "stranger": person("", inquiry),
        "outsider": person("secretariat", other_inquiry),
        "guard": plain["protection_officer"],
    }
    return SimpleNamespace(plain=plain, assigned=assigned, everybody={**plain, **assigned, **others})
