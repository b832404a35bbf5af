"""Detainees: public persons by name or people under a cipher, the intervals in which they were held, and what is disputed.

Who reads a detainee reads everything that hangs on them, and nobody else any of it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiry.accounts.policy import Visible
from inquiry.accounts.rights import Right
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import COMMON, Record, Sensitivity
from witnesses.detainees.choices import CustodyKind, DisputeState, Held, Known, Sex, Warrant, Whereabouts
from witnesses.detainees.intervals import Interval, interval

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING
P = TypeVar("P", bound=Record)


class Detainee(Record):
    """Somebody who is or was held. A public person by the name that public sources use, or somebody under a cipher."""

    KIND = "DT"
    READ = Right.DETAINEE_READ
    FREE_WORDS = ("profession", "note")
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **COMMON,
        **dict.fromkeys(("name", "witness", "sex", "birth", "birth_zone", "birth_basis"), IDENTIFYING),
        **dict.fromkeys(("nationality", "profession", "note"), IDENTIFYING),
        "status": INTERNAL,
    }

    name = models.CharField(
        _("name"), max_length=200, blank=True,
        help_text=_("Only of a public person, as public sources write it. Whoever needs protection stands under a cipher."),
    )  # fmt: skip
    witness = models.OneToOneField(
        "witnesses.Witness", on_delete=models.PROTECT, null=True, blank=True, related_name="detainee",
        verbose_name=_("under the cipher"),
    )  # fmt: skip
    sex = models.CharField(_("sex"), max_length=8, choices=Sex, default=Sex.UNKNOWN)
    birth = EdtfField(_("born"), blank=True, help_text=_("Of somebody under a cipher the year at most."))
    birth_zone = ZoneField(_("in the zone"))
    birth_basis = BasisField(_("how the date is known"))
    nationality = models.CharField(_("nationality"), max_length=100, blank=True)
    profession = models.CharField(
        _("profession"), max_length=200, blank=True,
        help_text=_("As publicly stated; of somebody under a cipher nothing that tells who they are."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True, max_length=4000)
    status = models.CharField(_("status"), max_length=12, choices=Held, default=Held.UNKNOWN, editable=False)

    birth_moment = MomentOf("birth")
    objects = Visible["Detainee"].as_manager()

    class Meta:
        verbose_name = _("detainee")
        verbose_name_plural = _("detainees")
        indexes = (models.Index(fields=["inquiry", "status"]),)
        constraints = (
            models.CheckConstraint(
                condition=(~Q(name="") & Q(witness__isnull=True)) | (Q(name="") & Q(witness__isnull=False)),
                name="detainee_by_name_or_under_a_cipher",
                violation_error_message=_("Write a public person's name, or choose a cipher; never both."),
            ),
        )

    def get_absolute_url(self) -> str:
        return reverse("witnesses:detainee", args=[self.ref])

    @property
    def protected(self) -> bool:
        """Under a cipher: who they are is in the vault, and what goes out needs their consent."""
        return self.witness_id is not None

    @property
    def known_as(self) -> str:
        """The public person's name, or the cipher."""
        return self.witness.ref if self.witness else self.name

    @property
    def birth_shown(self) -> Shown | None:
        return shown(self.birth_moment)

    @property
    def status_tone(self) -> str:
        return {Held.AT_LIBERTY: "good", Held.DISPUTED: "care", Held.UNKNOWN: "plain"}.get(Held(self.status), "bad")


class PartsOfDetainees(Visible[P]):
    def visible_to(self, user: Any) -> Self:
        """What hangs on the detainees that `user` may read."""
        return self.filter(detainee__in=Detainee.objects.visible_to(user))


class Part(Record):
    """What hangs on one detainee."""

    READ = Right.DETAINEE_READ
    VIA = "detainee"
    PART: ClassVar[dict[str, Sensitivity]] = {**COMMON, "detainee": INTERNAL}

    detainee = models.ForeignKey(
        Detainee, on_delete=models.PROTECT, related_name="%(class)s_rows", verbose_name=_("detainee")
    )

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return f"{self.detainee.get_absolute_url()}#{self.ref}"


class Sourced(Part):
    """A part that says what it rests on. Further sources are rows of their own (`FurtherSource`)."""

    SOURCED: ClassVar[dict[str, Sensitivity]] = {
        **Part.PART,
        **dict.fromkeys(("source", "locator", "known"), INTERNAL),
        **dict.fromkeys(("claimed_by", "note"), IDENTIFYING),
    }

    source = models.ForeignKey(
        "inquiry.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    locator = models.CharField(_("where in the source"), max_length=120, blank=True)
    known = models.CharField(_("how the source knows"), max_length=12, choices=Known, default=Known.UNKNOWN)
    claimed_by = models.CharField(
        _("who says so"), max_length=200, blank=True,
        help_text=_("An authority, a newspaper, a public person; a witness by cipher only."),
    )  # fmt: skip
    note = models.TextField(
        _("note"), blank=True, max_length=4000, help_text=_("In our own words; never a name under protection.")
    )

    class Meta:
        abstract = True


class Custody(Sourced):
    """One interval of one kind, as one source says. Rows may contradict each other: that is found and shown, not repaired."""

    KIND = "DL"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Sourced.SOURCED,
        **dict.fromkeys(
            ("kind", "begin", "begin_zone", "begin_basis", "end", "end_zone", "end_basis", "follows"), INTERNAL
        ),
        **dict.fromkeys(("place", "authority", "ordered_by", "warrant", "legal_basis", "whereabouts"), INTERNAL),
        "reasons": IDENTIFYING,
    }

    kind = models.CharField(_("kind"), max_length=20, choices=CustodyKind, default=CustodyKind.UNKNOWN)
    begin = EdtfField(
        _("from"), blank=True,
        help_text=_("Empty when no source says it. “until 20 January 2023” says: held by then, since when is not known."),
    )  # fmt: skip
    begin_zone = ZoneField(_("in the zone"))
    begin_basis = BasisField(_("how the beginning is known"))
    end = EdtfField(
        _("until"), blank=True,
        help_text=_("Empty when no source says it. “since 17 January 2023” says: still held on that day."),
    )  # fmt: skip
    end_zone = ZoneField(_("in the zone"))
    end_basis = BasisField(_("how the end is known"))
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by",
        verbose_name=_("began when this one ended"),
        help_text=_("A transfer or a change of the measure: no gap and no overlap between the two."),
    )  # fmt: skip
    place = models.ForeignKey(
        "inquiry.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    authority = models.ForeignKey(
        "inquiry.Authority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("held by"),
    )
    ordered_by = models.ForeignKey(
        "inquiry.Authority",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ordered by"),
    )
    warrant = models.CharField(_("warrant"), max_length=10, choices=Warrant, default=Warrant.UNKNOWN)
    legal_basis = models.CharField(_("legal basis as stated"), max_length=300, blank=True)
    reasons = models.TextField(
        _("reasons given"), blank=True, max_length=2000, help_text=_("As the authority gave them.")
    )
    whereabouts = models.CharField(_("whereabouts"), max_length=12, choices=Whereabouts, default=Whereabouts.UNKNOWN)

    begin_moment, end_moment = MomentOf("begin"), MomentOf("end")
    objects = PartsOfDetainees["Custody"].as_manager()

    class Meta:
        verbose_name = _("interval of custody")
        verbose_name_plural = _("intervals of custody")

    def __str__(self) -> str:
        return f"{self.ref} {self.get_kind_display()}"

    @property
    def begin_shown(self) -> Shown | None:
        return shown(self.begin_moment)

    @property
    def end_shown(self) -> Shown | None:
        return shown(self.end_moment)

    @property
    def interval(self) -> Interval:
        """The row as arithmetic sees it; who follows whom by reference."""
        return interval(
            self.ref, self.kind, self.begin_moment, self.end_moment, self.follows.ref if self.follows else ""
        )


class Dispute(Part):
    """Two intervals of one person contradict each other, and what became of it."""

    KIND = "DD"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Part.PART, **dict.fromkeys(("one", "other", "state"), INTERNAL), "explanation": IDENTIFYING
    }  # fmt: skip

    one = models.ForeignKey(
        Custody, on_delete=models.PROTECT, related_name="disputes", verbose_name=_("first interval")
    )
    other = models.ForeignKey(
        Custody, on_delete=models.PROTECT, related_name="disputed_by", verbose_name=_("second interval")
    )
    state = models.CharField(_("state"), max_length=14, choices=DisputeState, default=DisputeState.OPEN)
    explanation = models.TextField(_("what is disputed, and what explains it"), max_length=4000)

    objects = PartsOfDetainees["Dispute"].as_manager()

    class Meta:
        verbose_name = _("dispute about custody")
        verbose_name_plural = _("disputes about custody")
        constraints = (
            models.UniqueConstraint(
                fields=["one", "other"], name="each_pair_disputed_once",
                violation_error_message=_("This dispute is recorded already."),
            ),
            models.CheckConstraint(
                condition=~Q(one=models.F("other")), name="dispute_is_between_two",
                violation_error_message=_("A dispute is between two intervals."),
            ),
        )  # fmt: skip
