"""What the vault holds of a witness: which groups of fields, never what stands in them."""

from __future__ import annotations

from dataclasses import dataclass

from inquiry.shared.workflow import Refused
from witnesses.people.models import Witness
from witnesses.vault import door
from witnesses.vault.door import GROUP_LABELS


@dataclass(frozen=True, slots=True)
class Held:
    """The labels of the groups that hold something; `asked` is False where the vault did not answer."""

    labels: list[str]
    asked: bool


def held(witness: Witness) -> Held:
    """Ask the vault which groups hold something. A vault that is down closes no page."""
    try:
        groups = door.groups_held(witness.ref, inquiry=witness.inquiry.ref)
    except Refused:
        return Held([], asked=False)
    return Held([str(GROUP_LABELS[group]) for group in GROUP_LABELS if group in groups], asked=True)
