"""Items for the tests of families: texts of many different words, and the comparing done at once."""

from __future__ import annotations

import random

from evidence.families import finding, queue
from evidence.families.models import Family, FamilyMember


def prose(seed: int, words: int = 300) -> str:
    """A text of words that stand in no other text in this order."""
    chosen = random.Random(seed)
    return " ".join("".join(chosen.sample("абвгдежзиклмнопрстуabcdefghiklmnop", 6)) for _ in range(words))


def compare(*items):
    """Compare the items with the others, as the clock does."""
    queue.note(item.pk for item in items)
    while finding.some():
        pass


def groups(kind=None):
    """The groups of a kind as (status, set of references)."""
    rows = Family.objects.filter(**({"kind": kind} if kind else {})).order_by("pk")
    return [(one.status, refs(one)) for one in rows]


def refs(family):
    return set(FamilyMember.objects.current().filter(family=family).values_list("item__ref", flat=True))
