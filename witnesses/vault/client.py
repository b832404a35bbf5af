"""Ask the vault process over its socket; where the tests have the vault's database at hand, the same functions in process."""

from __future__ import annotations

import json
import socket
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from inquiry.shared.workflow import Refused
from witnesses.vault import calls, wire
from witnesses.vault.peers import known, peer
from witnesses.vault.router import ALIAS

PATIENCE = 30.0  # seconds
LONG_PATIENCE = 600.0  # for what reads the whole vault


class NotKnown(Refused):
    """The vault was lost after it had been asked and before it answered: it may have done it, or not."""


@sensitive_variables()
def ask(call: str, *, patience: float = PATIENCE, **given: Any) -> Any:
    """The vault's answer to `call`.

    Raises:
        Refused: the vault refuses, cannot be reached, or failed.
        NotKnown: it was asked and did not answer any more; what changes something may have happened.
        ValidationError: what was given does not fit.
        ObjectDoesNotExist: there is no such record for whoever asks.
    """
    request = {"call": call, "language": get_language(), "given": given}
    if settings.VAULT_SOCKET:
        found = _over_socket(request, patience)
    elif ALIAS in settings.DATABASES:
        found = json.loads(json.dumps(calls.answer(json.loads(json.dumps(request)))))
    else:
        raise unreachable(call)
    return _read(found, call)


def lost(call: str) -> NotKnown:
    return NotKnown(
        _(
            "The vault cannot be reached any more: it was lost before it answered, so it is not known whether it did this."
        ),
        verb=call,
    )


def unreachable(call: str) -> Refused:
    return Refused(
        _("The vault cannot be reached. Everything else works; try again in a moment, or tell the operators."),
        verb=call,
    )


@sensitive_variables()
def _over_socket(request: dict[str, Any], patience: float) -> Any:
    sent = False
    try:
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(patience)
            door.connect(settings.VAULT_SOCKET)
            if peer(door) not in known():
                raise unreachable(request["call"])
            wire.send(door, request)
            sent = True
            return wire.receive(door)
    except (OSError, wire.Garbled):
        raise (lost if sent else unreachable)(request["call"]) from None


@sensitive_variables()
def _read(found: dict[str, Any], call: str) -> Any:
    if "refused" in found:
        raise Refused(found["refused"], verb=found["verb"] or call, ref=found["ref"])
    if "invalid" in found:
        raise ValidationError(found["invalid"])
    if "missing" in found:
        raise ObjectDoesNotExist
    if "failed" in found:
        raise Refused(_("The vault could not do this; its log says where it failed. Tell the operators."), verb=call)
    return found["answer"]
