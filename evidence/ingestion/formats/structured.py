"""JSON: as it is written, with escaped letters made readable."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from evidence.ingestion import charsets
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Page

READS = frozenset({"application/json", "application/x-ndjson"})
VERSION = "1"
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+")


def text(source: Source) -> Iterator[Page | Fact]:
    """The text as one part. Nothing is parsed, so depth and size do no harm."""
    content, encoding = charsets.decode(source.bytes(4 * source.limits.text_chars))
    yield Fact("encoding", encoding)
    yield Page(1, _ESCAPE.sub(_letters, content))


def _letters(match: re.Match[str]) -> str:
    made = str(json.loads(f'"{match[0]}"'))
    return made if made.isprintable() else match[0]
