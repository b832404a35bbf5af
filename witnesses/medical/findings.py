"""What hangs on a medical evaluation: what was alleged by method, what was found, the degrees, addenda, who received it."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inquiry.shared.lines import LinesField
from inquiry.shared.tables import AppendOnly, Sensitivity
from witnesses.acts.terms import METHODS
from witnesses.medical.models import MedicalEvaluation
from witnesses.medical.terms import BODY, Degree, body_words

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
P = TypeVar("P", bound=models.Model)


class Parts(models.QuerySet[P]):
    def visible_to(self, user: Any) -> Self:
        """What hangs on the evaluations that `user` may read."""
        return self.filter(evaluation__in=MedicalEvaluation.objects.visible_to(user))


class Numbered(models.Model):
    """A row of an evaluation. While it is a draft a row may be struck out; it stays, and is shown as struck out."""

    SHARED: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(
        ("id", "evaluation", "number", "created_by", "created_at", "struck_by", "struck_at"), INTERNAL
    )

    evaluation: models.ForeignKey[MedicalEvaluation, MedicalEvaluation] = models.ForeignKey(
        MedicalEvaluation, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    struck_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ("number",)


class Allegation(Numbered):
    """One method that the person says was used on them."""

    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Numbered.SHARED,
        "method": INTERNAL,
        **dict.fromkeys(("words", "act_ref"), IDENTIFYING),
    }

    method = models.CharField(_("method"), max_length=12, choices=METHODS.choices)
    words = models.TextField(_("as the person described it"), blank=True, max_length=2000)
    act_ref = models.CharField(
        _("the act it belongs to"), max_length=16, blank=True, help_text=_("Its reference, as in AC-0012.")
    )

    objects = Parts["Allegation"].as_manager()

    class Meta(Numbered.Meta):
        verbose_name = _("allegation")
        verbose_name_plural = _("allegations")
        constraints = (models.UniqueConstraint(fields=["evaluation", "number"], name="allegation_number_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {METHODS.words(self.method)}"


class Finding(Numbered):
    """One thing that was found: what, where on the body, how it looked."""

    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Numbered.SHARED,
        **dict.fromkeys(("what", "sites", "description", "images"), IDENTIFYING),
    }

    what = models.CharField(
        _("what was found"), max_length=200, help_text=_("A linear scar, a healed fracture, nightmares.")
    )
    sites = ArrayField(
        models.CharField(max_length=12, choices=list(BODY.items())), default=list, blank=True, size=24,
        verbose_name=_("where on the body"),
    )  # fmt: skip
    description = models.TextField(
        _("description"), blank=True, max_length=2000, help_text=_("Size, shape, colour, age.")
    )
    images = LinesField(_("photographs"), help_text=_("Evidence items, one reference to a line."))

    objects = Parts["Finding"].as_manager()

    class Meta(Numbered.Meta):
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = (models.UniqueConstraint(fields=["evaluation", "number"], name="finding_number_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.what}"

    @property
    def site_words(self) -> str:
        return body_words(self.sites)


class AppendOnlyPart(AppendOnly):
    """A row of an evaluation that is never changed: who wrote it and when."""

    SHARED: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(("id", "evaluation", "by", "at"), INTERNAL)

    evaluation: models.ForeignKey[MedicalEvaluation, MedicalEvaluation] = models.ForeignKey(
        MedicalEvaluation, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("pk",)


class Rating(AppendOnlyPart):
    """How far one finding agrees with one alleged cause, as a clinician judged it. A later one supersedes; this one stays."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **AppendOnlyPart.SHARED,
        **dict.fromkeys(("finding", "allegation", "degree"), INTERNAL),
        "reasons": IDENTIFYING,
    }

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="ratings", verbose_name=_("finding"))
    allegation = models.ForeignKey(
        Allegation, on_delete=models.PROTECT, related_name="ratings", verbose_name=_("alleged cause")
    )
    degree = models.CharField(_("degree of consistency"), max_length=18, choices=Degree)
    reasons = models.TextField(_("reasons"), blank=True, max_length=2000)

    objects = Parts["Rating"].as_manager()

    class Meta(AppendOnlyPart.Meta):
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = (models.CheckConstraint(condition=Q(degree__in=Degree.values), name="rating_is_one_of_five"),)

    def __str__(self) -> str:
        return f"{self.finding_id} × {self.allegation_id}: {self.get_degree_display()}"


class Addendum(AppendOnlyPart):
    """What the clinician said after signing."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {**AppendOnlyPart.SHARED, "text": IDENTIFYING}

    text = models.TextField(_("addendum"), max_length=8000)

    objects = Parts["Addendum"].as_manager()

    class Meta(AppendOnlyPart.Meta):
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")

    def __str__(self) -> str:
        return str(self.at)


class Handover(AppendOnlyPart):
    """To whom the report was given, when, and on whose consent."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **AppendOnlyPart.SHARED,
        **dict.fromkeys(("to", "on", "consent"), IDENTIFYING),
    }

    to = models.CharField(_("to whom"), max_length=200, help_text=_("The body or office."))
    on = models.DateField(_("on"))
    consent = models.CharField(
        _("the person's consent"), max_length=300, blank=True,
        help_text=_("How and when they agreed. For somebody under a cipher their recorded consent is asked as well."),
    )  # fmt: skip

    objects = Parts["Handover"].as_manager()

    class Meta(AppendOnlyPart.Meta):
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self) -> str:
        return self.to
