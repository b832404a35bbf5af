"""What a reader is shown of a statement: paragraphs, steps, translation, differences; every text through the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from inquiry.accounts.models import User
from witnesses.testimony import differences
from witnesses.testimony.screen import Screen
from witnesses.testimony.statements import Paragraph, Statement, StatementStep, StatementVersion
from witnesses.testimony.translations import TranslatedParagraph, Translation


@dataclass
class Shown:
    """One paragraph as this reader sees it. `text` is empty where it is `gone`."""

    number: int
    version: int
    gone: bool
    text: str = ""
    translation: TranslatedParagraph | None = None
    translated: str = ""
    disputed: str = ""


@dataclass
class ShownStep:
    """One step as this reader sees it; codes and exact days are for the team."""

    step: StatementStep
    reason: str
    note: str


@dataclass
class Reading:
    """A version of a statement as one reader sees it; beside a translation, where one was chosen."""

    statement: Statement
    screen: Screen
    versions: list[StatementVersion]
    version: StatementVersion
    translation: Translation | None = None
    paragraphs: list[Shown] = field(default_factory=list)
    steps: list[ShownStep] = field(default_factory=list)
    note: str = ""

    @property
    def latest(self) -> bool:
        return self.version.number == self.versions[-1].number

    @property
    def standing(self) -> int:
        """How many paragraphs stand."""
        return sum(not one.gone for one in self.paragraphs)


def read(user: User, statement: Statement, version: str = "", translation: Translation | None = None) -> Reading:
    """Version `version` (the last one where it is no number of one) as `user` may see it.

    The statement is one that `user` may read.
    """
    versions = list(statement.versions.select_related("created_by"))
    chosen = next((one for one in versions if str(one.number) == version), versions[-1])
    reading = Reading(statement, Screen(user, statement), versions, chosen, translation)
    rows = statement.standing(chosen.number)
    steps = list(statement.steps_taken.select_related("version", "created_by"))
    words = translation.latest() if translation else {}
    texts: dict[Any, str] = {("note", 0): chosen.note}
    for row in rows:
        texts["text", row.pk] = row.text
        if row.pk in words:
            texts["words", row.pk], texts["terms", row.pk] = words[row.pk].text, words[row.pk].disputed
    for step in steps:
        texts["reason", step.pk], texts["said", step.pk] = step.reason, step.note
    seen = reading.screen.shown(texts)
    reading.note = seen["note", 0]
    reading.paragraphs = [_paragraph(row, words.get(row.pk), seen) for row in rows]
    reading.steps = [ShownStep(step, seen["reason", step.pk], seen["said", step.pk]) for step in steps]
    return reading


def _paragraph(row: Paragraph, words: TranslatedParagraph | None, seen: dict[Any, str]) -> Shown:
    shown = Shown(row.number, row.version_number, row.gone, seen["text", row.pk], words)
    if words:
        shown.translated, shown.disputed = seen["words", row.pk], seen["terms", row.pk]
    return shown


def compare(user: User, statement: Statement, before: int, after: int) -> tuple[Screen, list[differences.Difference]]:
    """What became of each paragraph between two versions, of the texts as `user` may see them."""
    screen = Screen(user, statement)
    old = {row.number: row for row in statement.standing(before)}
    new = {row.number: row for row in statement.standing(after)}
    texts = {("old", number): row.text for number, row in old.items()} | {
        ("new", number): row.text for number, row in new.items()
    }
    seen = screen.shown(texts)
    if screen.closed:
        return screen, []
    earlier = {number: None if row.gone else seen["old", number] for number, row in old.items()}
    later = {number: None if row.gone else seen["new", number] for number, row in new.items()}
    return screen, differences.between(earlier, later)
