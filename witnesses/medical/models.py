"""Medical evaluations after the Istanbul Protocol: circumstances, what was alleged and found, and how far the two agree.

A degree belongs to a finding and an alleged cause and is set by a clinician. The overall evaluation is a text of its own:
nothing is added up.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.grants import Reach
from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.commission.places.models import Place
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from inquiry.shared.workflow import Step
from witnesses.acts import access
from witnesses.consent.models import level_of
from witnesses.consent.rules import NOTHING
from witnesses.medical.terms import Stated, caveats
from witnesses.people.models import Witness

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
PEOPLE = ("W", "DT")
RATE = Right.MEDICAL_RATE


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    AMENDED = "amended", _("Signed, with an addendum")


class Evaluations(Visible["MedicalEvaluation"]):
    def visible_to(self, user: Any) -> Self:
        """Those `user` is assigned to or recorded, and those about people whose records they may read.

        While somebody under a cipher consents to no analysis, theirs are open only to whoever reads every evaluation.
        """
        if not user.is_authenticated:
            return self.none()
        read = self.model.READ
        whole = Q(inquiry_id__in=policy.inquiries(user, read))
        theirs = policy.named(user, self.model) | access.people_seen(user, "about_ref", PEOPLE)
        some = Q(inquiry_id__in=policy.inquiries(user, read, Reach.ASSIGNED)) & theirs
        consented = Q(witness__isnull=True) | ~Q(consent_level=NOTHING)
        return self.annotate(consent_level=level_of("witness", "ref")).filter(whole | (some & consented))


class MedicalEvaluation(Record):
    """One examination of one person by one clinician. Signed, it is locked: what is to be said later is an addendum."""

    KIND = "MV"
    READ = Right.MEDICAL_READ
    ABOUT = ("ref",)
    STEPS = (
        Step("sign", ("draft",), "signed", RATE, label=_("Sign")),
        Step("add_addendum", ("signed", "amended"), "amended", RATE, label=_("Write an addendum")),
    )
    CASE = (
        "examined", "examined_zone", "examined_basis", "minutes", "requester", "case_number", "reason", "place",
        "interpreter", "informed_consent", "consent_words", "accompanied_by", "present", "authorities_present",
        "authorities", "restrained", "restrained_why", "restrictions",
    )  # fmt: skip
    CLINICAL = (
        "qualifications", "background", "allegations_summary", "acute_symptoms", "chronic_symptoms", "physical_exam",
        "psychological", "tests", "images", "interpretation_physical", "interpretation_psychological", "overall",
        "recommendations", "truthfulness",
    )  # fmt: skip
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("clinician", "status", "signed_at", "informed_consent", "restrained"), INTERNAL),
        **dict.fromkeys(("authorities_present", "examined_zone", "examined_basis", "minutes"), INTERNAL),
        **dict.fromkeys(
            ("about_ref", "witness", "examined", "requester", "case_number", "reason", "place"), IDENTIFYING
        ),
        **dict.fromkeys(("interpreter", "consent_words", "accompanied_by", "present", "authorities"), IDENTIFYING),
        **dict.fromkeys(("restrained_why", "restrictions", "signed_place"), IDENTIFYING),
        **dict.fromkeys(CLINICAL, IDENTIFYING),
    }

    about_ref = models.CharField(_("about"), max_length=16, db_index=True)
    witness = models.ForeignKey(
        Witness, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    clinician = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("clinician")
    )
    examined = EdtfField(_("examined"), blank=True)
    examined_zone = ZoneField(_("in the zone"))
    examined_basis = BasisField(_("how the date is known"))
    minutes = models.PositiveSmallIntegerField(_("duration in minutes"), null=True, blank=True)
    requester = models.CharField(_("requested by"), max_length=200, blank=True)
    case_number = models.CharField(_("case number"), max_length=80, blank=True)
    reason = models.CharField(_("reason for the examination"), max_length=300, blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    interpreter = models.CharField(
        _("interpreter"), max_length=80, blank=True, help_text=_("By code and language, never by name.")
    )
    informed_consent = models.CharField(
        _("informed consent to the examination"), max_length=8, choices=Stated, default=Stated.UNKNOWN
    )
    consent_words = models.CharField(_("how it was given"), max_length=300, blank=True)
    accompanied_by = models.CharField(_("accompanied by"), max_length=200, blank=True, help_text=_("By function."))
    present = models.CharField(_("persons present"), max_length=300, blank=True, help_text=_("By function."))
    authorities_present = models.CharField(
        _("authorities were present"), max_length=8, choices=Stated, default=Stated.UNKNOWN
    )
    authorities = models.CharField(_("which authorities"), max_length=200, blank=True)
    restrained = models.CharField(_("the person was restrained"), max_length=8, choices=Stated, default=Stated.UNKNOWN)
    restrained_why = models.CharField(_("how and why"), max_length=300, blank=True)
    restrictions = models.TextField(_("restrictions put on the examination"), blank=True, max_length=1000)

    qualifications = models.TextField(_("the clinician's qualifications"), blank=True, max_length=2000)
    background = models.TextField(_("background"), blank=True, max_length=4000)
    allegations_summary = models.TextField(_("what was alleged, in summary"), blank=True, max_length=8000)
    acute_symptoms = models.TextField(_("symptoms then"), blank=True, max_length=4000)
    chronic_symptoms = models.TextField(_("symptoms since"), blank=True, max_length=4000)
    physical_exam = models.TextField(_("physical examination"), blank=True, max_length=8000)
    psychological = models.TextField(_("psychological history and examination"), blank=True, max_length=8000)
    tests = models.TextField(_("tests and consultations"), blank=True, max_length=4000)
    images = LinesField(_("photographs and body diagrams"), help_text=_("Evidence items, one reference to a line."))
    interpretation_physical = models.TextField(_("interpretation of physical findings"), blank=True, max_length=8000)
    interpretation_psychological = models.TextField(
        _("interpretation of psychological findings"), blank=True, max_length=8000
    )
    overall = models.TextField(
        _("overall evaluation"), blank=True, max_length=8000,
        help_text=_("Of everything together. No single degree decides it, and none is computed."),
    )  # fmt: skip
    recommendations = models.TextField(_("recommendations"), blank=True, max_length=4000)
    truthfulness = models.TextField(
        _("statement of truthfulness"), blank=True, max_length=1000,
        help_text=_("The clinician's own words: that this is true to the best of their knowledge, and what limits it had."),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.DRAFT, editable=False)
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)
    signed_place = models.CharField(_("signed in"), max_length=120, blank=True, editable=False)

    examined_moment = MomentOf("examined")
    objects = Evaluations.as_manager()

    class Meta:
        verbose_name = _("medical evaluation")
        verbose_name_plural = _("medical evaluations")
        constraints = (
            models.CheckConstraint(
                condition=Q(status="draft", signed_at__isnull=True) | (~Q(status="draft") & Q(signed_at__isnull=False)),
                name="evaluation_signed_once",
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:evaluation", args=[self.ref])

    @property
    def examined_shown(self) -> Shown | None:
        return shown(self.examined_moment)

    @property
    def caveats(self) -> list[str]:
        """What has to stand beside this evaluation wherever it is shown."""
        return caveats(
            authorities=self.authorities_present, restrained=self.restrained, informed=self.informed_consent,
            restrictions=self.restrictions,
        )  # fmt: skip

    @property
    def status_tone(self) -> str:
        return "wait" if self.status == Status.DRAFT else "good"
