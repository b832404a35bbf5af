"""Risk, what is done against it, and whether an interview is needed at all."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.workflow import Step
from witnesses.people.models import Witness
from witnesses.protection import rules

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
CHANGE = Right.PROTECTION_CHANGE


class Grade(models.IntegerChoices):
    """How likely, how grave: the words are the same for both."""

    VERY_LOW = 1, _("1 very low")
    LOW = 2, _("2 low")
    MEDIUM = 3, _("3 medium")
    HIGH = 4, _("4 high")
    VERY_HIGH = 5, _("5 very high")


def _grade(label: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label, choices=Grade, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class RiskAssessments(Visible["RiskAssessment"]):
    def standing(self) -> Self:
        """Those that no later one supersedes."""
        return self.filter(~Exists(RiskAssessment.objects.filter(supersedes=OuterRef("pk"))))


class RiskAssessment(Record):
    """One threat to one person, judged on a day. A new judgement supersedes it; what was judged stays."""

    KIND = "RK"
    READ = Right.PROTECTION_READ
    VIA = "witness"
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ("witness", "supersedes", "likelihood", "impact", "residual_likelihood", "residual_impact"), INTERNAL
        ),
        **dict.fromkeys(("with_person", "reviewer", "assessed_on", "review_due"), INTERNAL),
        **dict.fromkeys(("threat", "threat_from", "measures"), IDENTIFYING),
    }

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="risks", verbose_name=_("witness"))
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="superseded_by"
    )
    threat = models.TextField(_("threat"), max_length=2000, help_text=_("What may happen to them. No names."))
    threat_from = models.CharField(
        _("from whom"), max_length=200, blank=True, help_text=_("An authority or a kind of people, not a name.")
    )
    likelihood = _grade(_("how likely"))
    impact = _grade(_("how grave"))
    measures = models.TextField(_("measures in place"), blank=True, max_length=4000)
    residual_likelihood = _grade(_("how likely with these measures"))
    residual_impact = _grade(_("how grave with these measures"))
    with_person = models.BooleanField(_("assessed together with the person"), default=False)
    assessed_on = models.DateField(_("assessed on"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("who reviews it"),
    )  # fmt: skip
    review_due = models.DateField(_("review due on"))

    objects = RiskAssessments.as_manager()

    class Meta:
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    likelihood__range=(1, 5), impact__range=(1, 5), residual_likelihood__range=(1, 5),
                    residual_impact__range=(1, 5),
                ),
                name="risk_graded_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(residual_likelihood__lte=F("likelihood"), residual_impact__lte=F("impact")),
                name="risk_left_is_not_more",
                violation_error_message=_("What is left of the risk cannot be more than the risk itself."),
            ),
            models.CheckConstraint(
                condition=Q(review_due__gt=F("assessed_on")),
                name="risk_reviewed_after_it_was_assessed",
                violation_error_message=_("The review comes after the assessment."),
            ),
        )  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("witnesses:risk", args=[self.ref])

    @property
    def score(self) -> int:
        return rules.score(self.likelihood, self.impact)

    @property
    def residual(self) -> int:
        return rules.score(self.residual_likelihood, self.residual_impact)

    @property
    def tone(self) -> str:
        return rules.tone(self.residual)


class MeasureStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed by the person")
    IN_PLACE = "in_place", _("In place")
    ENDED = "ended", _("Ended")
    DECLINED = "declined", _("Declined by the person")


class ProtectionMeasure(Record):
    """Something done to protect somebody. Nothing is put in place that the person did not agree to."""

    KIND = "PM"
    READ = Right.PROTECTION_READ
    VIA = "witness"
    STEPS = (
        Step("agree", ("proposed", "declined"), "agreed", CHANGE, label=_("The person agreed")),
        Step("decline", ("proposed", "agreed"), "declined", CHANGE, label=_("The person declined")),
        Step("put_in_place", ("agreed",), "in_place", CHANGE, label=_("It is in place")),
        Step("end", ("in_place",), "ended", CHANGE, label=_("It ended")),
    )
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("witness", "status", "status_on"), INTERNAL),
        **dict.fromkeys(("measure", "who", "note"), IDENTIFYING),
    }

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="measures", verbose_name=_("witness"))
    measure = models.TextField(_("measure"), max_length=2000, help_text=_("What is done. No names, no addresses."))
    who = models.CharField(
        _("who does it"), max_length=200, blank=True, help_text=_("A role or an organisation, not a name.")
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)
    status = models.CharField(
        _("status"), max_length=10, choices=MeasureStatus, default=MeasureStatus.PROPOSED, editable=False
    )
    status_on = models.DateField(_("since"), null=True, editable=False)

    objects = Visible["ProtectionMeasure"].as_manager()

    class Meta:
        verbose_name = _("protection measure")
        verbose_name_plural = _("protection measures")
        constraints = (
            models.CheckConstraint(
                condition=Q(status="proposed") | Q(status_on__isnull=False), name="measure_stands_since_a_day"
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:measure", args=[self.ref])


class Held(models.TextChoices):
    """Whether what the interview is for is known already."""

    NO = "no", _("No")
    PARTLY = "partly", _("Partly")
    YES = "yes", _("Yes")


class Decision(models.TextChoices):
    INTERVIEW = rules.INTERVIEW, _("Interview")
    LEAVE = rules.LEAVE, _("Do not interview")


class NecessityCheck(Record):
    """Whether somebody has to be asked to tell it at all. Append-only: a new question is a new check."""

    KIND = "NC"
    READ = Right.PROTECTION_READ
    VIA = "witness"
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("witness", "checked_on", "held", "told_times", "can_wait", "decision"), INTERNAL),
        **dict.fromkeys(("purpose", "held_where", "adds", "told_whom", "alternatives", "why_now"), IDENTIFYING),
        **dict.fromkeys(("support", "reason"), IDENTIFYING),
    }

    witness = models.ForeignKey(
        Witness, on_delete=models.PROTECT, related_name="necessity_checks", verbose_name=_("witness")
    )
    checked_on = models.DateField(_("checked on"))
    purpose = models.TextField(_("what the interview is for"), max_length=2000)
    held = models.CharField(_("is the information already held?"), max_length=8, choices=Held)
    held_where = models.TextField(
        _("where it is held"),
        blank=True,
        max_length=2000,
        help_text=_("References of evidence and statements, other bodies."),
    )
    adds = models.TextField(_("what an interview would add"), blank=True, max_length=2000)
    told_times = models.PositiveSmallIntegerField(
        _("how often they have told it to others"),
        default=0,
        help_text=_("As far as known; ours are counted by themselves."),
    )
    told_whom = LinesField(
        _("whom they have told"),
        help_text=_("One to a line: police, a court, a doctor, a newspaper. No names."),
    )
    alternatives = models.TextField(_("what could be done instead"), max_length=2000)
    can_wait = models.BooleanField(_("it can wait"), default=False)
    why_now = models.TextField(_("why now all the same"), blank=True, max_length=2000)
    support = models.TextField(_("what support there is, before and after"), max_length=2000)
    decision = models.CharField(_("decision"), max_length=16, choices=Decision)
    reason = models.TextField(_("reason for the decision"), max_length=2000)

    objects = Visible["NecessityCheck"].as_manager()

    class Meta:
        verbose_name = _("necessity check")
        verbose_name_plural = _("necessity checks")
        constraints = (
            models.CheckConstraint(
                condition=~Q(decision=rules.INTERVIEW) | Q(held="no") | ~Q(adds=""),
                name="necessity_adds_something",
                violation_error_message=_("The information is already held: say what an interview would add."),
            ),
            models.CheckConstraint(
                condition=Q(told_times=0) | ~Q(told_whom=[]),
                name="necessity_told_somebody",
                violation_error_message=_("Say whom they have told."),
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:necessity", args=[self.ref])

    def clean(self) -> None:
        """What is missing is said beside its field."""
        found = rules.unsound(
            decision=self.decision, held=self.held, adds=self.adds, can_wait=self.can_wait, why_now=self.why_now
        )
        if self.told_times and not self.told_whom:
            found["told_whom"] = str(_("Say whom they have told."))
        if found:
            raise ValidationError(found)


def latest_check(witness: Witness | int) -> NecessityCheck | None:
    """The necessity check that counts now: the last that was made, of those of one day the last recorded."""
    return NecessityCheck.objects.filter(witness=witness).order_by("-checked_on", "-pk").first()
