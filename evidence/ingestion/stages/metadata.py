"""Stage metadata: what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion import formats
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding

NAME, VERSION = "metadata", "2"


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Facts of the format's own reader."""
    reader = formats.reader(found.media_type)
    if reader is not None and hasattr(reader, "metadata"):
        yield from reader.metadata(source)
