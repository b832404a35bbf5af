"""What a query says, as a tree, and what is wrong with one, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


class QueryError(ValueError):
    """The query cannot be answered as typed. The message is a sentence; `start` and `end` mark the place in the query."""

    def __init__(self, sentence: str, start: int = 0, end: int = 0) -> None:
        super().__init__(sentence)
        self.sentence, self.start, self.end = sentence, start, max(start, end)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed; with `prefix`, any word that begins so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One word, or several that stand next to each other in this order."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A condition on the item itself, such as `type:pdf`; `start` and `end` are its place in the query."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts hold for the item, on whichever of its pages."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part holds on no page of the item."""

    part: Node


Node = Phrase | Field | And | Or | Not


def wanted(node: Node) -> Iterator[Phrase]:
    """The phrases that count for rank and snippets: those that are not under NOT."""
    if isinstance(node, Phrase):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from wanted(part)
