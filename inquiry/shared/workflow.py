"""Life cycles as rows: which verb leads from where to where, and who may say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_OPEN = _("Your role does not open this step.")


class Refused(Exception):
    """An action is not possible now. The message is a sentence for the person who tried.

    Attributes:
        verb: the step that was tried, where a life cycle refused it.
        ref: the record's reference, for the audit.
    """

    def __init__(self, sentence: str | Promise, *, verb: str = "", ref: str = "") -> None:
        super().__init__(str(sentence))
        self.verb = verb
        self.ref = ref


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a life cycle: `verb` leads from any of `sources` to `target` for those who hold `right`.

    An empty `target` leaves the status as it is.
    """

    verb: str
    sources: tuple[str, ...]
    target: str
    right: str
    not_by: str = ""  # the field naming a person who may not take this step: two pairs of eyes
    label: Any = ""  # the button's words; the verb with blanks when empty

    @property
    def words(self) -> str:
        return str(self.label) or self.verb.replace("_", " ").capitalize()


class Stateful(Protocol):
    """What has a life cycle."""

    @property
    def STEPS(self) -> tuple[Step, ...]: ...  # noqa: N802 - a table that each model writes out

    @property
    def status(self) -> Any: ...


class Actor(Protocol):
    """Who may say a verb."""

    def may(self, right: str, record: Any) -> bool: ...


def step_of(record: Stateful, verb: str) -> Step:
    """The row of `verb`; a verb without a row is a mistake in the code (KeyError)."""
    for row in record.STEPS:
        if row.verb == verb:
            return row
    raise KeyError(verb)


def objection(record: Stateful, step: Step, by: Actor) -> str:
    """Why `by` may not take `step` now, as a sentence; empty when nothing stands against it."""
    if record.status not in step.sources:
        shown = str(getattr(record, "get_status_display", lambda: record.status)()).lower()
        return f"This is {shown}; the step “{step.words}” is not possible now."
    if not by.may(step.right, record):
        return str(NOT_OPEN)
    if step.not_by and getattr(record, step.not_by) == by:
        return "A second person has to do this: whoever prepared it may not also take this step."
    return ""


def check(record: Stateful, verb: str, by: Actor) -> Step:
    """Return the row that `verb` is here.

    Raises:
        Refused: the record is not in a status that allows the verb, or `by` may not say it.
    """
    step = step_of(record, verb)
    sentence = objection(record, step, by)
    if sentence:
        raise Refused(sentence, verb=verb, ref=str(getattr(record, "ref", "")))
    return step


def available(record: Stateful, by: Actor) -> list[Step]:
    """The steps that `by` may take now: the page's buttons and the API's `allowed_actions`."""
    return [row for row in record.STEPS if not objection(record, row, by)]
