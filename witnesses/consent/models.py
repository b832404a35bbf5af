"""What a witness was asked and answered, act by act. Nothing here is ever changed: a withdrawal is a further act.

`level_of` is `rules.level` in SQL, worked out when it is asked: an expiry needs no nightly job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.aggregates import BoolOr
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible, today
from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity
from witnesses.consent import rules
from witnesses.consent.rules import LEVELS, NOTHING, About, Answer, Needs, Use
from witnesses.people.models import Witness

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Kind(models.TextChoices):
    """What an act did."""

    GIVEN = "given", _("Asked and answered")
    RENEWED = "renewed", _("Asked again")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class How(models.TextChoices):
    """How it was recorded, or how a withdrawal reached us."""

    SPOKEN = "spoken", _("Spoken on the recording")
    SIGNED = "signed", _("Signed form")
    ORAL = "oral", _("Spoken, with a note")
    MESSAGE = "message", _("By message")
    THROUGH = "through", _("Through somebody they trust")


class Consent(Record):
    """One act: what was explained, asked and answered at once, or what was withdrawn."""

    KIND = "CO"
    READ = Right.CONSENT_READ
    VIA = "witness"
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(
            ("witness", "number", "kind", "about", "language", "interpreter", "interpreter_code"), INTERNAL
        ),
        **dict.fromkeys(("how", "proof", "explained_by", "given_on", "expires_on", "review_on"), INTERNAL),
        **dict.fromkeys(("conditions", "reason"), IDENTIFYING),
    }

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="consents", verbose_name=_("witness"))
    number = models.PositiveIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GIVEN, editable=False)
    about = models.CharField(
        _("about"),
        max_length=16,
        blank=True,
        help_text=_("One interview or statement by its reference; empty: all they said."),
    )
    given_on = models.DateField(_("on"))
    language = models.CharField(_("explained in"), max_length=60, blank=True)
    interpreter = models.BooleanField(_("through an interpreter"), default=False)
    interpreter_code = models.CharField(
        _("interpreter's code"), max_length=16, blank=True, help_text=_("Their code, never their name.")
    )
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("explained by"),
    )  # fmt: skip
    how = models.CharField(_("how it was recorded"), max_length=8, choices=How)
    proof = models.CharField(
        _("proof"),
        max_length=16,
        blank=True,
        help_text=_("The reference of the recording or the form in the evidence."),
    )
    expires_on = models.DateField(_("expires after"), null=True, blank=True, help_text=_("The last day counts."))
    review_on = models.DateField(_("ask again by"), null=True, blank=True)
    conditions = models.TextField(
        _("conditions"),
        blank=True,
        max_length=4000,
        help_text=_("In their words; no names, no places that tell who they are."),
    )
    reason = models.TextField(_("reason"), blank=True, max_length=2000)

    objects = Visible["Consent"].as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = (
            models.UniqueConstraint(fields=["witness", "number"], name="consent_number_once"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("given_on")),
                name="consent_expires_after_it_was_given",
                violation_error_message=_("It cannot expire before it was given."),
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gte=F("given_on")),
                name="consent_reviewed_after_it_was_given",
                violation_error_message=_("Asking again comes after asking."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="withdrawn") | Q(expires_on__isnull=True, review_on__isnull=True),
                name="consent_withdrawal_does_not_expire",
            ),
            models.CheckConstraint(
                condition=Q(interpreter=True) | Q(interpreter_code=""),
                name="consent_interpreter_code_needs_one",
                violation_error_message=_("There is a code but no interpreter."),
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:consent", args=[self.ref])


class ConsentAnswers(models.QuerySet["ConsentAnswer"]):
    def visible_to(self, user: Any) -> Self:
        """The answers of the acts that `user` may read."""
        return self.filter(consent__in=Consent.objects.visible_to(user))


class ConsentAnswer(AppendOnly):
    """Yes or no to one use, for sharing to one body."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = dict.fromkeys(
        ("id", "consent", "use", "audience", "audience_key", "yes"), INTERNAL
    )

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="answers")
    use = models.CharField(_("use"), max_length=16, choices=Use)
    audience = models.CharField(_("body"), max_length=200, blank=True)
    audience_key = models.CharField(max_length=400, blank=True, editable=False)
    yes = models.BooleanField(_("yes"))

    objects = ConsentAnswers.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = (
            models.UniqueConstraint(
                fields=["consent", "use", "audience_key"],
                name="consent_answers_each_use_once",
                violation_error_message=_("The same was answered twice."),
            ),
            models.CheckConstraint(
                condition=~Q(use="share", yes=True) | ~Q(audience=""),
                name="consent_to_sharing_names_the_body",
                violation_error_message=_("Name the body they agreed to share with."),
            ),
            models.CheckConstraint(condition=Q(use="share") | Q(audience=""), name="consent_body_only_for_sharing"),
            models.CheckConstraint(
                condition=Q(audience="", audience_key="") | ~Q(audience="", audience_key=""),
                name="consent_body_has_a_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_use_display()} {self.audience}".strip()

    def told(self) -> Answer:
        """The answer as the rules read it; asks for `select_related("consent")`."""
        act = self.consent
        return Answer(
            self.use, self.audience, self.yes, act.given_on, act.expires_on, act.about, act.number,
            act.kind == Kind.WITHDRAWN,
        )  # fmt: skip


def answers_of(witness: Witness | int) -> list[Answer]:
    """Everything one witness answered, in the order of recording."""
    rows = ConsentAnswer.objects.filter(consent__witness=witness).select_related("consent")
    return [row.told() for row in rows.order_by("consent__number", "pk")]


def answers_by_witness(witnesses: Iterable[int]) -> dict[int, list[Answer]]:
    """The same for many at once: witness id → answers."""
    found: dict[int, list[Answer]] = {witness: [] for witness in witnesses}
    rows = ConsentAnswer.objects.filter(consent__witness__in=found).select_related("consent")
    for row in rows.order_by("consent__number", "pk"):
        found[row.consent.witness_id].append(row.told())
    return found


def level_today(witness: Witness | int, *, about: About = "") -> str:
    """`rules.level` of one witness today; `about` as there."""
    return rules.level(answers_of(witness), on=today(), about=about)


def level_of(witness: str | F = "witness", *about: str | F, on: date | None = None) -> Coalesce:
    """`rules.level` for the rows of any queryset: `.annotate(level=level_of("witness", "ref"))` gives T0 to T4.

    One subquery: which uses are covered, and what level they amount to. Every mention of the annotation repeats it, so it
    is kept short.

    Args:
        witness: the relation to the witness, from the row.
        about: the columns with what the row is about, the narrowest first: a statement's reference, then its interview's.
        on: the day; today unless told.
    """
    rows = _covered(_name(witness), tuple(_name(column) for column in about), on or today())
    uses = {f"has_{use}": BoolOr(Q(use=use)) for use in Use.values}
    whens = [When(_met(needs), then=Value(name)) for name, needs in LEVELS]
    level = Case(*whens, default=Value(NOTHING), output_field=models.CharField(max_length=2))
    found = rows.order_by().values("consent__witness").annotate(**uses).annotate(level=level).values("level")
    return Coalesce(Subquery(found), Value(NOTHING), output_field=models.CharField(max_length=2))


def _met(needs: Needs) -> Q:
    """Whether the uses that a level needs are among those that are covered."""
    condition = Q()
    for either in needs:
        one_of = Q()
        for use in either:
            one_of |= Q(**{f"has_{use}": True})
        condition &= one_of
    return condition


def _name(column: str | F) -> str:
    return str(column.name) if isinstance(column, F) else column  # type: ignore[attr-defined]


def _covered(witness: str, about: tuple[str, ...], day: date) -> models.QuerySet[ConsentAnswer]:
    """The answers by which a use is covered (`rules.covered`, for sharing with any body): a yes, and no bar that it does
    not lift."""
    yes = _speaking(witness, about, day, OuterRef).filter(_counts(day))
    bars = _speaking(witness, about, day, lambda name: OuterRef(OuterRef(name))).exclude(_counts(day))
    bars = bars.filter(Q(audience_key="") | Q(audience_key=OuterRef("audience_key")), use=OuterRef("use"))
    return yes.filter(~Exists(bars.exclude(_lifted())))


def _counts(day: date) -> Q:
    """`Answer.counts`; that a yes to sharing names its body is kept by the table."""
    return Q(yes=True) & (Q(consent__expires_on__isnull=True) | Q(consent__expires_on__gte=day))


def _speaking(
    witness: str, about: tuple[str, ...], day: date, outer: Callable[[str], Any]
) -> models.QuerySet[ConsentAnswer]:
    """The answers that speak to the question of the outer row; `depth` is 0 for the narrowest."""
    match, depths = Q(consent__about=""), []
    for place, column in enumerate(about):
        match |= Q(consent__about=outer(column))
        depths.append(When(consent__about=outer(column), then=Value(place)))
    rows = ConsentAnswer.objects.filter(match, consent__witness=outer(witness), consent__given_on__lte=day)
    return rows.annotate(depth=Case(*depths, default=Value(len(about)), output_field=models.IntegerField()))


def _lifted() -> Q:
    """`rules.lifts`, of a bar by the yes of the outer query; that the bar's body fits was asked before."""
    later = Q(consent__number__lt=OuterRef("consent__number"), consent__given_on__lte=OuterRef("consent__given_on"))
    within_one_act = Q(consent=OuterRef("consent")) & ~Q(audience_key=OuterRef("audience_key"))
    return Q(depth__gte=OuterRef("depth")) & (later | within_one_act)
