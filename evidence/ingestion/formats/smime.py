"""S/MIME in files of their own (.p7m, .p7s): who signed, what was signed, or that it is locked. Nothing is verified."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.ingestion.formats import _cms
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Page, Trouble

READS = frozenset({"application/pkcs7-mime", "application/pkcs7-signature"})
VERSION = "1"
_MOST = 256 * 2**20


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """Who signed; Encrypted when it is an envelope."""
    data = source.bytes(_MOST)
    found = _cms.kind(data)
    if not found:
        raise Damaged("The signature or envelope is damaged and could not be read.")
    if found == _cms.ENVELOPED:
        yield Fact("encrypted", "S/MIME")
        raise Encrypted("This is encrypted (S/MIME); it cannot be read without the key.")
    yield from _cms.told(data)


def text(source: Source) -> Iterator[Page]:
    """Who signed, as lines."""
    people = _cms.signers(source.bytes(_MOST))
    if people:
        yield Page(1, "\n".join(f"Signed by: {one}" for one in people))


def children(source: Source) -> Iterator[Member]:
    """What was signed, where it lies inside."""
    content = _cms.content(source.bytes(_MOST))
    if content:
        yield Member(b"signed content", "signed content", "member", [content])
