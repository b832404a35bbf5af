"""The table of a list: of what was found, only what its owner may read at this moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from evidence.items.models import Item
from evidence.name_lists.looking import FIRST, MOST_FOUND
from evidence.name_lists.models import NameLine, NameList
from evidence.search.query import QueryError
from evidence.search.results import search

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Row:
    """A name, how many items hold it, and the first few as (reference, pages). `number` is None until it was looked for."""

    line: NameLine
    number: int | None = None
    first: list[tuple[str, list[int]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The search for this name."""
        return f"{reverse('evidence:search')}?{urlencode({'q': self.line.query})}" if self.line.query else ""


def rows(names: NameList, lines: Sequence[NameLine], user: Any) -> Iterator[Row]:
    """A row for each line; what `user` may read of all of them is asked in one go."""
    refs = _readable(names, {pk for line in lines for pk in line.found}, user)
    for line in lines:
        seen = [pk for pk in line.found if pk in refs]
        first = [(refs[pk], [int(page) for page in line.pages.get(str(pk), [])]) for pk in seen[:FIRST]]
        known = line.looked_at and not line.problem
        number = len(seen) if len(line.found) < MOST_FOUND else _counted(line, names, user)
        yield Row(line, number, first) if known else Row(line)


def _counted(line: NameLine, names: NameList, user: Any) -> int | None:
    """How many items hold a name that very many do; None where the index cannot say."""
    try:
        return search(line.query, by=user, inquiry=names.inquiry, size=1).total
    except QueryError:
        return None


def _readable(names: NameList, wanted: set[int], user: Any) -> dict[int, str]:
    found: dict[int, str] = {}
    every = sorted(wanted)
    for at in range(0, len(every), AT_ONCE):
        items = Item.objects.readable_by(user).filter(inquiry_id=names.inquiry_id, pk__in=every[at : at + AT_ONCE])
        found.update(items.values_list("pk", "ref"))
    return found
