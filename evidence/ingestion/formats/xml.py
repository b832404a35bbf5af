"""XML and SVG: the words in it, without following a single definition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.ingestion import charsets, claims
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Outcome, Page, Trouble

READS = frozenset({"text/xml", "application/xml", "image/svg+xml"})
VERSION = "1"
_ENTITIES = re.compile(r"<!(ENTITY|DOCTYPE)[^>]*>|\]>")


def text(source: Source) -> Iterator[Page | Trouble]:
    """Element text, a line each; broken or defining XML as it is written, tags taken out."""
    data = source.bytes(64 * 2**20)
    root = claims.xml(data)
    if root is not None:
        skip = ("script", "style")
        parts = [
            t for e in root.iter() for t in (e.text if claims.local(e) not in skip else "", e.tail) if t and t.strip()
        ]
        yield Page(1, "\n".join(part.strip() for part in parts))
        return
    written, _ = charsets.decode(data)
    if "<!ENTITY" in written:
        sentence = "The file defines abbreviations that multiply or reach outside; they were not followed."
        yield Trouble(Outcome.PARTLY_READ, sentence)
    else:
        yield Trouble(Outcome.PARTLY_READ, "The structure of the file is damaged; its words were read as they stand.")
    yield Page(1, re.sub(r"<[^<>]{0,2000}>", " ", _ENTITIES.sub(" ", written)))
