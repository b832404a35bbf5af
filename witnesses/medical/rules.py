"""What stands against writing, rating, signing and handing over a medical evaluation. Pure: facts in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from witnesses.medical.terms import Degree, Stated


def writing(status: str) -> list[str]:
    """Objections to changing an evaluation: what was signed is locked."""
    if status == "draft":
        return []
    return [_("The evaluation is signed and locked. What is to be said now is an addendum.")]


def rating(*, clinician: bool, finding: bool, cause: bool, degree: str) -> list[str]:
    """Objections to a degree of consistency (INV-32): only a clinician sets it, for a finding and an alleged cause.

    Args:
        clinician: whoever rates holds the right to judge over this evaluation.
        finding, cause: they belong to it and were not struck out.
    """
    found = []
    if not clinician:
        found.append(
            _("Only a clinician who is assigned to the evaluation judges how far a finding agrees with its cause.")
        )
    if not finding:
        found.append(_("A degree needs a finding of this evaluation."))
    if not cause:
        found.append(_("A degree needs a cause that was alleged in this evaluation."))
    if degree not in Degree.values:
        found.append(_("The degree is one of the five of the Istanbul Protocol."))
    return found


def signing(values: Mapping[str, str], *, own: bool) -> list[str]:
    """Objections to signing.

    Args:
        values: the evaluation's texts and choices.
        own: whoever signs is the evaluation's clinician.
    """
    found = [] if own else [_("Only the clinician who examined signs.")]
    needed = {
        "examined": _("the day of the examination"),
        "qualifications": _("the clinician's qualifications"),
        "overall": _("the overall evaluation"),
        "truthfulness": _("the statement of truthfulness"),
    }
    missing = [str(words) for name, words in needed.items() if not values[name].strip()]
    missing += _unstated(values)
    if missing:
        found.append(_("Before signing, state: %(what)s.") % {"what": ", ".join(missing)})
    return found


def _unstated(values: Mapping[str, str]) -> Sequence[str]:
    """The circumstances that have to be answered with yes or no."""
    asked = {
        "informed_consent": _("whether the person gave informed consent"),
        "authorities_present": _("whether authorities were present"),
        "restrained": _("whether the person was restrained"),
    }
    return [str(words) for name, words in asked.items() if values[name] == Stated.UNKNOWN]


def handing_over(consent: str) -> list[str]:
    """Objections to giving the report to somebody: never without the person's consent."""
    return [] if consent.strip() else [_("Say how and when the person agreed: a report is given to nobody without it.")]
