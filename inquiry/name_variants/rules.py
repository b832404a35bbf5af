"""What stands against recording a spelling or deciding about a pair; sentences, empty where nothing does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from inquiry.accounts.rights import Right
from inquiry.name_variants.naming import BODIES, kinds

BY_VERB: dict[str, tuple[frozenset[str], str]] = {
    "confirm": (frozenset({"generated"}), "asserted"),
    "reject": (frozenset({"generated", "asserted"}), "rejected"),
    "restore": (frozenset({"rejected"}), ""),
}
"""Verb → from which statuses, to which; a restored spelling goes back to what it was before a person looked at it.

No `Step` rows: the right is asked over the record that bears the name, and where `restore` leads differs from row to row.
"""


def protected(record: Any) -> bool:
    """Whether the record is, or hangs on, somebody under a cipher."""
    return (
        record.KIND == "W" or getattr(record, "VIA", "") == "witness" or getattr(record, "witness_id", None) is not None
    )


def naming_objection(record: Any) -> str:
    """Why spellings are not recorded for this record."""
    if protected(record):
        return _("Names of people under protection belong into the vault; no spelling of them is ever recorded here.")
    if record.KIND not in kinds():
        return _("Spellings are kept of officials, members, authorities, detainees and casualties that bear a name.")
    return ""


def may_name(user: Any, record: Any) -> bool:
    """Whoever keeps the registers, and whoever decides about names."""
    return bool(user.may(Right.COMMISSION_CHANGE, record) or user.may(Right.NAMES_DECIDE, record))


def verbs_open(status: str, allowed: bool) -> list[str]:
    """The verbs that may be said of a spelling in this status."""
    return [verb for verb, (sources, _target) in BY_VERB.items() if allowed and status in sources]


def pair_objection(one: Any, other: Any) -> str:
    """Why nothing is decided about these two records."""
    if one.ref == other.ref:
        return _("Choose two different records.")
    if protected(one) or protected(other):
        return _("Who stands behind a cipher is never decided here.")
    if one.KIND not in kinds() or other.KIND not in kinds():
        return _("Only records that bear a name can be one person or two.")
    if (one.KIND in BODIES) != (other.KIND in BODIES):
        return _("A person and an authority are never the same.")
    if one.inquiry_id != other.inquiry_id:
        return _("The two records belong to different inquiries.")
    return ""


def merge_objection(one: Any, other: Any) -> str:
    """Why nothing is decided about two records of which somebody said, by merging them, that they are one person."""
    into = [getattr(record, "merged_into", None) or record for record in (one, other)]
    if one.ref == other.ref or into[0].ref != into[1].ref:
        return ""
    sources = " + ".join(record.ref for record in (one, other) if record.ref != into[0].ref)
    words = _("%(sources)s merged into %(target)s: they count as one person until that merge is taken back there.")
    return words % {"sources": sources, "target": into[0].ref}


def decision_objection(standing: str, decision: str) -> str:
    """Why `decision` does not follow on the decision that stands ("" for none)."""
    if decision == "withdrawn" and standing in ("", "withdrawn"):
        return _("There is no decision to withdraw.")
    if standing == decision:
        return _("This is decided so already.")
    if standing == "different" and decision != "withdrawn":
        return _("They were decided to be different people. Withdraw that decision first, with your reason.")
    return ""
