"""Who did what to whom: events, the acts that belong to them, and who was involved in each."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts import policy
from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.commission.authorities.models import Authority, Official
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.places.models import Place
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.lines import LinesField
from inquiry.shared.tables import COMMON, Record, Sensitivity
from witnesses.acts import access
from witnesses.acts.more_terms import ATTRIBUTION, RELIABILITY, UNKNOWN, VICTIM_STATUS, VIOLATION
from witnesses.acts.terms import ACTS, DEGREES, INDIVIDUAL, METHODS, PERPETRATORS, UNITS
from witnesses.people.models import Witness

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Events(Visible["Event"]):
    def visible_to(self, user: Any) -> Self:
        """The publicly known ones, those that `user` is named for, and those of acts about people that `user` may see."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(known=True) | Q(pk__in=Act.objects.about_people(user).values("event_id"))
        open_ones = Q(inquiry_id__in=access.holding(user, self.model.READ)) & seen
        return self.filter(policy.reachable(user, self.model.READ, self.model) | open_ones)


class Event(Record):
    """Something that happened, to which acts belong. Nobody is counted on it: only acts have victims."""

    KIND = "EV"
    READ = Right.ACT_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("known", "areas", "status"), INTERNAL),
        **dict.fromkeys(
            ("title", "description", "happened", "happened_zone", "happened_basis", "place", "rests_on"), IDENTIFYING
        ),
    }

    title = models.CharField(_("title"), max_length=200, help_text=_("What, where and when; nobody's name."))
    known = models.BooleanField(
        _("publicly known"), default=False,
        help_text=_("Everybody who may read acts then sees that this event is recorded. Its acts stay closed."),
    )  # fmt: skip
    happened = EdtfField(_("when"), blank=True)
    happened_zone = ZoneField(_("in the zone"))
    happened_basis = BasisField(_("how the time is known"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    areas = models.ManyToManyField(MandateArea, blank=True, related_name="+", verbose_name=_("areas of the mandate"))
    status = models.CharField(_("violation"), max_length=12, choices=VIOLATION.choices, default=UNKNOWN)
    description = models.TextField(_("what happened"), blank=True, max_length=8000)
    rests_on = LinesField(
        _("rests on"), help_text=_("References, one to a line, with the passage: SO-0001 paragraph 4, T-0031 §12.")
    )

    happened_moment = MomentOf("happened")
    objects = Events.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("witnesses:event", args=[self.ref])

    @property
    def happened_shown(self) -> Shown | None:
        return shown(self.happened_moment)


class Acts(Visible["Act"]):
    def about_people(self, user: Any) -> Self:
        """The acts done to people whose records `user` may read."""
        readers = Q(inquiry_id__in=access.holding(user, self.model.READ))
        return self.filter(readers & access.people_seen(user, "victim_ref"))

    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.none()
        groups = Q(victim_ref="", event__in=Event.objects.visible_to(user))
        seen = access.people_seen(user, "victim_ref") | groups
        return self.filter(Q(inquiry_id__in=access.holding(user, self.model.READ)) & seen)


class Act(Record):
    """The smallest thing that is counted: one kind of act, done to one victim, at one event."""

    KIND = "AC"
    READ = Right.ACT_READ
    VIA = "witness"
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("event", "counting_unit", "act_type", "methods", "attribution", "violation", "instruments"), INTERNAL),
        **dict.fromkeys(("victim_ref", "group", "witness", "counted_as", "happened", "happened_zone", "place"), IDENTIFYING),
        **dict.fromkeys(
            ("happened_basis", "stated_reason", "victim_status", "physical", "psychological", "rests_on", "note"), IDENTIFYING
        ),
    }  # fmt: skip

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="acts", verbose_name=_("event"))
    victim_ref = models.CharField(
        _("victim"), max_length=16, blank=True, db_index=True,
        help_text=_("The reference of a witness, a detainee or a casualty: W-0147, DT-0003, CR-0012."),
    )  # fmt: skip
    group = models.CharField(
        _("or an unnamed group"), max_length=200, blank=True,
        help_text=_("As it was described: “about fifty people in the square”. A group is never counted as persons."),
    )  # fmt: skip
    counting_unit = models.CharField(_("counting unit"), max_length=12, choices=UNITS.choices, default=INDIVIDUAL)
    witness = models.ForeignKey(
        Witness, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("cipher")
    )  # fmt: skip
    counted_as = models.CharField(max_length=16, blank=True, editable=False, db_index=True)
    act_type = models.CharField(_("what was done"), max_length=12, choices=ACTS.choices)
    methods = ArrayField(
        models.CharField(max_length=12, choices=METHODS.choices), default=list, blank=True, size=30,
        verbose_name=_("methods of violence"),
    )  # fmt: skip
    happened = EdtfField(_("when"), blank=True)
    happened_zone = ZoneField(_("in the zone"))
    happened_basis = BasisField(_("how the time is known"))
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"),
        help_text=_("Of a victim under a cipher only the team is told the place; others are told the country."),
    )  # fmt: skip
    stated_reason = models.TextField(_("reason, as it was stated"), blank=True, max_length=2000)
    attribution = ArrayField(
        models.CharField(max_length=12, choices=ATTRIBUTION.choices), default=list, blank=True, size=10,
        verbose_name=_("what was said about responsibility"),
    )  # fmt: skip
    physical = models.TextField(_("physical consequences"), blank=True, max_length=4000)
    psychological = models.TextField(_("psychological consequences"), blank=True, max_length=4000)
    victim_status = models.CharField(
        _("status of the victim afterwards"), max_length=12, choices=VICTIM_STATUS.choices, default=UNKNOWN
    )
    violation = models.CharField(_("violation"), max_length=12, choices=VIOLATION.choices, default=UNKNOWN)
    instruments = LinesField(
        _("legal instruments"), help_text=_("One to a line: ICCPR article 7, Criminal Code of Kazakhstan article 146.")
    )
    rests_on = LinesField(
        _("rests on"), help_text=_("References, one to a line, with the passage: T-0031 §12, E-000012 page 3.")
    )
    note = models.TextField(_("note"), blank=True, max_length=4000)

    happened_moment = MomentOf("happened")
    objects = Acts.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = (
            models.Index(fields=["inquiry", "-id"]),
            models.Index(fields=["inquiry", "act_type"]),
            GinIndex(fields=["methods"], name="act_methods"),
        )
        constraints = (
            models.CheckConstraint(
                condition=(Q(group="") & ~Q(victim_ref="")) | (Q(victim_ref="") & ~Q(group="")),
                name="act_has_one_victim",
                violation_error_message=_(
                    "Name one victim by reference, or describe an unnamed group: one of the two."
                ),
            ),
            models.CheckConstraint(
                condition=Q(victim_ref="") | Q(counting_unit=INDIVIDUAL),
                name="act_against_a_person_is_individual",
                violation_error_message=_("A victim with a reference is an individual."),
            ),
            models.CheckConstraint(
                condition=Q(victim_ref="", counted_as="") | (~Q(victim_ref="") & ~Q(counted_as="")),
                name="act_counts_persons_only",
            ),
        )

    def __str__(self) -> str:
        return f"{self.ref} {ACTS.words(self.act_type)}"

    def get_absolute_url(self) -> str:
        return reverse("witnesses:act", args=[self.ref])

    @property
    def method_words(self) -> list[str]:
        return METHODS.all_words(self.methods)

    @property
    def attribution_words(self) -> list[str]:
        return ATTRIBUTION.all_words(self.attribution)


class Involvements(Visible["Involvement"]):
    def visible_to(self, user: Any) -> Self:
        """Those in the acts that `user` may read."""
        return self.filter(act__in=Act.objects.visible_to(user))


class Involvement(Record):
    """Who had a hand in one act, in what degree, and how sure that is."""

    KIND = "IP"
    READ = Right.ACT_READ
    APPEND_ONLY = False
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("act", "degree", "perpetrator_type", "reliability"), INTERNAL),
        **dict.fromkeys(("official", "authority", "described", "latest_status", "rests_on", "note"), IDENTIFYING),
    }

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="involvements", verbose_name=_("act"))
    official = models.ForeignKey(
        Official, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("official")
    )
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("authority or unit"),
    )
    described = models.CharField(
        _("or somebody unnamed"), max_length=300, blank=True,
        help_text=_("Described without a name: “two men in black uniforms without badges”."),
    )  # fmt: skip
    perpetrator_type = models.CharField(
        _("type of perpetrator"), max_length=12, choices=PERPETRATORS.choices, default=UNKNOWN
    )
    degree = models.CharField(_("degree of involvement"), max_length=12, choices=DEGREES.choices)
    reliability = models.CharField(
        _("how reliable this is"), max_length=12, choices=RELIABILITY.choices, default=UNKNOWN
    )
    latest_status = models.CharField(
        _("latest known status"), max_length=200, blank=True, help_text=_("In office, charged, dismissed, not known.")
    )
    rests_on = LinesField(_("rests on"), help_text=_("References, one to a line, with the passage."))
    note = models.TextField(_("note"), blank=True, max_length=2000)

    objects = Involvements.as_manager()

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(official__isnull=False, authority__isnull=True, described="")
                    | Q(official__isnull=True, authority__isnull=False, described="")
                    | (Q(official__isnull=True, authority__isnull=True) & ~Q(described=""))
                ),
                name="involvement_of_one",
                violation_error_message=_(
                    "Name an official, or an authority or unit, or describe somebody: one of the three."
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.official or self.authority or self.described)

    def get_absolute_url(self) -> str:
        return self.act.get_absolute_url()
