"""Runs of eight words of the first case's documents, as salted digests: what was copied is recognised, nothing can be read.

`source_runs.txt` holds one digest to a line, in order. Among them are those of `OURS`, a sentence that
is in no document, so that a test can show that the list recognises what is in it.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

LENGTH = 8  # words
SALT = b"runs of the first case's documents"
OURS = "this sentence of ours is in no document and stands here to be recognised"
KEPT = Path(__file__).with_name("source_runs.txt")


def digests(text: str) -> set[str]:
    """Twelve hexadecimal digits for each run of eight words; case, marks and spaces do not count."""
    words = re.findall(r"\w+", text.casefold())
    runs = (" ".join(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1))
    return {hashlib.sha256(SALT + run.encode()).hexdigest()[:12] for run in runs}


@cache
def kept() -> frozenset[str]:
    return frozenset(KEPT.read_text(encoding="ascii").split())


def copied(text: str) -> set[str]:
    """Which runs of the text stand in the documents."""
    return digests(text) & kept()
