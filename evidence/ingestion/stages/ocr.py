"""Stage ocr: reads pages that have no usable text."""
from collections.abc import Iterator

from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding, Findings

NAME, VERSION = "ocr", "0"


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Nothing yet."""
    yield from ()
