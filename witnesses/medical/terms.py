"""What a medical evaluation is told in: degrees of consistency, places on the body, caveats that always stand beside it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Degree(models.TextChoices):
    """How far a finding agrees with its alleged cause: the five degrees of the Istanbul Protocol, in order."""

    NOT_CONSISTENT = "not_consistent", _("Not consistent with")
    CONSISTENT = "consistent", _("Consistent with")
    HIGHLY_CONSISTENT = "highly_consistent", _("Highly consistent with")
    TYPICAL = "typical", _("Typical of")
    DIAGNOSTIC = "diagnostic", _("Diagnostic of")


MEANINGS = {
    Degree.NOT_CONSISTENT: _("The finding could not have been caused by what is alleged."),
    Degree.CONSISTENT: _("It could have been caused by it, but is not specific: there are many other possible causes."),
    Degree.HIGHLY_CONSISTENT: _("It could have been caused by it, and there are few other possible causes."),
    Degree.TYPICAL: _("It is usually seen after what is alleged, but there are other possible causes."),
    Degree.DIAGNOSTIC: _("It could not have been caused in any way other than that described."),
}


class Stated(models.TextChoices):
    """Yes, no, or that nobody said."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not stated")


BODY = {
    "head": _("Head"),
    "face": _("Face"),
    "eyes": _("Eyes"),
    "ears": _("Ears"),
    "mouth": _("Mouth and teeth"),
    "neck": _("Neck"),
    "shoulders": _("Shoulders"),
    "arms": _("Arms"),
    "wrists": _("Wrists"),
    "hands": _("Hands and fingers"),
    "chest": _("Chest"),
    "abdomen": _("Abdomen"),
    "back": _("Back"),
    "spine": _("Spine"),
    "pelvis": _("Pelvis and buttocks"),
    "genitals": _("Genital and anal region"),
    "thighs": _("Thighs"),
    "knees": _("Knees"),
    "legs": _("Lower legs"),
    "ankles": _("Ankles"),
    "feet": _("Feet and toes"),
    "soles": _("Soles of the feet"),
    "skin": _("Skin in general"),
    "mind": _("Psychological finding"),
}

NO_FINDINGS = _(
    "That no finding was made does not speak against what was alleged: many forms of torture and ill-treatment leave no"
    " trace, and traces fade. The absence of findings lowers nobody's credibility."
)
AUTHORITIES = _(
    "Authorities were present during this examination. Nobody can be expected to speak freely before them: read what was"
    " said, and what was not found, in that light."
)
RESTRAINED = _("The person was restrained during this examination, which limits what could be examined.")
NO_CONSENT = {
    Stated.NO: _("The person did not give informed consent to this examination."),
    Stated.UNKNOWN: _("It is not stated that the person gave informed consent to this examination."),
}


def caveats(*, authorities: str, restrained: str, informed: str, restrictions: str) -> list[str]:
    """What has to stand visibly beside an evaluation, wherever it is shown; what its circumstances call for comes first."""
    found = [str(AUTHORITIES)] if authorities == Stated.YES else []
    found += [str(RESTRAINED)] if restrained == Stated.YES else []
    found += [str(NO_CONSENT[Stated(informed)])] if informed != Stated.YES else []
    found += [str(_("The examination was restricted: %(how)s")) % {"how": restrictions}] if restrictions else []
    return [*found, str(NO_FINDINGS)]


def body_words(sites: Iterable[str]) -> str:
    return ", ".join(str(BODY.get(site, site)) for site in sites)
