"""Stage unpack: the files inside the file, in order, one level down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.ingestion import formats
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Finding, Member, Outcome, Refused, Trouble

NAME, VERSION = "unpack", "2"


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Members as they are unpacked; stops with a sentence at the limits of depth, number and size."""
    reader = formats.reader(found.media_type)
    if reader is None or not hasattr(reader, "children"):
        return
    limits, count, broken = source.limits, 0, list[str]()
    for finding in reader.children(source):
        if isinstance(finding, Member):
            if source.request.depth >= limits.depth:
                raise Refused(f"The files inside were not unpacked: they lie more than {limits.depth} levels deep.")
            count += 1
            if count > limits.children:
                yield Trouble(Outcome.PARTLY_READ, f"Only the first {limits.children:,} files inside were unpacked.")
                return
            yield replace(finding, chunks=_watched(finding, broken))
        else:
            yield finding
    for sentence in dict.fromkeys(filter(None, broken)):
        yield Trouble(Outcome.PARTLY_READ, sentence)
    if broken:
        yield Trouble(
            Outcome.PARTLY_READ, f"{len(broken)} of {count} files inside are damaged or were kept only in part."
        )


def _watched(member: Member, broken: list[str]) -> Iterator[bytes]:
    """The member's bytes; a sentence, or nothing, goes to `broken` when they end in trouble."""
    try:
        yield from member.chunks
    except Exception as error:
        broken.append(str(error) if isinstance(error, Refused) else "")
        raise
    if member.problem:
        broken.append("")
