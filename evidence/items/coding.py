"""The vocabularies of evidence: classification, outcome of reading, review coding, relations. No tables here."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Classification(TextChoices):
    """How closely evidence is held. The order of the codes is the order of secrecy."""

    PUBLIC = "C0", _("C0 public")
    INTERNAL = "C1", _("C1 internal")
    CONFIDENTIAL = "C2", _("C2 confidential")
    RESTRICTED = "C3", _("C3 restricted")
    SEALED = "C4", _("C4 sealed")


NAMED_READERS = frozenset({Classification.RESTRICTED, Classification.SEALED})
"""Held for those assigned by name: only whoever decides how evidence is classified assigns them."""

WHO_READS = {
    Classification.PUBLIC: _("Everybody who takes part in the inquiry reads it; it may be published."),
    Classification.INTERNAL: _(
        "Everybody who takes part in the inquiry reads it, except translators not assigned to it."
    ),
    Classification.CONFIDENTIAL: _(
        "Only those assigned to it and the protection officer read it. The secretariat sees that it exists."
    ),
    Classification.RESTRICTED: _(
        "Only those assigned by name and the protection officer read it; each reading is recorded. You will not see it"
        " again once you close this batch, unless you are assigned."
    ),
    Classification.SEALED: _("Nobody reads it. The protection officer sees that it exists."),
}
PROTECTED = (Classification.RESTRICTED, Classification.SEALED)  # each reading is audited


class Outcome(TextChoices):
    """Where the reading of an item stands, and how it ended."""

    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Read")
    PARTLY_READ = "partly_read", _("Partly read")
    ENCRYPTED = "encrypted", _("Encrypted")
    DAMAGED = "damaged", _("Damaged")
    UNSUPPORTED = "unsupported", _("Kept, not readable yet")
    REFUSED = "refused", _("Refused: beyond the limits")
    QUARANTINED = "quarantined", _("Quarantined")
    FAILED = "failed", _("Failed")


MEANS = {
    Outcome.WAITING: _("It is kept, and its turn to be read will come by itself."),
    Outcome.READ: _("Everything in it was read."),
    Outcome.PARTLY_READ: _("Some of it was read; what was not is said on the item."),
    Outcome.ENCRYPTED: _("It is locked. With the right password on the batch's list it can be read."),
    Outcome.DAMAGED: _(
        "Its bytes are as they came, but they are not a whole file of their kind. Ask the provider again."
    ),
    Outcome.UNSUPPORTED: _("It is kept and can be handed out; the system has no reader for its kind."),
    Outcome.REFUSED: _("Reading it would cost or risk more than is allowed, so it was stopped. It is kept."),
    Outcome.QUARANTINED: _("The malware scanner found something in it: it is kept apart and nobody opens it."),
    Outcome.FAILED: _(
        "The system, not the file, is at fault: have it read again, and tell the operator if that fails."
    ),
}  # for a secretary, in a sentence each

TONES = {
    Outcome.WAITING: "wait",
    Outcome.READ: "good",
    Outcome.PARTLY_READ: "care",
    Outcome.ENCRYPTED: "care",
    Outcome.DAMAGED: "bad",
    Outcome.UNSUPPORTED: "plain",
    Outcome.REFUSED: "bad",
    Outcome.QUARANTINED: "bad",
    Outcome.FAILED: "bad",
}


class Relevance(TextChoices):
    NOT_REVIEWED = "not_reviewed", _("Not reviewed")
    NOT_RELEVANT = "not_relevant", _("Not relevant")
    POTENTIALLY_RELEVANT = "potentially_relevant", _("Potentially relevant")
    RELEVANT = "relevant", _("Relevant")
    KEY = "key", _("Key document")


class Privilege(TextChoices):
    NONE = "none", _("None")
    LEGAL_ADVICE = "lpp_legal_advice", _("Legal advice")
    LITIGATION = "lpp_litigation", _("Litigation")
    THIRD_PARTY = "third_party_lpp", _("Third party's legal privilege")
    PARLIAMENTARY = "parliamentary", _("Parliamentary")
    PUBLIC_INTEREST = "pii_claimed", _("Public-interest immunity claimed")


class Handling(TextChoices):
    """The reviewer's judgement of sensitivity; it opens nothing and closes nothing (classification does)."""

    NOT_JUDGED = "", _("Not judged")
    PUBLIC = "public", _("Public")
    OFFICIAL = "official_commission", _("Official (commission)")
    CONFIDENTIAL = "confidential", _("Confidential")
    RESTRICTED_WITNESS = "restricted_witness", _("Restricted (witness)")
    SEALED = "sealed", _("Sealed")


class Relation(TextChoices):
    """What an item says about the record it is linked to."""

    PROVES = "proves", _("proves")
    MENTIONS = "mentions", _("mentions")
    ABOUT = "about", _("is about")


class HandedOver(TextChoices):
    """How a batch reached the inquiry."""

    BY_HAND = "by_hand", _("By hand")
    POST = "post", _("By post")
    COURIER = "courier", _("By courier")
    EMAIL = "email", _("By e-mail")
    DOWNLOAD = "download", _("Downloaded")
    FIELD_PACKAGE = "field_package", _("Field package")
    TRANSFER = "transfer", _("File transfer")
    OTHER = "other", _("Another way")


def stricter(one: str, other: str) -> str:
    """The closer held of two classifications: what a child or a derivative inherits."""
    return max(one, other)


CODED_TYPES = (
    ("application/pdf", _("PDF")),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", _("Word document")),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", _("Spreadsheet")),
    ("application/vnd.openxmlformats-officedocument.presentationml", _("Presentation")),
    ("message/", _("E-mail")),
    ("image/", _("Picture")),
    ("audio/", _("Sound")),
    ("video/", _("Video")),
    ("text/", _("Text")),
    ("application/zip", _("Archive (ZIP)")),
)  # beginnings of media types, in words
