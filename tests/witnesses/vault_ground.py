"""What the vault's tests stand on: a gate that says what it is told to say, and a witness with an identity."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.shared.workflow import Refused
from witnesses.people import actions
from witnesses.vault import door

BOTH = pytest.mark.django_db(databases=["default", "vault"])
COMMITTED = pytest.mark.django_db(databases=["default", "vault"], transaction=True)
NAMES = {"full": ["Қайрат Сейітұлы Оспанов"], "other": ["Qairat Ospanov"]}
CONTACT = {"phone": ["+7 701 555 01 47"], "arrangement": ["Only through the lawyer"]}

objection = ""  # what the gate has against it
used: set[tuple[str, str]] = set()  # what was opened under which request


def may_open(opening_ref: str, cipher: str, user_id: int) -> str:
    return objection


def note_opened(opening_ref: str, cipher: str, user_id: int) -> None:
    if (opening_ref, cipher) in used:
        raise Refused("This was opened before.")
    used.add((opening_ref, cipher))


def was_agreed(ref: str, cipher: str, user_id: int, entry: int) -> bool:
    return not objection


may_shred, note_shredded = may_open, note_opened


@pytest.fixture
def open_gate(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The gate says yes; `open_gate.objection` and `open_gate.used` may be changed."""
    import tests.witnesses.vault_ground as this

    settings.VAULT_GATE = "tests.witnesses.vault_ground"
    monkeypatch.setattr(this, "objection", "")
    monkeypatch.setattr(this, "used", set())
    return this


def witness_of(inquiry: Any, by: Any) -> Any:
    return actions.register(inquiry=inquiry, by=by, capacity="victim", languages=["Kazakh"])


def give(witness: Any, by: Any, group: str = "names", fields: dict[str, list[str]] | None = None) -> None:
    door.deposit(witness.ref, inquiry=witness.inquiry.ref, group=group, fields=fields or NAMES, by=by)
