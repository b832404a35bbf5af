"""OneNote sections: the words that stand in them, found without knowing the whole format, each run once.

A section is a store of revisions: what was changed or deleted may still stand in it, and the order of the runs is that of the
file, not of the page. So the outcome is never more than partly read, and the sentence says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.ingestion import charsets
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Outcome, Page, Trouble

READS = frozenset({"application/onenote"})
VERSION = "1"
_MOST = 256 * 2**20
_WIDE = re.compile(rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x04\x05]|[\x10-\x3f]\x20){3,}")
_NARROW = re.compile(rb"[\t\n\r\x20-\x7e]{8,}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORDS = re.compile(r"[^\W_]+(?:[ ,.:;!?'()/-]+[^\W_]+)+")


def text(source: Source) -> Iterator[Page | Trouble]:
    """All runs of words as one part, in the order of the file."""
    data = source.bytes(_MOST)
    found = [(match.start(), match[0].decode("utf-16-le", "replace")) for match in _WIDE.finditer(data)]
    found += [
        (at, run)
        for at, run in ((m.start(), m[0].decode("ascii")) for m in _NARROW.finditer(data))
        if _WORDS.search(run)
    ]
    lines = dict.fromkeys(charsets.tidy(run).strip() for _, run in sorted(found))
    kept = [line for line in lines if _LETTERS.search(line)]
    if kept:
        yield Page(1, "\n".join(kept))
    yield Trouble(
        Outcome.PARTLY_READ if kept else Outcome.UNSUPPORTED,
        "Of OneNote files only the words are read, older and deleted ones among them, and not in the order of the page.",
    )
