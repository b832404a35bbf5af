"""Rights, roles, and which role holds which right: the one table that every check and every list is made from.

A role is a ceiling. `ANY` opens every record of the inquiry, `ASSIGNED` those a person was assigned to (or recorded
themselves), `OWN` only those they recorded. What stands nowhere here is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
    TRANSLATOR = "translator", _("Translator")
    AUDITOR = "auditor", _("Auditor")
    INTEGRATION = "integration", _("Integration (another system)")


DESCRIPTIONS = {
    Role.ADMINISTRATOR: _("Runs the system: users, roles, jobs. Opens no evidence and no correspondence."),
    Role.SECRETARIAT: _(
        "Keeps the registers: commission, visits, requests, petitions, statements. Takes documents in. Reads public and"
        " internal evidence; of confidential evidence sees that it exists; of restricted evidence nothing after intake."
    ),
    Role.COMMISSIONER: _("Reads the inquiry's records; requests and confidential evidence where assigned."),
    Role.INVESTIGATOR: _("Takes in, describes and reads evidence; requests and confidential evidence where assigned."),
    Role.LEGAL_ANALYST: _("Reads evidence, petitions and visits for the law; confidential evidence where assigned."),
    Role.PROTECTION_OFFICER: _(
        "Guards people at risk: reads evidence up to restricted and decides how it is classified."
    ),
    Role.TRANSLATOR: _("Reads only the documents and requests they are assigned to."),
    Role.AUDITOR: _("Reads the audit and that evidence exists, never what it says."),
    Role.INTEGRATION: _(
        "Another system with a token: what the token's scopes name, never more than internal evidence."
    ),
}


class Right(StrEnum):
    """What may be done. The sentences are in `SENTENCES`."""

    COMMISSION_READ = "commission.read"
    COMMISSION_CHANGE = "commission.change"
    VISIT_READ = "visit.read"
    VISIT_CHANGE = "visit.change"
    REQUEST_READ = "request.read"
    REQUEST_DRAFT = "request.draft"
    REQUEST_SEND = "request.send"
    REQUEST_RECORD = "request.record"
    PETITION_READ = "petition.read"
    PETITION_CHANGE = "petition.change"
    STATEMENT_READ = "statement.read"
    STATEMENT_CHANGE = "statement.change"
    EVIDENCE_RECEIVE = "evidence.receive"
    EVIDENCE_LIST_C0 = "evidence.list.c0"
    EVIDENCE_LIST_C1 = "evidence.list.c1"
    EVIDENCE_LIST_C2 = "evidence.list.c2"
    EVIDENCE_LIST_C3 = "evidence.list.c3"
    EVIDENCE_LIST_C4 = "evidence.list.c4"
    EVIDENCE_READ_C0 = "evidence.read.c0"
    EVIDENCE_READ_C1 = "evidence.read.c1"
    EVIDENCE_READ_C2 = "evidence.read.c2"
    EVIDENCE_READ_C3 = "evidence.read.c3"
    EVIDENCE_READ_C4 = "evidence.read.c4"
    EVIDENCE_DESCRIBE = "evidence.describe"
    EVIDENCE_CLASSIFY = "evidence.classify"
    EVIDENCE_DOWNLOAD = "evidence.download"
    JOB_READ = "job.read"
    JOB_RETRY = "job.retry"
    REGISTER_READ = "register.read"
    REGISTER_BUILD = "register.build"
    ASSIGN = "assign"
    USER_READ = "user.read"
    USER_CHANGE = "user.change"
    ROLE_GIVE = "role.give"
    TOKEN_MAKE = "token.make"  # noqa: S105 - a right
    AUDIT_READ = "audit.read"
    ADMIN_ENTER = "admin.enter"


SENTENCES = {
    Right.COMMISSION_READ: _(
        "Read the commission, its members, its terms of reference, authorities, places and sources"
    ),
    Right.COMMISSION_CHANGE: _("Keep the commission, its members, terms of reference, authorities, places and sources"),
    Right.VISIT_READ: _("Read visits and their itineraries"),
    Right.VISIT_CHANGE: _("Plan visits and record what happened"),
    Right.REQUEST_READ: _("Read requests to authorities"),
    Right.REQUEST_DRAFT: _("Draft requests to authorities"),
    Right.REQUEST_SEND: _("Send a request that somebody else drafted"),
    Right.REQUEST_RECORD: _("Record what became of a request"),
    Right.PETITION_READ: _("Read petitions to courts and their decisions"),
    Right.PETITION_CHANGE: _("Keep petitions and record decisions"),
    Right.STATEMENT_READ: _("Read public statements and published figures"),
    Right.STATEMENT_CHANGE: _("Record public statements and published figures"),
    Right.EVIDENCE_RECEIVE: _("Take documents in"),
    Right.EVIDENCE_LIST_C0: _("See that public evidence exists"),
    Right.EVIDENCE_LIST_C1: _("See that internal evidence exists"),
    Right.EVIDENCE_LIST_C2: _("See that confidential evidence exists"),
    Right.EVIDENCE_LIST_C3: _("See that restricted evidence exists"),
    Right.EVIDENCE_LIST_C4: _("See that sealed evidence exists"),
    Right.EVIDENCE_READ_C0: _("Read public evidence"),
    Right.EVIDENCE_READ_C1: _("Read internal evidence"),
    Right.EVIDENCE_READ_C2: _("Read confidential evidence"),
    Right.EVIDENCE_READ_C3: _("Read restricted evidence"),
    Right.EVIDENCE_READ_C4: _("Read sealed evidence"),
    Right.EVIDENCE_DESCRIBE: _("Describe evidence and link it to what it proves"),
    Right.EVIDENCE_CLASSIFY: _("Decide how evidence is classified"),
    Right.EVIDENCE_DOWNLOAD: _("Download an original"),
    Right.JOB_READ: _("See what the workers are doing"),
    Right.JOB_RETRY: _("Run failed work again"),
    Right.REGISTER_READ: _("Read registers that were built"),
    Right.REGISTER_BUILD: _("Build registers as PDF and spreadsheet"),
    Right.ASSIGN: _("Assign people to records"),
    Right.USER_READ: _("See who takes part and in what role"),
    Right.USER_CHANGE: _("Invite, change and disable users"),
    Right.ROLE_GIVE: _("Give and end roles"),
    Right.TOKEN_MAKE: _("Make a token for the REST API"),
    Right.AUDIT_READ: _("Read the audit"),
    Right.ADMIN_ENTER: _("Work in the admin"),
}


class Reach(StrEnum):
    """Which of an inquiry's records a right reaches."""

    ANY = "any"
    ASSIGNED = "assigned"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Grant:
    """One row: `role` holds `right` over the records that `reach` names."""

    role: Role
    right: Right
    reach: Reach = Reach.ANY


def _rows(role: Role, reach: Reach, *rights: Right) -> tuple[Grant, ...]:
    return tuple(Grant(role, right, reach) for right in rights)


_PUBLIC_EVIDENCE = (
    Right.EVIDENCE_LIST_C0,
    Right.EVIDENCE_LIST_C1,
    Right.EVIDENCE_READ_C0,
    Right.EVIDENCE_READ_C1,
)
_CLOSED_EVIDENCE = (
    Right.EVIDENCE_LIST_C2,
    Right.EVIDENCE_LIST_C3,
    Right.EVIDENCE_READ_C2,
    Right.EVIDENCE_READ_C3,
)
_ALL_LISTED = (
    Right.EVIDENCE_LIST_C0,
    Right.EVIDENCE_LIST_C1,
    Right.EVIDENCE_LIST_C2,
    Right.EVIDENCE_LIST_C3,
)

GRANTS: tuple[Grant, ...] = (
    *_rows(
        Role.ADMINISTRATOR,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.USER_READ,
        Right.USER_CHANGE,
        Right.ROLE_GIVE,
        Right.JOB_READ,
        Right.JOB_RETRY,
        Right.TOKEN_MAKE,
        Right.ADMIN_ENTER,
    ),
    *_rows(
        Role.SECRETARIAT,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.COMMISSION_CHANGE,
        Right.VISIT_READ,
        Right.VISIT_CHANGE,
        Right.REQUEST_READ,
        Right.REQUEST_DRAFT,
        Right.REQUEST_SEND,
        Right.REQUEST_RECORD,
        Right.PETITION_READ,
        Right.PETITION_CHANGE,
        Right.STATEMENT_READ,
        Right.STATEMENT_CHANGE,
        Right.EVIDENCE_RECEIVE,
        *_PUBLIC_EVIDENCE,
        Right.EVIDENCE_LIST_C2,
        Right.EVIDENCE_DESCRIBE,
        Right.EVIDENCE_DOWNLOAD,
        Right.JOB_READ,
        Right.JOB_RETRY,
        Right.REGISTER_READ,
        Right.REGISTER_BUILD,
        Right.ASSIGN,
        Right.USER_READ,
        Right.TOKEN_MAKE,
        Right.ADMIN_ENTER,
    ),
    *_rows(
        Role.COMMISSIONER,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.VISIT_READ,
        Right.PETITION_READ,
        Right.STATEMENT_READ,
        *_PUBLIC_EVIDENCE,
        Right.REGISTER_READ,
        Right.USER_READ,
    ),
    *_rows(Role.COMMISSIONER, Reach.ASSIGNED, Right.REQUEST_READ, *_CLOSED_EVIDENCE),
    *_rows(
        Role.INVESTIGATOR,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.PETITION_READ,
        Right.STATEMENT_READ,
        Right.STATEMENT_CHANGE,
        Right.EVIDENCE_RECEIVE,
        *_PUBLIC_EVIDENCE,
        Right.JOB_READ,
        Right.REGISTER_READ,
        Right.TOKEN_MAKE,
    ),
    *_rows(
        Role.INVESTIGATOR,
        Reach.ASSIGNED,
        Right.VISIT_READ,
        Right.REQUEST_READ,
        *_CLOSED_EVIDENCE,
        Right.EVIDENCE_DESCRIBE,
        Right.EVIDENCE_DOWNLOAD,
        Right.JOB_RETRY,
    ),
    *_rows(
        Role.LEGAL_ANALYST,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.PETITION_READ,
        Right.STATEMENT_READ,
        *_PUBLIC_EVIDENCE,
        Right.EVIDENCE_DOWNLOAD,
        Right.REGISTER_READ,
    ),
    *_rows(Role.LEGAL_ANALYST, Reach.ASSIGNED, Right.VISIT_READ, *_CLOSED_EVIDENCE),
    *_rows(
        Role.PROTECTION_OFFICER,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.VISIT_READ,
        Right.REQUEST_READ,
        Right.PETITION_READ,
        Right.STATEMENT_READ,
        *_PUBLIC_EVIDENCE,
        *_CLOSED_EVIDENCE,
        Right.EVIDENCE_LIST_C4,
        Right.EVIDENCE_CLASSIFY,
        Right.ASSIGN,
        Right.USER_READ,
        Right.REGISTER_READ,
    ),
    *_rows(
        Role.TRANSLATOR,
        Reach.ASSIGNED,
        Right.REQUEST_READ,
        Right.PETITION_READ,
        *_PUBLIC_EVIDENCE,
        *_CLOSED_EVIDENCE,
    ),
    *_rows(
        Role.AUDITOR,
        Reach.ANY,
        Right.COMMISSION_READ,
        *_ALL_LISTED,
        Right.AUDIT_READ,
        Right.USER_READ,
        Right.JOB_READ,
    ),
    *_rows(
        Role.INTEGRATION,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.REQUEST_READ,
        Right.REQUEST_DRAFT,
        Right.EVIDENCE_RECEIVE,
        *_PUBLIC_EVIDENCE,
    ),
)


def grants_of(role: str) -> tuple[Grant, ...]:
    """The rows of one role."""
    return tuple(row for row in GRANTS if row.role == role)
