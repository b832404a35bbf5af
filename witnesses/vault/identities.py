"""What passes in and out of the vault's functions. Nothing here shows its content when it is printed or logged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from witnesses.vault.fields import FIELDS, Groups


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who somebody under a cipher is: group → field → values. Exists inside the vault process only."""

    cipher: str
    groups: Groups

    def values(self, *kinds: str) -> Iterator[tuple[str, str]]:
        """Each (kind, value) of the fields of these kinds (see `fields.Field.kind`)."""
        for group, fields in self.groups.items():
            for name, values in fields.items():
                kind = FIELDS[group][name].kind
                if kind in kinds:
                    yield from ((kind, value) for value in values)

    def __repr__(self) -> str:
        return f"Identity({self.cipher})"


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody whose name is like the one searched for: `score` from 0 to 1."""

    cipher: str
    score: float


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, `text[start:end]`, that identifies somebody under protection; never whom."""

    start: int
    end: int
    kind: str


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one, of the kind of the longer."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if found and span.start < found[-1].end:
            last = found[-1]
            kind = last.kind if last.end - last.start >= span.end - span.start else span.kind
            found[-1] = Span(last.start, max(last.end, span.end), kind)
        else:
            found.append(span)
    return found
