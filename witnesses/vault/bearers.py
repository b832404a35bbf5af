"""Who bears what: tables from a name, a number or an address to the people whom it identifies."""

from __future__ import annotations

from typing import TypeVar

What = TypeVar("What")


def bear(table: dict[What, tuple[int, ...]], at: What, person: int) -> None:
    """Note that `person` (the number of a cipher) bears what stands under `at`; people come one after another."""
    standing = table.get(at, ())
    if person not in standing[-1:]:
        table[at] = (*standing, person)
