"""The vault's functions as they are asked for from outside: plain values in, plain values out, refusals as plain values too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import translation
from django.views.decorators.debug import sensitive_variables

from inquiry.accounts.models import User
from inquiry.audit.ledger import through
from inquiry.shared.workflow import Refused
from witnesses.vault import checking, deposits, opening, searching, store

Arguments = dict[str, Any]


def _by(given: Arguments) -> User:
    return store.person(int(given["by"]))


def _deposit(given: Arguments) -> None:
    deposits.deposit(
        given["cipher"], inquiry=given["inquiry"], group=given["group"], fields=given["fields"], by=_by(given)
    )


def _search(given: Arguments) -> list[list[Any]]:
    found = searching.search(given["name"], inquiry=given["inquiry"], by=_by(given))
    return [[match.cipher, match.score] for match in found]


def _spans(given: Arguments) -> list[list[Any]]:
    leave_out = frozenset(given["leave_out"])
    found = searching.spans(given["text"], inquiry=given["inquiry"], leave_out=leave_out)
    return [[span.start, span.end, span.kind] for span in found]


def _well(_given: Arguments) -> dict[str, Any]:
    return {"key": store.keys().active()}


CALLS: dict[str, Callable[[Arguments], Any]] = {
    "deposit": _deposit,
    "groups_held": lambda given: deposits.groups_held(given["cipher"], inquiry=given["inquiry"]),
    "known": lambda given: searching.known(given["name"], inquiry=given["inquiry"], by=_by(given)),
    "search": _search,
    "open_subject": lambda given: opening.open_subject(given["opening"], given["cipher"], by=_by(given)),
    "shred": lambda given: opening.shred(given["ref"], given["cipher"], by=_by(given)),
    "spans": _spans,
    "verify": lambda _given: checking.verify(),
    "well": _well,
}


@sensitive_variables()
def answer(request: Any) -> dict[str, Any]:
    """Do what is asked: `{"call", "language", "given"}` → `{"answer"}`, or `{"refused"}`, `{"invalid"}`, `{"missing"}`.

    Raises:
        Exception: a defect. Its message may hold what was asked: whoever logs it must leave that out.
    """
    call = CALLS[request["call"]]
    with translation.override(request.get("language") or None), through("vault"):
        try:
            return {"answer": call(request["given"])}
        except Refused as refused:
            return {"refused": str(refused), "verb": refused.verb, "ref": refused.ref}
        except ValidationError as invalid:
            return {"invalid": invalid.messages}
        except ObjectDoesNotExist:
            return {"missing": True}
