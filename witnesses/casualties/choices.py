"""What may be said of somebody who died, and how far it was verified."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Standing(models.TextChoices):
    """Whether somebody bore arms for the State."""

    CIVILIAN = "civilian", _("Civilian")
    POLICE = "police", _("Police")
    SOLDIER = "soldier", _("Armed forces")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Manner(models.TextChoices):
    """The manner of death, after the Minnesota Protocol."""

    NATURAL = "natural", _("Natural")
    ACCIDENT = "accident", _("Accident")
    SUICIDE = "suicide", _("Suicide")
    HOMICIDE = "homicide", _("Homicide")
    UNDETERMINED = "undetermined", _("Undetermined")


class Stated(models.TextChoices):
    """Yes, no, or that nobody said."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Status(models.TextChoices):
    """How far a record was verified (OHCHR casualty recording)."""

    SUSPECTED = "suspected", _("Suspected")
    PENDING = "pending", _("Pending")
    VERIFIED = "verified", _("Verified")
    DISCARDED = "discarded", _("Discarded")
