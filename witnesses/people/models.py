"""Witnesses and sources under a cipher: what may be known of somebody without knowing who they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.workflow import Step
from witnesses.people.cipher import CipherField

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class WitnessKind(models.TextChoices):
    """In what capacity somebody speaks to the commission (HURIDOCS list 19, shortened)."""

    VICTIM = "victim", _("Victim or survivor")
    EYEWITNESS = "eyewitness", _("Eyewitness")
    RELATIVE = "relative", _("Relative of a victim")
    COLLEAGUE = "colleague", _("Colleague or member of the same organisation")
    PROFESSIONAL = "professional", _("Provided a service: lawyer, doctor, journalist")
    INSIDER = "insider", _("Insider of an authority")
    EXPERT = "expert", _("Expert")
    SOURCE = "source", _("Other source")


class Came(models.TextChoices):
    """How somebody came to the commission."""

    THEMSELVES = "themselves", _("Came by themselves")
    LAWYER = "lawyer", _("Through a lawyer")
    ORGANISATION = "organisation", _("Through an organisation")
    WITNESS = "witness", _("Through another witness")
    APPROACHED = "approached", _("Was approached by the commission")
    CALL = "call", _("Answered a call for evidence")
    OTHER = "other", _("Otherwise")


class AgeBand(models.TextChoices):
    """As coarse as protection needs it; the date of birth is in the vault."""

    CHILD = "child", _("Under 18")
    ADULT = "adult", _("Adult")
    OLDER = "older", _("65 or older")
    UNKNOWN = "unknown", _("Not known")


class Status(models.TextChoices):
    ACTIVE = "active", _("In contact")
    PAUSED = "paused", _("Contact suspended")
    CLOSED = "closed", _("Contact ended")


class Witness(Record):
    """Somebody under a cipher. Who they are is in the vault, and nowhere else: no field here may say it."""

    KIND = "W"
    READ = Right.WITNESS_READ
    STEPS = (
        Step("suspend", ("active",), "paused", Right.WITNESS_CHANGE, label=_("Suspend contact")),
        Step("resume", ("paused", "closed"), "active", Right.WITNESS_CHANGE, label=_("Resume contact")),
        Step("close", ("active", "paused"), "closed", Right.WITNESS_CHANGE, label=_("End contact")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("capacity", "came", "languages", "interpreter", "age_band", "status"), INTERNAL),
        **dict.fromkeys(("special_needs", "interviewer", "region", "note"), IDENTIFYING),
    }

    ref = CipherField()
    capacity = models.CharField(_("capacity"), max_length=16, choices=WitnessKind)
    came = models.CharField(_("how they came"), max_length=16, choices=Came, default=Came.THEMSELVES)
    languages = LinesField(_("languages"), help_text=_("One to a line, as they speak them: Kazakh, Russian."))
    interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand, default=AgeBand.UNKNOWN)
    interviewer = models.CharField(
        _("wishes for the interviewer"), max_length=200, blank=True,
        help_text=_("A woman or a man, a language, nobody from a certain town."),
    )  # fmt: skip
    special_needs = models.TextField(
        _("special needs"), blank=True, max_length=2000,
        help_text=_("Health, access, childcare, support during the interview: never what tells who they are."),
    )  # fmt: skip
    region = models.ForeignKey(
        "inquiry.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region"),
        help_text=_("A region or a country, never a town or an address: those belong into the vault."),
    )  # fmt: skip
    note = models.TextField(
        _("note"), blank=True, max_length=4000, help_text=_("No names, no employers, no numbers: those belong into the vault.")
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ACTIVE, editable=False)

    objects = Visible["Witness"].as_manager()

    class Meta:
        verbose_name = _("witness")
        verbose_name_plural = _("witnesses")

    def get_absolute_url(self) -> str:
        return reverse("witnesses:witness", args=[self.ref])
