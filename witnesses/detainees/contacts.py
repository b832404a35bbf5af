"""Who reached a detainee: counsel, visits, calls. Further sources, and the requests and petitions that concern the person."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inquiry.official_requests.models import OfficialRequest
from inquiry.petitions.models import Petition
from inquiry.shared.date_fields import BasisField, EdtfField, MomentOf, ZoneField
from inquiry.shared.dates import Shown, shown
from inquiry.shared.tables import Sensitivity
from witnesses.detainees.choices import AccessKind, AccessOutcome, CounselAccess
from witnesses.detainees.court import Happening, Happenings
from witnesses.detainees.models import Part, PartsOfDetainees, Sourced

INTERNAL, IDENTIFYING = Sensitivity.INTERNAL, Sensitivity.IDENTIFYING


class Counsel(Sourced):
    """Somebody who defends: a lawyer named in public, or somebody under a cipher."""

    KIND = "LC"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Sourced.SOURCED,
        **dict.fromkeys(("name", "witness"), IDENTIFYING),
        **dict.fromkeys(("begin", "begin_zone", "begin_basis", "end", "end_zone", "end_basis", "access"), INTERNAL),
    }

    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Only of a lawyer whom public sources name in this case.")
    )
    witness = models.ForeignKey(
        "witnesses.Witness", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("under the cipher"),
    )  # fmt: skip
    begin = EdtfField(_("from"), blank=True)
    begin_zone = ZoneField(_("in the zone"))
    begin_basis = BasisField(_("how the beginning is known"))
    end = EdtfField(_("until"), blank=True)
    end_zone = ZoneField(_("in the zone"))
    end_basis = BasisField(_("how the end is known"))
    access = models.CharField(
        _("access to the person"), max_length=12, choices=CounselAccess, default=CounselAccess.UNKNOWN
    )

    begin_moment, end_moment = MomentOf("begin"), MomentOf("end")
    objects = PartsOfDetainees["Counsel"].as_manager()

    class Meta:
        verbose_name = _("counsel")
        verbose_name_plural = _("counsel")
        constraints = (
            models.CheckConstraint(
                condition=Q(name="") | Q(witness__isnull=True), name="counsel_by_name_or_under_a_cipher",
                violation_error_message=_("Write a public name, or choose a cipher; never both."),
            ),
        )  # fmt: skip

    @property
    def known_as(self) -> str:
        """The name, the cipher, or that none is stated."""
        return (self.witness.ref if self.witness else self.name) or str(_("Not named in the source"))

    @property
    def begin_shown(self) -> Shown | None:
        return shown(self.begin_moment)

    @property
    def end_shown(self) -> Shown | None:
        return shown(self.end_moment)


class AccessEvent(Happening):
    """A visit or a call: asked for, granted, refused, taken back, held."""

    KIND = "DA"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Happening.HAPPENED, **dict.fromkeys(("kind", "outcome", "counsel"), INTERNAL), "words": IDENTIFYING
    }  # fmt: skip

    kind = models.CharField(_("kind"), max_length=12, choices=AccessKind)
    outcome = models.CharField(_("outcome"), max_length=8, choices=AccessOutcome, default=AccessOutcome.ASKED)
    words = models.CharField(
        _("what happened"),
        max_length=300,
        blank=True,
        help_text=_("Reason given, who was present; nobody under protection by name."),
    )
    counsel = models.ForeignKey(
        Counsel, on_delete=models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("counsel")
    )

    objects = Happenings["AccessEvent"].as_manager()

    class Meta:
        verbose_name = _("access to a detainee")
        verbose_name_plural = _("access to detainees")


class FurtherSource(Part):
    """Another source of a detainee or of one of their rows. Never changed."""

    KIND = "DS"
    APPEND_ONLY = True
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Part.PART, **dict.fromkeys(("about_ref", "source", "locator"), INTERNAL), "says": IDENTIFYING
    }  # fmt: skip

    about_ref = models.CharField(_("about"), max_length=16, db_index=True, editable=False)
    source = models.ForeignKey("inquiry.Source", on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))
    locator = models.CharField(_("where in the source"), max_length=120, blank=True)
    says = models.CharField(
        _("what it says"),
        max_length=500,
        blank=True,
        help_text=_("In our own words; the source's sentences are not copied."),
    )

    objects = PartsOfDetainees["FurtherSource"].as_manager()

    class Meta:
        verbose_name = _("further source")
        verbose_name_plural = _("further sources")


class DetaineeLinks(PartsOfDetainees["DetaineeLink"]):
    def visible_to(self, user: Any) -> Self:
        """Between detainees and records both of which `user` may read."""
        requests = OfficialRequest.objects.visible_to(user).values("ref")
        petitions = Petition.objects.visible_to(user).values("ref")
        return super().visible_to(user).filter(Q(about_ref__in=requests) | Q(about_ref__in=petitions))

    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(taken_back=False)


class DetaineeLink(Part):
    """A request or a petition concerns the person. It stands here, with the person, and never with the request."""

    KIND = "DK"
    SENSITIVITY: ClassVar[dict[str, Sensitivity]] = {
        **Part.PART, **dict.fromkeys(("about_ref", "taken_back"), INTERNAL), "note": IDENTIFYING
    }  # fmt: skip

    about_ref = models.CharField(
        _("which request or petition"), max_length=16, db_index=True, help_text=_("Its reference: OR-0004, PT-0001.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    taken_back = models.BooleanField(default=False, editable=False)

    objects = DetaineeLinks.as_manager()

    class Meta:
        verbose_name = _("what concerns a detainee")
        verbose_name_plural = _("what concerns detainees")
        constraints = (
            models.UniqueConstraint(
                fields=["detainee", "about_ref"], condition=Q(taken_back=False), name="each_record_linked_once_to_a_detainee",
                violation_error_message=_("This is linked already."),
            ),
        )  # fmt: skip
