"""What a query says, as a tree, and what is wrong with one, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


class QueryError(ValueError):
    """The query cannot be answered as typed. The message is a sentence; `start` and `end` mark the place in the query."""

    def __init__(self, sentence: str, start: int = 0, end: int = 0) -> None:
        super().__init__(sentence)
        self.sentence, self.start, self.end = sentence, start, max(start, end)

    def marked(self, query: str) -> tuple[str, str, str]:
        """The query before the place, at it, and after it."""
        return query[: self.start], query[self.start : self.end], query[self.end :]


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed. With `prefix`, any word that begins so; with `pattern`, any that fits: `*` stands for letters,
    `?` for one letter; with `fuzzy`, also those that differ from it in so many letters."""

    text: str
    prefix: bool = False
    pattern: bool = False
    fuzzy: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """One word, or several that stand next to each other in this order."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases on one page, in either order, the one at most `distance` words after the end of the other."""

    first: Phrase
    second: Phrase
    distance: int


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


Sought = Phrase | Near
"""What stands on a page, or does not: the leaves of a tree that count for rank, snippets and marks."""
Node = Phrase | Near | Field | And | Or | Not


def wanted(node: Node) -> Iterator[Sought]:
    """What counts for rank and snippets: the leaves that are not under NOT."""
    if isinstance(node, Phrase | Near):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from wanted(part)


def in_words(node: Node, typed: str) -> str:
    """What a query looks for in words, as a query: as it was typed where it asks for nothing else, "" where for no word."""
    if not any(isinstance(one, Field) for one in leaves(node)):
        return typed
    return " ".join(dict.fromkeys(_written(one) for one in wanted(node)))


def leaves(node: Node) -> Iterator[Sought | Field]:
    """Everything that a query asks for, also what it leaves out."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        yield node


def _written(one: Sought) -> str:
    if isinstance(one, Near):
        return f"({_written(one.first)} NEAR/{one.distance} {_written(one.second)})"
    words = [f"{word.text}{'*' if word.prefix else ''}{f'~{word.fuzzy}' if word.fuzzy else ''}" for word in one.words]
    return words[0] if len(words) == 1 else f'"{" ".join(words)}"'
