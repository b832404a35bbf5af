"""The lists of words that this room's records choose from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not stated")


class Held(models.TextChoices):
    """Where somebody stands, derived from their intervals: never typed."""

    UNKNOWN = "unknown", _("Nothing recorded")
    HELD = "held", _("Held at the latest known")
    HOUSE_ARREST = "house_arrest", _("House arrest at the latest known")
    AT_LIBERTY = "at_liberty", _("At liberty at the latest known")
    DISPUTED = "disputed", _("Disputed")


class CustodyKind(models.TextChoices):
    """Kinds of deprivation of liberty. House arrest counts (WGAD, Deliberation No. 1); NONE: somebody was at liberty."""

    POLICE_CUSTODY = "POLICE_CUSTODY", _("Police custody")
    PRETRIAL_DETENTION = "PRETRIAL_DETENTION", _("Pre-trial detention")
    ADMIN_ARREST = "ADMIN_ARREST", _("Administrative arrest")
    PRISON = "PRISON", _("Prison")
    HOUSE_ARREST = "HOUSE_ARREST", _("House arrest")
    MEDICAL = "MEDICAL", _("Held in a medical institution")
    INCOMMUNICADO = "INCOMMUNICADO", _("Held incommunicado")
    UNKNOWN = "UNKNOWN", _("Held, kind not stated")
    NONE = "NONE", _("At liberty")


class Whereabouts(models.TextChoices):
    """What the authorities let others know (HURIDOCS list 30)."""

    UNKNOWN = "unknown", _("Not stated")
    FAMILY = "family", _("Acknowledged; place disclosed; contact with the family allowed")
    COUNSEL = "counsel", _("Acknowledged; place disclosed; contact with counsel allowed")
    HUMANITARIAN = "humanitarian", _("Acknowledged; place disclosed; contact with a humanitarian organisation allowed")
    HUMAN_RIGHTS = "human_rights", _("Acknowledged; place disclosed; contact with a human rights organisation allowed")
    NO_CONTACT = "no_contact", _("Acknowledged; place disclosed; no contact allowed")
    UNDISCLOSED = "undisclosed", _("Acknowledged; place not disclosed")
    DENIED = "denied", _("Capture denied")


class Warrant(models.TextChoices):
    UNKNOWN = "unknown", _("Not stated")
    SHOWN = "shown", _("Shown")
    NOT_SHOWN = "not_shown", _("Not shown")
    NONE = "none", _("There was none")


class Known(models.TextChoices):
    """How the source knows (HURIDOCS list 19, shortened)."""

    UNKNOWN = "unknown", _("Not stated")
    PERSON = "person", _("The person themselves")
    WITNESS = "witness", _("An eyewitness")
    FAMILY = "family", _("Family, colleague, member of the same organisation")
    LAWYER = "lawyer", _("Their lawyer")
    AUTHORITY = "authority", _("An authority")
    COURT = "court", _("A court's own paper")
    ORGANISATION = "organisation", _("A human rights organisation")
    PRESS = "press", _("A reporter")
    COMMISSION = "commission", _("The commission itself")


class DisputeState(models.TextChoices):
    OPEN = "open", _("Open")
    BOTH_TRUE = "both_true", _("Both are true")
    FIRST = "first", _("Resolved for the first")
    SECOND = "second", _("Resolved for the second")
    UNRESOLVABLE = "unresolvable", _("Cannot be resolved")


class ChargeStepKind(models.TextChoices):
    """What happened to a charge; a proposal is no decision."""

    BROUGHT = "brought", _("Brought")
    PROPOSED = "proposed", _("Change proposed")
    AMENDED = "amended", _("Amended")
    DROPPED = "dropped", _("Dropped")
    CONVICTED = "convicted", _("Ended in a conviction")
    ACQUITTED = "acquitted", _("Ended in an acquittal")
    NOTED = "noted", _("Noted")
    ERROR = "error", _("Recorded in error")


class CourtKind(models.TextChoices):
    """What a court did, or what happened before it."""

    HEARING = "hearing", _("Hearing")
    REMAND = "remand", _("Remand in custody")
    EXTENSION = "extension", _("Extension of custody")
    HOUSE_ARREST = "house_arrest", _("House arrest ordered")
    RELEASE = "release", _("Release ordered")
    CONVICTION = "conviction", _("Conviction")
    SENTENCE = "sentence", _("Sentence")
    ACQUITTAL = "acquittal", _("Acquittal")
    APPEAL = "appeal", _("Appeal lodged")
    APPEAL_DECIDED = "appeal_decided", _("Appeal decided")
    OTHER = "other", _("Other decision")
    ERROR = "error", _("Recorded in error")


class Stage(models.TextChoices):
    UNKNOWN = "unknown", _("Not stated")
    INVESTIGATION = "investigation", _("Investigation")
    TRIAL = "trial", _("Trial")
    APPEAL = "appeal", _("Appeal")
    FINAL = "final", _("Final")
    ADMINISTRATIVE = "administrative", _("Administrative proceedings")


class CounselAccess(models.TextChoices):
    """How far counsel reaches the person (HURIDOCS list 31, shortened)."""

    UNKNOWN = "unknown", _("Not stated")
    NONE = "none", _("No counsel permitted")
    LATE = "late", _("Permitted, but late")
    MONITORED = "monitored", _("Permitted, only under watch")
    RESTRICTED = "restricted", _("Permitted, with other restrictions")
    FREE = "free", _("Permitted without restriction")
    ASSIGNED = "assigned", _("Assigned by the authorities against the person's wish")


class AccessKind(models.TextChoices):
    FAMILY = "family", _("Visit by the family")
    COUNSEL = "counsel", _("Visit by counsel")
    COMMISSION = "commission", _("Visit by the commission")
    MONITOR = "monitor", _("Visit by a monitoring body")
    CONSUL = "consul", _("Visit by a consul")
    DOCTOR = "doctor", _("Visit by a doctor")
    CALL = "call", _("Telephone call")
    LETTER = "letter", _("Letter or parcel")
    OTHER = "other", _("Other")
    ERROR = "error", _("Recorded in error")


class AccessOutcome(models.TextChoices):
    ASKED = "asked", _("Asked for")
    GRANTED = "granted", _("Granted")
    HELD = "held", _("Took place")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Granted, then taken back")
