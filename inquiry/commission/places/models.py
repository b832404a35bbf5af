"""Places that records name: with the zone whose clock is told there. No map service is asked."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import ZoneField
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    CITY = "city", _("City or town")
    JURISDICTION = "jurisdiction", _("Jurisdiction")
    BUILDING = "building", _("Building")
    DETENTION = "detention", _("Place of detention")
    OTHER = "other", _("Other")


class Place(Record):
    """A place."""

    KIND = "PL"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["name", "other_names", "kind", "zone", "country", "latitude", "longitude", "note"], Sensitivity.PUBLIC
        ),
    }

    name = models.CharField(_("name"), max_length=200)
    other_names = LinesField(_("other names"), help_text=_("One to a line, in any script."))
    kind = models.CharField(_("kind"), max_length=12, choices=PlaceKind.choices, default=PlaceKind.CITY)
    zone = ZoneField(_("time zone"))
    country = models.CharField(_("country"), max_length=60, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    note = models.TextField(_("note"), blank=True)

    objects = Visible["Place"].as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        indexes = (models.Index(fields=["inquiry", "name", "id"]),)
        constraints = (
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="place_has_both_coordinates_or_none",
                violation_error_message=_("Give both coordinates, or none."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inquiry:place", args=[self.ref])
