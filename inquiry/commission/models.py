"""The commission of an inquiry: who convened it, who sits on it from when to when, what they declared."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField
from inquiry.shared.dates import Basis
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.terms import in_force, term_words, words_of

PUBLIC, INTERNAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL


class AuthorityBasis(models.TextChoices):
    """On what a commission's doings rest. Without a statute nobody can be compelled: it requests, it does not order."""

    VOLUNTARY_PROTOCOL = "voluntary_protocol", _("Protocol that it adopted; cooperation is voluntary")
    STATUTE = "statute", _("Statute")
    COURT_ORDER = "court_order", _("Order of a court")
    CONTRACT = "contract", _("Contract")


class Commission(Record):
    """The commission; each inquiry has one."""

    KIND = "CM"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["name", "convenor", "secretariat", "authority_basis", "launched", "launched_basis", "about"], PUBLIC
        ),
    }

    name = models.CharField(_("name"), max_length=200)
    convenor = models.CharField(_("convened by"), max_length=200, blank=True)
    secretariat = models.CharField(_("secretariat"), max_length=200, blank=True)
    authority_basis = models.CharField(
        _("rests on"), max_length=20, choices=AuthorityBasis.choices, default=AuthorityBasis.VOLUNTARY_PROTOCOL
    )
    launched = EdtfField(_("launched"), blank=True)
    launched_basis = BasisField(_("how the date is known"))
    about = models.TextField(_("about"), blank=True, help_text=_("What it was set up to do, in our own words."))

    objects = Visible["Commission"].as_manager()

    class Meta:
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        constraints = (
            models.UniqueConstraint(
                fields=["inquiry"],
                name="one_commission_each",
                violation_error_message=_("This inquiry has its commission."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inquiry:commission")

    @property
    def launched_words(self) -> str:
        return words_of(self.launched)

    @property
    def launched_hint(self) -> str:
        """How the day is known, unless the source simply states it."""
        return "" if self.launched_basis == Basis.STATED or not self.launched else str(Basis(self.launched_basis).label)


class MemberRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    COMMISSIONER = "commissioner", _("Commissioner")
    SECRETARIAT = "secretariat", _("Secretariat")
    COUNSEL = "counsel", _("Counsel to the commission")


class Member(Record):
    """Somebody who sits on the commission or works for it, for a term."""

    KIND = "ME"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["name", "honours", "other_names", "role", "about", "since", "since_basis", "until", "until_basis"], PUBLIC
        ),
        "user": INTERNAL,
    }

    name = models.CharField(_("name"), max_length=200)
    honours = models.CharField(_("honours and letters"), max_length=100, blank=True, help_text=_("As in “Kt KC”."))
    other_names = LinesField(_("other spellings"), help_text=_("One to a line, in any script."))
    role = models.CharField(_("role"), max_length=12, choices=MemberRole.choices, default=MemberRole.COMMISSIONER)
    about = models.TextField(_("about"), blank=True, help_text=_("Office and profession, in our own words."))
    since = EdtfField(_("from"), blank=True)
    since_basis = BasisField(_("how the first day is known"))
    until = EdtfField(_("until"), blank=True)
    until_basis = BasisField(_("how the last day is known"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signs in as"),
    )

    objects = Visible["Member"].as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")

    def __str__(self) -> str:
        return f"{self.name} {self.honours}".strip()

    def get_absolute_url(self) -> str:
        return reverse("inquiry:member", args=[self.ref])

    @property
    def term_words(self) -> str:
        return term_words(self.since, self.until)

    def sits_on(self, day: date) -> bool | None:
        """Whether the term covers `day`; None when what is known does not say (INV-61)."""
        return in_force(self.since, self.until, day)


class Declaration(Record):
    """An interest that a member declared, or that there is none. Never changed; a later row takes its place."""

    KIND = "DI"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["member", "declared", "declared_basis", "subject", "subject_ref", "interest", "conflicts", "replaces"],
            PUBLIC,
        ),
    }

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="declarations", verbose_name=_("member"))
    declared = EdtfField(_("declared"))
    declared_basis = BasisField(_("how the date is known"))
    subject = models.CharField(_("about whom or what"), max_length=200, blank=True)
    subject_ref = models.CharField(
        _("reference of the person or body"),
        max_length=16,
        blank=True,
        db_index=True,
        help_text=_("As in OF-0003 or AU-0001."),
    )
    interest = models.TextField(_("interest"), help_text=_("In our own words; say so when there is none."))
    conflicts = models.BooleanField(
        _("conflict"), default=False, help_text=_("The member takes no part in findings about this person or body.")
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("takes the place of"),
    )

    objects = Visible["Declaration"].as_manager()

    class Meta:
        verbose_name = _("declaration of interest")
        verbose_name_plural = _("declarations of interest")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(conflicts=False) | ~models.Q(subject_ref="") | ~models.Q(subject=""),
                name="conflict_says_about_whom",
                violation_error_message=_("A conflict says about whom or what."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref} {self.interest[:60]}"

    def get_absolute_url(self) -> str:
        return self.member.get_absolute_url()

    @property
    def declared_words(self) -> str:
        return words_of(self.declared)
