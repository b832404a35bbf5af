"""What all archives share: names in old code pages, members that would grow beyond measure, what is not unpacked and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evidence.ingestion import charsets
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Refused

_OLD = ("cp866", "cp1251", "koi8_r", "cp437")
_BOMB = "The contents would grow to more than {} times the size of the file; unpacking was stopped."


def name(raw: bytes) -> str:
    """A member's name for people: UTF-8, else the old code page that makes most sense of it."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    marks = {page: charsets.score(raw.decode(page, "replace")) for page in _OLD[:3]}
    best = max(marks, key=lambda page: marks[page])
    return raw.decode(best if marks[best] > 0 else "cp437", "replace")


class Meter:
    """Counts what comes out of an archive against what went in."""

    def __init__(self, source: Source) -> None:
        self._limits, self._size, self._out = source.limits, max(1, source.size), 0

    def allows(self, size: int) -> bool:
        """Whether `size` bytes more may come out."""
        total = self._out + size
        within = total <= self._limits.ratio_floor_bytes or total <= self._limits.ratio * self._size
        return within and total <= self._limits.output_bytes

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks, counted; Refused when there are too many."""
        for chunk in chunks:
            if not self.allows(len(chunk)):
                raise Refused(self.sentence)
            self._out += len(chunk)
            yield chunk

    @property
    def sentence(self) -> str:
        """Why unpacking stopped."""
        return _BOMB.format(self._limits.ratio)


def skipped(entries: list[tuple[str, str]]) -> Iterator[Fact]:
    """What was not unpacked: name and reason."""
    if entries:
        yield Fact("not_unpacked", [{"name": n, "reason": r} for n, r in entries[:500]])
        yield Fact("not_unpacked_count", len(entries))
