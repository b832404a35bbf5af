"""Authorities and organisations, the officials who act for them, and the positions these hold.

People under protection are never recorded here: they have rooms of their own.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.terms import in_force, term_words

PUBLIC = Sensitivity.PUBLIC


class AuthorityKind(models.TextChoices):
    GOVERNMENT = "government", _("Government")
    MINISTRY = "ministry", _("Ministry")
    HEAD_OF_STATE = "head_of_state", _("Head of state and administration")
    PARLIAMENT = "parliament", _("Parliament")
    COURT = "court", _("Court")
    PROSECUTION = "prosecution", _("Prosecution service")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    EMBASSY = "embassy", _("Embassy or mission")
    INTERNATIONAL = "international", _("International organisation or alliance")
    PARTY = "party", _("Political party")
    LAW_FIRM = "law_firm", _("Law firm")
    NGO = "ngo", _("Non-governmental organisation")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class Authority(Record):
    """An authority or organisation."""

    KIND = "AU"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(["name", "other_names", "kind", "country", "parent", "note"], PUBLIC),
    }

    name = models.CharField(_("name"), max_length=200)
    other_names = LinesField(_("other names"), help_text=_("Spellings and short forms, one to a line, in any script."))
    kind = models.CharField(_("kind"), max_length=16, choices=AuthorityKind.choices, default=AuthorityKind.OTHER)
    country = models.CharField(_("country"), max_length=60, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    note = models.TextField(_("note"), blank=True)

    objects = Visible["Authority"].as_manager()

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        indexes = (models.Index(fields=["inquiry", "name", "id"]),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inquiry:authority", args=[self.ref])


class Official(Record):
    """Somebody who acts for an authority; without a name where none was stated."""

    KIND = "OF"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(["name", "role_title", "other_names", "note"], PUBLIC),
        "may_be_criticised": Sensitivity.INTERNAL,
    }

    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Leave empty when the name is not stated.")
    )
    role_title = models.CharField(_("office"), max_length=200, blank=True, help_text=_("As in “Ambassador”."))
    other_names = LinesField(_("other spellings"), help_text=_("One to a line, in any script."))
    may_be_criticised = models.BooleanField(
        _("may be criticised"), default=False,
        help_text=_("Internal: a report may criticise this person, who then has to be heard first."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)

    objects = Visible["Official"].as_manager()

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        indexes = (models.Index(fields=["inquiry", "name", "id"]),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(role_title=""),
                name="official_has_a_name_or_an_office",
                violation_error_message=_("Give a name or, where none was stated, the office."),
            ),
        )

    def __str__(self) -> str:
        return self.name or now_in_words("%(office)s (name not stated)") % {"office": self.role_title}

    def get_absolute_url(self) -> str:
        return reverse("inquiry:official", args=[self.ref])


class Position(Record):
    """An official holds an office at an authority, for a term as far as it is known."""

    KIND = "PO"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(["official", "authority", "title", "since", "since_basis", "until", "until_basis"], PUBLIC),
    }

    official = models.ForeignKey(
        Official, on_delete=models.PROTECT, related_name="positions", verbose_name=_("official")
    )
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, related_name="positions", verbose_name=_("authority")
    )
    title = models.CharField(_("office"), max_length=200)
    since = EdtfField(_("from"), blank=True)
    since_basis = BasisField(_("how the first day is known"))
    until = EdtfField(_("until"), blank=True)
    until_basis = BasisField(_("how the last day is known"))

    objects = Visible["Position"].as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")

    def __str__(self) -> str:
        return f"{self.title}, {self.authority}"

    def get_absolute_url(self) -> str:
        return reverse("inquiry:official", args=[self.official.ref])

    @property
    def term_words(self) -> str:
        return term_words(self.since, self.until)

    def held_on(self, day: date) -> bool | None:
        """Whether the office was held on `day`; None when the term does not say."""
        return in_force(self.since, self.until, day)
