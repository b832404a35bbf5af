"""What stands against changing, verifying and merging records of casualties. Pure: facts in, sentences out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from witnesses.casualties.choices import Status

REASONED = frozenset({"verify", "send_back", "discard", "reopen"})  # steps that say why


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a record bears on the rules.

    Attributes:
        rests: how many references it rests on.
        merged: it was said to be the same person as another record.
        holds: how many records were said to be the same person as this one.
    """

    ref: str
    status: str
    rests: int = 0
    merged: bool = False
    holds: int = 0


def changing(one: Standing) -> list[str]:
    """Objections to correcting a record: what a second person verified stays as they saw it."""
    if one.merged:
        return [_("This record was said to be of the same person as another: change that one, or separate them.")]
    if one.status in (Status.VERIFIED, Status.DISCARDED):
        return [_("Reopen the record first: it was decided as it stands.")]
    return []


def step(one: Standing, verb: str, reason: str) -> list[str]:
    """Objections to a step of the verification."""
    found = []
    if verb in REASONED and not reason.strip():
        found.append(_("Say why."))
    if one.merged and verb in ("propose", "verify"):
        found.append(_("This record was said to be of the same person as another; that one is verified."))
    if verb in ("propose", "verify") and not one.rests:
        found.append(_("Reasonable grounds need something to rest on: add at least one reference first."))
    return found


def merging(one: Standing, into: Standing, reason: str, *, wall: bool = False) -> list[str]:
    """Objections to saying that `one` is of the same person as `into`.

    Args:
        wall: somebody decided that the two are different people.
    """
    found = []
    if not reason.strip():
        found.append(_("Say why they are the same person."))
    if one.ref == into.ref:
        found.append(_("A record is always of the same person as itself."))
    if one.merged or into.merged:
        found.append(_("One of them was merged before: merge into the record that stands."))
    if one.holds:
        found.append(_("Other records were merged into this one: separate them first, or merge the other way round."))
    if into.status == Status.DISCARDED:
        found.append(_("%(ref)s was discarded: merge into a record that stands.") % {"ref": into.ref})
    if wall:
        found.append(_("Somebody decided that these are different people; that decision has to be taken back first."))
    return found
