"""Who somebody is in an inquiry: the roles, each with what is told to whoever gives it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Who somebody is in an inquiry. The description is shown to whoever gives the role."""

    ADMINISTRATOR = "administrator", _("Administrator")
    SECRETARIAT = "secretariat", _("Secretariat")
    COMMISSIONER = "commissioner", _("Commissioner")
    INVESTIGATOR = "investigator", _("Investigator")
    LEGAL_ANALYST = "legal_analyst", _("Legal analyst")
    PROTECTION_OFFICER = "protection_officer", _("Witness-protection officer")
    CLINICIAN = "clinician", _("Clinician")
    TRANSLATOR = "translator", _("Translator")
    AUDITOR = "auditor", _("Auditor")
    INTEGRATION = "integration", _("Integration (another system)")


TWO_PERSONS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.PROTECTION_OFFICER})
"""Roles that open nothing until a second person has agreed: they watch over, or may undo, what protects people."""

DESCRIPTIONS = {
    Role.ADMINISTRATOR: _("Runs the system: users, roles, jobs. Opens no evidence and no correspondence."),
    Role.SECRETARIAT: _(
        "Keeps the registers: commission, visits, requests, petitions, statements. Takes documents in. Reads public and"
        " internal evidence; of confidential evidence sees that it exists; of restricted evidence nothing after intake."
    ),
    Role.COMMISSIONER: _(
        "Reads the inquiry's records; requests, confidential evidence, witnesses, testimony and detainees where assigned."
        " May agree that an identity is opened."
    ),
    Role.INVESTIGATOR: _(
        "Takes in evidence and testimony, registers witnesses; reads requests, confidential evidence, testimony and"
        " detainees where assigned. Never reads back the identity they deposited."
    ),
    Role.LEGAL_ANALYST: _(
        "Reads evidence, petitions and visits for the law; confidential evidence, testimony and detainees where assigned."
    ),
    Role.PROTECTION_OFFICER: _(
        "Guards people at risk: keeps witnesses and their consent, reads testimony and evidence up to restricted, and is one"
        " of the two who open an identity."
    ),
    Role.CLINICIAN: _(
        "Examines people they are assigned to, and alone judges how far a finding agrees with what is alleged."
    ),
    Role.TRANSLATOR: _("Reads only the documents, requests and testimony they are assigned to, and translates them."),
    Role.AUDITOR: _("Reads the audit and that evidence exists, never what it says."),
    Role.INTEGRATION: _(
        "Another system with a token: what the token's scopes name, never more than internal evidence."
    ),
}
