"""Stage page_images: pictures of pages."""
from collections.abc import Iterator

from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding, Findings

NAME, VERSION = "page_images", "0"


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Nothing yet."""
    yield from ()
