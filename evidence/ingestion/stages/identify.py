"""Stage identify: what the file is by its content, and whether its name promises something else."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion import formats, names, sniff
from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _locked
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Finding, Identity, Outcome, Trouble, Unsupported

NAME, VERSION = "identify", "2"


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Identity; a fact when the extension lies; Unsupported when nothing reads this kind."""
    size = source.size
    unlocked = _locked.opened(source)
    if unlocked is not None:
        source.become(unlocked[0])
    media_type = found.media_type if unlocked is None and found.media_type else sniff.sniff(source)
    lies = names.lies(source.extension, media_type)
    yield Identity(media_type, lies)
    yield Fact("size", size)
    if unlocked is not None:
        yield Fact("protected", True)
        yield Fact("opened_with", unlocked[1])
    if lies:
        yield Fact("name_says", f"The name says .{source.extension}, the content is {names.plain(media_type)}.")
    if media_type == sniff.EMPTY:
        yield Fact("empty", True)
        yield Trouble(Outcome.READ, "The file is empty: it holds no bytes at all.")
        return
    if media_type == "application/encrypted":
        yield Trouble(Outcome.ENCRYPTED, "The document is locked with a password.")
        return
    if formats.reader(media_type) is None:
        raise Unsupported(f"This is {names.plain(media_type)}; it is kept as it is, but cannot be read yet.")
