"""What a step asks of whoever records it, as a row beside the step's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks: the facts it takes, those it cannot do without, and what its time means.

    `happened` says in a history what was done.
    """

    happened: Any
    facts: tuple[str, ...]
    needed: tuple[str, ...] = ()
    when: Any = ""


WHEN = ("at", "at_zone", "at_basis")
