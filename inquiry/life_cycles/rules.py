"""What stands against recording a step, as sentences beside the fact they are about. Pure: values in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from inquiry.life_cycles.history import ReasonGiven
from inquiry.shared.dates import EdtfError, Moment

Objections = dict[str, str]


def facts(given: Mapping[str, Any], needed: Sequence[str], now: datetime) -> Objections:
    """What is missing, what lies in the future, and a reason that contradicts whether one was given.

    Args:
        given: EDTF text in `at` with `at_zone`; the other facts by name.
        now: aware.
    """
    found = {name: _("This step cannot be recorded without it.") for name in needed if not given.get(name)}
    if given.get("at") and _in_future(given["at"], given.get("at_zone") or "UTC", now):
        found["at"] = _("This lies in the future. Record it when it has happened.")
    found.update(reason(given.get("reason_given") or ReasonGiven.NOT_STATED, given.get("reason") or ""))
    return found


def _in_future(text: str, zone: str, now: datetime) -> bool:
    with suppress(EdtfError):  # what is no date at all is said by the field itself
        earliest = Moment.of(text, zone).earliest
        return earliest is not None and earliest > now
    return False


def reason(given: str, words: str) -> Objections:
    """A reason has words exactly when one was given."""
    if given == ReasonGiven.YES and not words.strip():
        return {"reason": _("Write the reason as it was given.")}
    if given != ReasonGiven.YES and words.strip():
        return {"reason_given": _("A reason stands below: say that one was given, or leave the reason empty.")}
    return {}
