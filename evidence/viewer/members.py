"""What was found inside an item, as a tree of folders: by the paths that the container gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.items.models import Item

DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Branch:
    """A folder (without an item) or a member; `level` from 0."""

    name: str
    level: int
    item: Item | None = None


def tree(children: Iterable[Item]) -> list[Branch]:
    """Folders before what they hold, in the order of the paths."""
    rows = sorted(((_parts(child), child) for child in children), key=lambda row: (row[0], row[1].order))
    return list(_branches(rows))


def _parts(child: Item) -> tuple[str, ...]:
    """The path inside the container."""
    inner = child.path.rpartition("!")[2]
    return tuple(part for part in inner.split("/") if part) or (child.name,)


def _branches(rows: list[tuple[tuple[str, ...], Item]]) -> Iterator[Branch]:
    before: tuple[str, ...] = ()
    for parts, child in rows:
        folders = parts[:-1]
        shared = next((i for i, pair in enumerate(zip(before, folders, strict=False)) if pair[0] != pair[1]), None)
        shared = min(len(before), len(folders)) if shared is None else shared
        for level in range(shared, len(folders)):
            yield Branch(folders[level], min(level, DEEPEST))
        yield Branch(parts[-1], min(len(folders), DEEPEST), child)
        before = folders
