"""Stage preview, run on demand only: a recording made anew so that every browser plays it."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion import formats
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding

NAME, VERSION = "preview", "1"


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """One Preview; nothing for what is no recording."""
    reader = formats.reader(found.media_type)
    if reader is not None and hasattr(reader, "preview"):
        yield reader.preview(source)
