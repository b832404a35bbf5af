"""What all archives share: names in old code pages, members that would grow beyond measure, what is not unpacked and why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from evidence.ingestion import charsets
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Outcome, Refused, Trouble

LINK, DEVICE, LOCKED = "a link; links are not followed", "a device, not a file", "locked with a password"
DAMAGED = "This file is damaged inside its archive: it was kept as far as it goes."
_OLD = ("cp866", "cp1251", "koi8_r", "cp437")
_BOMB = "The contents would grow to more than {} times the size of the file; unpacking was stopped."
_PART = re.compile(
    r"\.(?:zip|7z|rar|tar|gz|tgz|bz2|xz)\.\d{2,4}$|\.z\d{2,3}$|\.r\d{2,3}$|\.part\d+\.(?:rar|zip|7z)$", re.I
)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def name(raw: bytes) -> str:
    """A member's name for people: UTF-8, else the old code page that makes most sense of it."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    marks = {page: charsets.score(raw.decode(page, "replace")) for page in _OLD[:3]}
    best = max(marks, key=lambda page: marks[page])
    return raw.decode(best if marks[best] > 0 else "cp437", "replace")


def member(raw: bytes, chunks: Iterable[bytes], *, at: str = "", **about: Any) -> Member:
    """A member of an archive; `at` is when the archive says it was changed, ISO 8601, kept as its claim."""
    said = {"claimed_file_modified_at": at} if at else {}
    return Member(raw, name(raw), "member", chunks, at, "", {**said, **about})


def moment(seconds: float | None) -> str:
    """Seconds since 1970 as ISO 8601 in UTC; empty for none and for what no calendar has."""
    if not seconds:
        return ""
    try:
        return (_EPOCH + dt.timedelta(seconds=int(seconds))).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError):
        return ""


class Meter:
    """Counts what comes out of an archive against what went in."""

    def __init__(self, source: Source) -> None:
        self._limits, self._size, self._out = source.limits, max(1, source.size), 0
        self.spent = False  # nothing more comes out: whoever walks on only burns time

    def allows(self, size: int) -> bool:
        """Whether `size` bytes more may come out."""
        total = self._out + size
        within = total <= self._limits.ratio_floor_bytes or total <= self._limits.ratio * self._size
        return within and total <= self._limits.output_bytes

    def through(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The same chunks, counted; Refused when there are too many."""
        for chunk in chunks:
            if not self.allows(len(chunk)):
                self.spent = True
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


def locked(count: int, total: int) -> Iterator[Trouble]:
    """That `count` of `total` files want a password that is not known; nothing when none does."""
    if count and count >= total:
        yield Trouble(Outcome.ENCRYPTED, "The archive is locked with a password.")
    elif count:
        yield Trouble(Outcome.ENCRYPTED, f"{count} of {total} files in the archive are locked with a password.")


def opened_with(numbers: set[int]) -> Iterator[Fact]:
    """Which passwords opened something: the place of the one, or a list of places (1-based) in the request's list."""
    if numbers:
        places = sorted(numbers)
        yield Fact("opened_with", places[0] if len(places) == 1 else places)


def is_part(filename: str) -> bool:
    """Whether a file's name says that it is one part of an archive that was cut into several."""
    return _PART.search(filename) is not None
