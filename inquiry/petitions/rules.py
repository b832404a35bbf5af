"""What stands against a decision, and what to warn of. Pure: values in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from inquiry.shared.dates import EdtfError, Moment, before


def validity(facts: Mapping[str, Any]) -> dict[str, str]:
    """A permission cannot end before it begins."""
    opens, until = facts.get("valid_from"), facts.get("valid_until")
    if not opens or not until:
        return {}
    with suppress(EdtfError):  # what is no date at all is said by the field itself
        first = Moment.of(opens, facts.get("valid_from_zone") or "UTC")
        if before(Moment.of(until, facts.get("valid_until_zone") or "UTC"), first):
            return {"valid_until": _("This lies before the day from which it is valid.")}
    return {}


def warning(in_force: bool | None) -> str:
    """What to say beside an act under a permission; empty when the permission was certainly in force."""
    if in_force is True:
        return ""
    if in_force is False:
        return _("No permission was in force at that time.")
    return _("The record does not show that a permission was in force at that time.")
