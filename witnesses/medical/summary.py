"""Ill-treatment of one person by method: what acts record, what was alleged to a clinician, how far findings agree. Pure.

An act counts once under each of its methods, a pair of finding and cause by its last rating alone. Nothing is added up to a
verdict: the overall evaluation is the clinician's own text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from witnesses.acts.terms import METHODS
from witnesses.medical.terms import Degree

ORDER = {degree: place for place, degree in enumerate(Degree.values)}


@dataclass(frozen=True, slots=True)
class Rated:
    """One judgement: the method alleged, the pair it is about, the degree. Later rows come later."""

    method: str
    finding: int
    allegation: int
    degree: str


@dataclass(slots=True)
class Line:
    """One method: references of the acts, evaluations in which it was alleged, and how many pairs have which degree."""

    method: str
    acts: set[str] = field(default_factory=set)
    evaluations: set[str] = field(default_factory=set)
    degrees: dict[str, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return METHODS.words(self.method)

    @property
    def degree_words(self) -> list[tuple[str, int]]:
        """Degree in words and number of pairs, in the protocol's order."""
        return [(str(Degree(one).label), self.degrees[one]) for one in sorted(self.degrees, key=ORDER.__getitem__)]


def standing(ratings: Iterable[Rated]) -> list[Rated]:
    """Of each pair of finding and cause the last rating."""
    return list({(one.finding, one.allegation): one for one in ratings}.values())


def by_method(
    acts: Iterable[tuple[str, Iterable[str]]], alleged: Iterable[tuple[str, str]], ratings: Iterable[Rated]
) -> list[Line]:
    """One line for each method, in the order of the list.

    Args:
        acts: reference of each act with its methods.
        alleged: (reference of the evaluation, method) of each allegation.
        ratings: every rating, oldest first.
    """
    lines: dict[str, Line] = {}
    for ref, methods in acts:
        for method in set(methods):
            lines.setdefault(method, Line(method)).acts.add(ref)
    for ref, method in alleged:
        lines.setdefault(method, Line(method)).evaluations.add(ref)
    for one in standing(ratings):
        degrees = lines.setdefault(one.method, Line(one.method)).degrees
        degrees[one.degree] = degrees.get(one.degree, 0) + 1
    order = {code: place for place, code in enumerate(METHODS.terms)}
    return sorted(lines.values(), key=lambda line: (order.get(line.method, len(order)), line.method))
