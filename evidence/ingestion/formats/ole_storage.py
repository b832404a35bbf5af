"""Old Office files of other kinds (Visio, Publisher, Works, bare objects): properties, and the files embedded in them."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion.formats import _blips, _objects, _properties
from evidence.ingestion.formats._ole import Compound
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Member, Unsupported

READS = frozenset({"application/x-ole-storage", "application/vnd.visio", "application/vnd.ms-works"})
VERSION = "1"


def metadata(source: Source) -> Iterator[Fact]:
    """Properties, and the names of what lies in it."""
    file = Compound.of(source)
    yield from _properties.facts(file)
    yield Fact("streams", ["/".join(path) for path in list(file.streams)[:200]])


def children(source: Source) -> Iterator[Member]:
    """Embedded files and pictures. Unsupported when there are none: the rest is not understood."""
    file, found = Compound.of(source), False
    wrapped = _objects.inside(source.bytes(), "object")
    if wrapped is not None:
        found = True
        yield Member(wrapped[0].encode("utf-8", "replace"), wrapped[0], "embedded", [wrapped[1]])
    streams = [file.read(*path) for path in file.streams]
    for member in (*_objects.members(file), *_blips.members(source, *streams)):
        found = True
        yield member
    if not found:
        raise Unsupported("This is an old Office file of a kind that cannot be read yet; it is kept as it is.")
