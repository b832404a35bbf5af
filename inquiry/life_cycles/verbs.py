"""The verbs of a life cycle whose steps are all recorded alike: one function for each row, under its own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from inquiry.life_cycles.history import StepTaken

S = TypeVar("S", bound=StepTaken)
RAISES = """

    Raises:
        DoesNotExist: there is no such record, or `by` may not see it.
        Refused: its status does not allow the step, or `by` may not take it.
        ValidationError: a fact is missing or contradicts another.
"""


def verb(take: Callable[..., S], name: str, doc: str) -> Callable[..., S]:
    """The action `name(ref, *, by, **facts)`.

    Args:
        take: `(ref, name, by, facts)`, the room's only way to record a step.
        doc: what the action records, as a sentence.
    """

    def record(ref: str, *, by: Any, **facts: Any) -> S:
        return take(ref, name, by, facts)

    record.__name__ = record.__qualname__ = name
    record.__doc__ = doc + RAISES
    return record
