"""Whether the vault answers, for the health page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inquiry.health.facts import Fact
from inquiry.shared.workflow import Refused
from witnesses.vault import door


def look() -> list[Fact]:
    name = _("Identity vault")
    try:
        return [Fact(name, True, _("It answers, and seals under %(key)s.") % {"key": door.sealed_by()})]
    except Refused:
        off = _(
            "Identities cannot be deposited, looked for or opened, and texts whose names have to be covered are not shown."
        )
        return [Fact(name, False, _("It does not answer."), off)]
