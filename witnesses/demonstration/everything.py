"""The demonstration of the rooms of people under protection, room by room in the order in which they rest on each other."""

from __future__ import annotations

from collections.abc import Callable

from inquiry.demonstration.shelf import Shelf
from witnesses.demonstration import acts, casualties, consent, detainees, medical, people, protection, testimony

ROOMS: tuple[Callable[[Shelf], dict[str, int]], ...] = (
    people.load,
    consent.load,
    protection.load,
    testimony.load,
    detainees.load,
    casualties.load,
    acts.load,
    medical.load,
)


def load(shelf: Shelf) -> dict[str, int]:
    """Load what is not there yet; how many records each room has. Not inside a transaction: the vault has to see them."""
    counts: dict[str, int] = {}
    for room in ROOMS:
        counts |= room(shelf)
    return counts
