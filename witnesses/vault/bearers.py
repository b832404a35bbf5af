"""Who bears what: tables from a name, a number or an address to the people whom it identifies."""

from __future__ import annotations

from typing import TypeVar

What = TypeVar("What")


People = list[int]
"""The numbers of ciphers, ascending."""

NOBODY: People = []


def bear(table: dict[What, People], at: What, person: int) -> None:
    """Note that `person` bears what stands under `at`; people come one after another."""
    standing = table.setdefault(at, [])
    if not standing or standing[-1] != person:
        standing.append(person)
