"""Who may take part in a decision about whom. From INV-61: declared conflicts bar, and so does the end of a term."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from inquiry.commission.models import Member


def objections(member: Member, about_ref: str, day: date) -> list[str]:
    """Why `member` may not decide on `day` about the person or body `about_ref`, as sentences; empty when nothing stands
    against it."""
    found = []
    sits = member.sits_on(day)
    if sits is False:
        found.append(_("%(member)s is not in office on that day.") % {"member": member})
    if sits is None:
        found.append(
            _("The recorded term does not say whether %(member)s is in office on that day.") % {"member": member}
        )
    conflicts = member.declarations.filter(subject_ref=about_ref, conflicts=True, replaced_by__isnull=True)
    if about_ref and conflicts.exists():
        found.append(_("%(member)s declared a conflict about %(ref)s.") % {"member": member, "ref": about_ref})
    return found
