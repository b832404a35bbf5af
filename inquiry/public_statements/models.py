"""Who said what in public, when, where; and figures as somebody published them. Figures are never added up."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.commission.authorities.models import Authority, Official
from inquiry.commission.models import Member
from inquiry.commission.places.models import Place
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.terms import words_of

PUBLIC = Sensitivity.PUBLIC


class StatementKind(models.TextChoices):
    PRESS_CONFERENCE = "press_conference", _("Press conference")
    PRESS_RELEASE = "press_release", _("Press release")
    INTERVIEW = "interview", _("Interview")
    ADDRESS = "address", _("Address or speech")
    POST = "post", _("Post on social media")
    LETTER = "letter", _("Open letter")
    OTHER = "other", _("Other")


class How(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    IN_PERSON_AND_ONLINE = "in_person_and_online", _("In person and online")
    TELEVISION = "television", _("Television")
    SOCIAL_MEDIA = "social_media", _("Social media")
    WRITING = "writing", _("In writing")
    UNKNOWN = "unknown", _("Not known")


class Modality(models.TextChoices):
    """As what something was said: nobody's word becomes a fact by being recorded."""

    FACT = "fact", _("As a fact")
    OPINION = "opinion", _("Opinion")
    CLAIM = "claim", _("Claim")
    INFERENCE = "inference", _("Inference")
    QUOTATION = "quotation", _("Quotation of somebody")
    ORDER = "order", _("Order")
    COMMITMENT = "commitment", _("Commitment")
    CONTENTION = "contention", _("Legal contention")
    CALL = "call", _("Call or demand")


class PublicStatement(Record):
    """Something said in public, in our own words."""

    KIND = "PS"
    READ = Right.STATEMENT_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["title", "kind", "members", "officials", "authorities", "other_speakers", "reported_by", "summary"], PUBLIC
        ),
        **dict.fromkeys(["modality", "held", "held_zone", "held_basis", "place", "how"], PUBLIC),
    }

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=16, choices=StatementKind.choices, default=StatementKind.PRESS_CONFERENCE
    )
    members = models.ManyToManyField(Member, blank=True, related_name="+", verbose_name=_("members who spoke"))
    officials = models.ManyToManyField(Official, blank=True, related_name="+", verbose_name=_("officials who spoke"))
    authorities = models.ManyToManyField(
        Authority, blank=True, related_name="+", verbose_name=_("organisations that spoke")
    )
    other_speakers = models.CharField(_("others who spoke"), max_length=200, blank=True)
    reported_by = models.CharField(
        _("as reported by"), max_length=200, blank=True, help_text=_("Where the words came to us at second hand.")
    )
    summary = models.TextField(_("what was said"), help_text=_("In our own words."))
    modality = ArrayField(
        models.CharField(max_length=12, choices=Modality.choices),
        default=list,
        blank=True,
        size=9,
        verbose_name=_("said as"),
    )
    held = EdtfField(_("when"), blank=True)
    held_zone = ZoneField(_("in the zone"))
    held_basis = BasisField(_("how the time is known"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    how = models.CharField(_("how"), max_length=20, choices=How.choices, default=How.UNKNOWN)

    held_moment = MomentOf("held")
    objects = Visible["PublicStatement"].as_manager()

    class Meta:
        verbose_name = _("public statement")
        verbose_name_plural = _("public statements")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inquiry:public_statement", args=[self.ref])

    @property
    def held_shown(self) -> Shown | None:
        return shown(self.held_moment)

    def modality_words(self) -> list[str]:
        return [str(Modality(one).label) for one in self.modality]


class Comparator(models.TextChoices):
    EQUAL = "eq", _("exactly")
    MORE = "gt", _("more than")
    AT_LEAST = "gte", _("at least")
    LESS = "lt", _("fewer than")
    AT_MOST = "lte", _("at most")
    ABOUT = "about", _("about")
    RANGE = "range", _("between")
    ORDER = "order", _("in the order of")


SIGNS = {"eq": "=", "gt": ">", "gte": "≥", "lt": "<", "lte": "≤", "about": "≈"}
SINGLE = tuple(SIGNS)


class Figure(Record):
    """A figure as somebody published it. It stays theirs: two of them are compared, never added."""

    KIND = "FG"
    READ = Right.STATEMENT_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            [
                "measure",
                "comparator",
                "value",
                "low",
                "high",
                "unit",
                "words",
                "stated_by",
                "statement",
                "as_of",
                "as_of_basis",
                "note",
            ],
            PUBLIC,
        ),
    }

    measure = models.CharField(_("measure"), max_length=200, help_text=_("What was counted: “deaths, January 2022”."))
    comparator = models.CharField(
        _("how it was put"), max_length=6, choices=Comparator.choices, default=Comparator.EQUAL
    )
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(_("from"), max_digits=18, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(_("to"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    words = models.CharField(
        _("in words"), max_length=120, blank=True, help_text=_("Where no number was given: “hundreds”.")
    )
    stated_by = models.CharField(_("stated by"), max_length=200)
    statement = models.ForeignKey(
        PublicStatement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("in the statement"),
    )
    as_of = EdtfField(_("as of"), blank=True)
    as_of_basis = BasisField(_("how the date is known"))
    note = models.TextField(_("note"), blank=True)

    objects = Visible["Figure"].as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        indexes = (models.Index(fields=["inquiry", "measure", "id"]),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(comparator__in=SINGLE) | Q(value__isnull=False, low__isnull=True, high__isnull=True),
                name="figure_of_one_value",
                violation_error_message=_("This takes one value."),
            ),
            models.CheckConstraint(
                condition=~Q(comparator="range") | Q(value__isnull=True, low__isnull=False, high__gt=models.F("low")),
                name="figure_of_a_range",
                violation_error_message=_("A range takes a lower and a higher end, and no value."),
            ),
            models.CheckConstraint(
                condition=~Q(comparator="order")
                | (Q(low__isnull=True, high__isnull=True) & (~Q(words="") | Q(value__isnull=False))),
                name="figure_of_an_order",
                violation_error_message=_("Say the order of magnitude in words or as a value."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.shown_value}"

    def get_absolute_url(self) -> str:
        return reverse("inquiry:figure", args=[self.ref])

    @property
    def as_of_words(self) -> str:
        return words_of(self.as_of)

    @property
    def shown_value(self) -> str:
        """`> 227 persons`, `100–120 persons`, `hundreds of persons`: as published, nothing worked out."""
        if self.comparator == Comparator.RANGE:
            return f"{plain(self.low)}–{plain(self.high)} {self.unit}".strip()
        if self.comparator == Comparator.ORDER:
            return " ".join(filter(None, [self.words, plain(self.value), self.unit]))
        return f"{SIGNS[self.comparator]} {plain(self.value)} {self.unit}".strip()


def plain(number: Decimal | None) -> str:
    """`238` for 238.0000, with thin spaces between thousands; empty for none."""
    if number is None:
        return ""
    text = f"{number:,f}"
    whole, _dot, rest = text.partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", "\u202f") + (f".{rest}" if rest else "")
