"""Changes made with tracking on, in any Office format: as facts that the file claims, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from evidence.ingestion.stage import Fact

_MOST, _LONGEST = 500, 2000


@dataclass(frozen=True, slots=True)
class Change:
    """kind: inserted, deleted, moved or another word. by, at: as the file says. start, end: where in the text, if known."""

    kind: str
    by: str
    at: str
    words: str
    start: int = 0
    end: int = 0


def joined(changes: Iterable[Change]) -> list[Change]:
    """Neighbouring pieces of one change put together: formatting cuts it up."""
    found: list[Change] = []
    for change in sorted(changes, key=lambda one: (one.start, one.kind)):
        last = found[-1] if found else None
        if last and last.end == change.start and (last.kind, last.by, last.at) == (change.kind, change.by, change.at):
            found[-1] = replace(last, words=last.words + change.words, end=change.end)
        else:
            found.append(change)
    return found


def facts(changes: list[Change]) -> Iterator[Fact]:
    """How many of each kind; each with author, time and words (the first 500)."""
    if not changes:
        return
    kinds = dict.fromkeys(("inserted", "deleted", *(change.kind for change in changes)), 0)
    for change in changes:
        kinds[change.kind] += 1
    yield Fact("tracked_changes", kinds)
    listed = [{"kind": c.kind, "by": c.by, "at": c.at, "text": c.words[:_LONGEST]} for c in changes[:_MOST]]
    yield Fact("claimed_tracked_changes", listed)


def words(changes: list[Change]) -> str:
    """A line per change."""
    return "\n".join(_line(change) for change in changes if change.words.strip())


def _line(change: Change) -> str:
    who = f" by {change.by}" if change.by else ""
    when = f" on {change.at}" if change.at else ""
    return f"{change.kind}{who}{when}: {change.words.strip()}"
