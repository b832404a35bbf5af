"""Rights: what may be done, each with a plain sentence. Who holds them stands in `grants`."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


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
    NAMES_DECIDE = "names.decide"
    WITNESS_READ = "witness.read"
    WITNESS_REGISTER = "witness.register"
    WITNESS_CHANGE = "witness.change"
    VAULT_DEPOSIT = "vault.deposit"
    VAULT_OPEN = "vault.open"
    VAULT_APPROVE = "vault.approve"
    VAULT_SEARCH = "vault.search"
    VAULT_ASK = "vault.ask"
    VAULT_SHRED = "vault.shred"
    CONSENT_READ = "consent.read"
    CONSENT_RECORD = "consent.record"
    PROTECTION_READ = "protection.read"
    PROTECTION_CHANGE = "protection.change"
    TESTIMONY_TAKE = "testimony.take"
    TESTIMONY_CHANGE = "testimony.change"
    TESTIMONY_LIST_T0 = "testimony.list.t0"
    TESTIMONY_LIST_T1 = "testimony.list.t1"
    TESTIMONY_LIST_T2 = "testimony.list.t2"
    TESTIMONY_LIST_T3 = "testimony.list.t3"
    TESTIMONY_LIST_T4 = "testimony.list.t4"
    TESTIMONY_READ_T0 = "testimony.read.t0"
    TESTIMONY_READ_T1 = "testimony.read.t1"
    TESTIMONY_READ_T2 = "testimony.read.t2"
    TESTIMONY_READ_T3 = "testimony.read.t3"
    TESTIMONY_READ_T4 = "testimony.read.t4"
    TESTIMONY_UNSHIELDED = "testimony.unshielded"
    TESTIMONY_TRANSLATE = "testimony.translate"
    TESTIMONY_REVIEW_TRANSLATION = "testimony.review_translation"
    RECORDING_PLAY = "recording.play"
    DETAINEE_COUNT = "detainee.count"
    DETAINEE_READ = "detainee.read"
    DETAINEE_CHANGE = "detainee.change"
    DETAINEE_PROTECT = "detainee.protect"
    ACT_READ = "act.read"
    ACT_CHANGE = "act.change"
    CASUALTY_READ = "casualty.read"
    CASUALTY_CHANGE = "casualty.change"
    MEDICAL_READ = "medical.read"
    MEDICAL_CHANGE = "medical.change"
    MEDICAL_RATE = "medical.rate"
    JOB_READ = "job.read"
    JOB_RETRY = "job.retry"
    REGISTER_READ = "register.read"
    REGISTER_BUILD = "register.build"
    ASSIGN = "assign"
    USER_READ = "user.read"
    USER_CHANGE = "user.change"
    ROLE_GIVE = "role.give"
    ROLE_CONFIRM = "role.confirm"
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
    Right.NAMES_DECIDE: _("Decide whether two names are one person's"),
    Right.WITNESS_READ: _("Read what may be known of a witness without knowing who they are"),
    Right.WITNESS_REGISTER: _("Register witnesses and sources under a cipher"),
    Right.WITNESS_CHANGE: _("Keep what is known of a witness"),
    Right.VAULT_DEPOSIT: _("Put an identity into the vault; it cannot be read back"),
    Right.VAULT_OPEN: _("Ask that an identity be opened, and read it once a second person agreed"),
    Right.VAULT_APPROVE: _("Agree, as the second person, that an identity is opened or destroyed"),
    Right.VAULT_SEARCH: _("Search the vault by name; ciphers come back, never names"),
    Right.VAULT_ASK: _("Ask whether a person is known: yes or no, and whom to ask"),
    Right.VAULT_SHRED: _("Ask that an identity be destroyed"),
    Right.CONSENT_READ: _("Read what a witness consented to"),
    Right.CONSENT_RECORD: _("Record consent and its withdrawal"),
    Right.PROTECTION_READ: _("Read risk assessments, measures and reprisals"),
    Right.PROTECTION_CHANGE: _("Keep risk assessments, measures and reprisals"),
    Right.TESTIMONY_TAKE: _("Plan interviews and take statements"),
    Right.TESTIMONY_CHANGE: _("Correct, read back and close statements"),
    Right.TESTIMONY_LIST_T0: _("See that testimony without consent exists"),
    Right.TESTIMONY_LIST_T1: _("See that testimony for analysis only exists"),
    Right.TESTIMONY_LIST_T2: _("See that testimony for anonymised use exists"),
    Right.TESTIMONY_LIST_T3: _("See that testimony to be shared with named bodies exists"),
    Right.TESTIMONY_LIST_T4: _("See that testimony under the witness's own name exists"),
    Right.TESTIMONY_READ_T0: _("Read testimony without consent"),
    Right.TESTIMONY_READ_T1: _("Read testimony for analysis only"),
    Right.TESTIMONY_READ_T2: _("Read testimony for anonymised use"),
    Right.TESTIMONY_READ_T3: _("Read testimony to be shared with named bodies"),
    Right.TESTIMONY_READ_T4: _("Read testimony under the witness's own name"),
    Right.TESTIMONY_UNSHIELDED: _("Read in testimony what identifies other people under protection"),
    Right.TESTIMONY_TRANSLATE: _("Translate testimony and write transcripts"),
    Right.TESTIMONY_REVIEW_TRANSLATION: _("Review a translation that somebody else made"),
    Right.RECORDING_PLAY: _("Play the recordings of interviews"),
    Right.DETAINEE_COUNT: _("See how many detainees are recorded"),
    Right.DETAINEE_READ: _("Read detainees, their custody, charges and proceedings"),
    Right.DETAINEE_CHANGE: _("Record detainees, their custody, charges and proceedings"),
    Right.DETAINEE_PROTECT: _("Put a detainee who was named under a cipher"),
    Right.ACT_READ: _("Read what was done to whom"),
    Right.ACT_CHANGE: _("Record what was done to whom"),
    Right.CASUALTY_READ: _("Read casualty records"),
    Right.CASUALTY_CHANGE: _("Keep casualty records"),
    Right.MEDICAL_READ: _("Read medical evaluations"),
    Right.MEDICAL_CHANGE: _("Record medical evaluations and their circumstances"),
    Right.MEDICAL_RATE: _("Judge how far a finding agrees with its alleged cause"),
    Right.JOB_READ: _("See what the workers are doing"),
    Right.JOB_RETRY: _("Run failed work again"),
    Right.REGISTER_READ: _("Read registers that were built"),
    Right.REGISTER_BUILD: _("Build registers as PDF and spreadsheet"),
    Right.ASSIGN: _("Assign people to records"),
    Right.USER_READ: _("See who takes part and in what role"),
    Right.USER_CHANGE: _("Invite, change and disable users"),
    Right.ROLE_GIVE: _("Give and end roles"),
    Right.ROLE_CONFIRM: _("Agree, as the second person, to a role that guards others"),
    Right.TOKEN_MAKE: _("Make a token for the REST API"),
    Right.AUDIT_READ: _("Read the audit"),
    Right.ADMIN_ENTER: _("Work in the admin"),
}

# Rights that `grants` gives together.
PUBLIC_EVIDENCE = (
    Right.EVIDENCE_LIST_C0,
    Right.EVIDENCE_LIST_C1,
    Right.EVIDENCE_READ_C0,
    Right.EVIDENCE_READ_C1,
)
CLOSED_EVIDENCE = (
    Right.EVIDENCE_LIST_C2,
    Right.EVIDENCE_LIST_C3,
    Right.EVIDENCE_READ_C2,
    Right.EVIDENCE_READ_C3,
)
EVIDENCE_LISTED = (
    Right.EVIDENCE_LIST_C0,
    Right.EVIDENCE_LIST_C1,
    Right.EVIDENCE_LIST_C2,
    Right.EVIDENCE_LIST_C3,
)
TESTIMONY_LISTED = (
    Right.TESTIMONY_LIST_T1,
    Right.TESTIMONY_LIST_T2,
    Right.TESTIMONY_LIST_T3,
)
TESTIMONY_READ = (
    Right.TESTIMONY_READ_T2,
    Right.TESTIMONY_READ_T3,
)
ATTRIBUTED_TESTIMONY = (Right.TESTIMONY_LIST_T4, Right.TESTIMONY_READ_T4)
CASE_FILE = (Right.DETAINEE_READ, Right.ACT_READ, Right.MEDICAL_READ)
