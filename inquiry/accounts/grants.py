"""Which role holds which right: the one table that every check and every list is made from.

A role is a ceiling. `ANY` opens every record of the inquiry, `ASSIGNED` those a person was assigned to (or recorded
themselves), `OWN` only those they recorded. What stands nowhere here is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inquiry.accounts.rights import (
    ATTRIBUTED_TESTIMONY,
    CASE_FILE,
    CLOSED_EVIDENCE,
    EVIDENCE_LISTED,
    PUBLIC_EVIDENCE,
    TESTIMONY_LISTED,
    TESTIMONY_READ,
    Right,
)
from inquiry.accounts.roles import Role


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


GRANTS: tuple[Grant, ...] = (
    *_rows(
        Role.ADMINISTRATOR,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.USER_READ,
        Right.USER_CHANGE,
        Right.ROLE_GIVE,
        Right.ROLE_CONFIRM,
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
        *PUBLIC_EVIDENCE,
        Right.EVIDENCE_LIST_C2,
        Right.EVIDENCE_DESCRIBE,
        Right.EVIDENCE_DOWNLOAD,
        *ATTRIBUTED_TESTIMONY,
        Right.DETAINEE_COUNT,
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
        *PUBLIC_EVIDENCE,
        *ATTRIBUTED_TESTIMONY,
        Right.ROLE_CONFIRM,
        Right.VAULT_APPROVE,
        Right.DETAINEE_COUNT,
        Right.CASUALTY_READ,
        Right.REGISTER_READ,
        Right.USER_READ,
    ),
    *_rows(
        Role.COMMISSIONER,
        Reach.ASSIGNED,
        Right.REQUEST_READ,
        *CLOSED_EVIDENCE,
        Right.WITNESS_READ,
        Right.VAULT_OPEN,
        Right.PROTECTION_READ,
        *TESTIMONY_LISTED,
        *TESTIMONY_READ,
        *CASE_FILE,
    ),
    *_rows(
        Role.INVESTIGATOR,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.PETITION_READ,
        Right.STATEMENT_READ,
        Right.STATEMENT_CHANGE,
        Right.EVIDENCE_RECEIVE,
        *PUBLIC_EVIDENCE,
        Right.NAMES_DECIDE,
        Right.VAULT_ASK,
        *ATTRIBUTED_TESTIMONY,
        Right.DETAINEE_COUNT,
        Right.CASUALTY_READ,
        Right.CASUALTY_CHANGE,
        Right.JOB_READ,
        Right.REGISTER_READ,
        Right.TOKEN_MAKE,
    ),
    *_rows(
        Role.INVESTIGATOR,
        Reach.ASSIGNED,
        Right.VISIT_READ,
        Right.REQUEST_READ,
        *CLOSED_EVIDENCE,
        Right.EVIDENCE_DESCRIBE,
        Right.EVIDENCE_DOWNLOAD,
        Right.JOB_RETRY,
        Right.WITNESS_READ,
        Right.WITNESS_REGISTER,
        Right.WITNESS_CHANGE,
        Right.VAULT_OPEN,
        Right.CONSENT_READ,
        Right.CONSENT_RECORD,
        Right.PROTECTION_READ,
        Right.PROTECTION_CHANGE,
        Right.TESTIMONY_TAKE,
        Right.TESTIMONY_CHANGE,
        *TESTIMONY_LISTED,
        Right.TESTIMONY_READ_T1,
        *TESTIMONY_READ,
        Right.TESTIMONY_TRANSLATE,
        Right.TESTIMONY_REVIEW_TRANSLATION,
        Right.RECORDING_PLAY,
        *CASE_FILE,
        Right.DETAINEE_CHANGE,
        Right.ACT_CHANGE,
        Right.MEDICAL_CHANGE,
    ),
    *_rows(
        Role.INVESTIGATOR,
        Reach.OWN,
        Right.VAULT_DEPOSIT,
        Right.TESTIMONY_LIST_T0,
        Right.TESTIMONY_READ_T0,
        Right.TESTIMONY_UNSHIELDED,
    ),
    *_rows(
        Role.LEGAL_ANALYST,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.PETITION_READ,
        Right.STATEMENT_READ,
        *PUBLIC_EVIDENCE,
        Right.EVIDENCE_DOWNLOAD,
        Right.NAMES_DECIDE,
        *ATTRIBUTED_TESTIMONY,
        Right.DETAINEE_COUNT,
        Right.CASUALTY_READ,
        Right.REGISTER_READ,
    ),
    *_rows(
        Role.LEGAL_ANALYST,
        Reach.ASSIGNED,
        Right.VISIT_READ,
        *CLOSED_EVIDENCE,
        Right.WITNESS_READ,
        *TESTIMONY_LISTED,
        *TESTIMONY_READ,
        *CASE_FILE,
    ),
    *_rows(
        Role.PROTECTION_OFFICER,
        Reach.ANY,
        Right.COMMISSION_READ,
        Right.VISIT_READ,
        Right.REQUEST_READ,
        Right.PETITION_READ,
        Right.STATEMENT_READ,
        *PUBLIC_EVIDENCE,
        *CLOSED_EVIDENCE,
        Right.EVIDENCE_LIST_C4,
        Right.EVIDENCE_CLASSIFY,
        Right.NAMES_DECIDE,
        Right.WITNESS_READ,
        Right.WITNESS_REGISTER,
        Right.WITNESS_CHANGE,
        Right.VAULT_DEPOSIT,
        Right.VAULT_OPEN,
        Right.VAULT_APPROVE,
        Right.VAULT_SEARCH,
        Right.VAULT_SHRED,
        Right.CONSENT_READ,
        Right.CONSENT_RECORD,
        Right.PROTECTION_READ,
        Right.PROTECTION_CHANGE,
        Right.TESTIMONY_LIST_T0,
        Right.TESTIMONY_READ_T0,
        Right.TESTIMONY_READ_T1,
        *TESTIMONY_LISTED,
        *TESTIMONY_READ,
        *ATTRIBUTED_TESTIMONY,
        Right.TESTIMONY_UNSHIELDED,
        Right.RECORDING_PLAY,
        Right.DETAINEE_COUNT,
        Right.DETAINEE_PROTECT,
        *CASE_FILE,
        Right.CASUALTY_READ,
        Right.ASSIGN,
        Right.USER_READ,
        Right.REGISTER_READ,
    ),
    *_rows(
        Role.CLINICIAN,
        Reach.ANY,
        Right.COMMISSION_READ,
    ),
    *_rows(
        Role.CLINICIAN,
        Reach.ASSIGNED,
        Right.MEDICAL_READ,
        Right.MEDICAL_CHANGE,
        Right.MEDICAL_RATE,
    ),
    *_rows(
        Role.TRANSLATOR,
        Reach.ASSIGNED,
        Right.REQUEST_READ,
        Right.PETITION_READ,
        *PUBLIC_EVIDENCE,
        *CLOSED_EVIDENCE,
        *TESTIMONY_LISTED,
        Right.TESTIMONY_LIST_T4,
        Right.TESTIMONY_READ_T1,
        *TESTIMONY_READ,
        Right.TESTIMONY_READ_T4,
        Right.TESTIMONY_UNSHIELDED,
        Right.TESTIMONY_TRANSLATE,
        Right.TESTIMONY_REVIEW_TRANSLATION,
        Right.RECORDING_PLAY,
    ),
    *_rows(
        Role.AUDITOR,
        Reach.ANY,
        Right.COMMISSION_READ,
        *EVIDENCE_LISTED,
        *TESTIMONY_LISTED,
        Right.TESTIMONY_LIST_T4,
        Right.DETAINEE_COUNT,
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
        *PUBLIC_EVIDENCE,
    ),
)


def grants_of(role: str) -> tuple[Grant, ...]:
    """The rows of one role."""
    return tuple(row for row in GRANTS if row.role == role)
