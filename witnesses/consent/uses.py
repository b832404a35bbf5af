"""What was done with what a witness said, and who was told that it may not be done any longer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible, today
from inquiry.accounts.rights import Right
from inquiry.shared.tables import COMMON, AppendOnly, Record, Sensitivity
from witnesses.consent.rules import Use, audience_key, reached
from witnesses.people.models import Witness

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class UsesMade(Visible["UseMade"]):
    def touched_by(self, uses: Iterable[str], *, about: str = "", audience: str = "") -> Self:
        """What went out under consent to `uses`, of the part and to the body that a withdrawal speaks of (empty: all)."""
        rows = self.filter(use__in=reached(uses))
        rows = rows.filter(Q(about=about) | Q(within=about) | Q(about="")) if about else rows
        return rows.filter(audience_key=audience_key(audience)) if audience else rows


class UseMade(Record):
    """Something was cited, shown, passed on or published under somebody's consent, to somebody, on a day."""

    KIND = "US"
    READ = Right.CONSENT_READ
    VIA = "witness"
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("witness", "use", "audience", "audience_key", "artefact", "about", "within", "on"), INTERNAL),
        **dict.fromkeys(("by_hand", "uncovered"), INTERNAL),
    }

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="uses", verbose_name=_("witness"))
    use = models.CharField(_("use"), max_length=16, choices=Use)
    audience = models.CharField(_("to whom"), max_length=200, blank=True, help_text=_("The body, not a person."))
    audience_key = models.CharField(max_length=400, blank=True, editable=False)
    artefact = models.CharField(
        _("in what"), max_length=200, help_text=_("A reference, or what it was: “Letter of 3 March”, “Oral briefing”.")
    )
    about = models.CharField(
        _("from"),
        max_length=16,
        blank=True,
        help_text=_("The statement or interview it was taken from, by its reference."),
    )
    within = models.CharField(max_length=16, blank=True, editable=False)  # the interview that a statement came from
    on = models.DateField(_("on"), default=today)
    by_hand = models.BooleanField(_("recorded by hand"), default=False, editable=False)
    uncovered = models.BooleanField(_("went out although consent did not cover it"), default=False, editable=False)

    objects = UsesMade.as_manager()

    class Meta:
        verbose_name = _("use")
        verbose_name_plural = _("uses")
        constraints = (
            models.CheckConstraint(
                condition=~Q(use="share") | ~Q(audience=""),
                name="use_sharing_names_the_body",
                violation_error_message=_("Say to whom it was given."),
            ),
        )

    @property
    def last_recall(self) -> Recall | None:
        """The last that is known of telling its recipient; None while nobody was told. Asks for `recalls` at once in lists."""
        return max(self.recalls.all(), key=lambda one: one.pk, default=None)

    def get_absolute_url(self) -> str:
        return f"{reverse('witnesses:consent_out', args=[self.witness.ref])}#{self.ref}"


class State(models.TextChoices):
    """What became of telling a recipient."""

    TOLD = "told", _("Told")
    IMPOSSIBLE = "impossible", _("Cannot be told")


class Recalls(models.QuerySet["Recall"]):
    def visible_to(self, user: Any) -> Self:
        """What is known of the uses that `user` may read."""
        return self.filter(made__in=UseMade.objects.visible_to(user))


class Recall(AppendOnly):
    """A recipient was told that consent ended, or cannot be told and why."""

    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **dict.fromkeys(("id", "made", "state", "on", "created_at", "created_by"), INTERNAL),
        "note": IDENTIFYING,
    }

    made = models.ForeignKey(UseMade, on_delete=models.PROTECT, related_name="recalls")
    state = models.CharField(_("what became of it"), max_length=12, choices=State)
    on = models.DateField(_("on"), default=today)
    note = models.TextField(_("how, or why not"), max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = Recalls.as_manager()

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="impossible") | ~Q(note=""),
                name="recall_impossible_says_why",
                violation_error_message=_("Say why they cannot be told."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_state_display())
