"""The terms of reference as a tree of areas: matter, persons, places, time and the law that applies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import EdtfField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.terms import words_of


class MandateArea(Record):
    """One area of the mandate, perhaps inside another: what evidence and findings are linked to."""

    KIND = "AR"
    READ = Right.COMMISSION_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ["code", "parent", "title", "matter", "persons", "places", "period", "applicable_law"], Sensitivity.PUBLIC
        ),
    }

    code = models.CharField(_("code"), max_length=12, help_text=_("As in M2b."))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    title = models.CharField(_("title"), max_length=200)
    matter = models.TextField(_("matter"), blank=True, help_text=_("What is inquired into, in our own words."))
    persons = models.TextField(_("persons"), blank=True, help_text=_("Whom it concerns."))
    places = models.TextField(_("places"), blank=True)
    period = EdtfField(_("time"), blank=True, help_text=_("As in January 2022, or 2022-01/.. when it goes on."))
    applicable_law = models.TextField(_("applicable law"), blank=True)

    objects = Visible["MandateArea"].as_manager()

    class Meta:
        verbose_name = _("area of the mandate")
        verbose_name_plural = _("areas of the mandate")
        constraints = (
            models.UniqueConstraint(
                fields=["inquiry", "code"],
                name="one_area_for_each_code",
                violation_error_message=_("There is an area with this code."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("inquiry:mandate_area", args=[self.ref])

    @property
    def period_words(self) -> str:
        return words_of(self.period)
