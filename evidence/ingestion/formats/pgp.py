"""PGP in letters and in bytes: keys with their owners, signatures, messages. What is only signed is opened, never decrypted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from evidence.ingestion import charsets
from evidence.ingestion.formats import _headers, _pgp
from evidence.ingestion.formats._pgp import Packet
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Fact, Member, Outcome, Page, Refused, Trouble

READS = frozenset({_pgp.ENCRYPTED, _pgp.SIGNATURE, _pgp.KEYS, _pgp.SIGNED})
VERSION = "1"
_MOST = 256 * 2**20
_MOST_NAMED = 500


def _packets(source: Source) -> list[Packet]:
    """The packets, those inside compressed ones in their place."""

    def make() -> list[Packet]:
        found, todo, depth = list[Packet](), [*_pgp.packets(_pgp.bare(source.bytes(_MOST)))][::-1], 0
        while todo:
            packet = todo.pop()
            if packet.tag == 8 and depth < 4:
                depth += 1
                todo += [*_pgp.packets(_opened(source, packet.body))][::-1]
            else:
                found.append(packet)
        return found

    return source.once("pgp", make)


def _opened(source: Source, body: bytes) -> bytes:
    most = max(source.limits.ratio_floor_bytes, len(body) * source.limits.ratio)
    try:
        content = _pgp.unpacked(body, min(most, _pgp.MOST_OUT) + 1)
    except (zlib.error, OSError, ValueError) as error:
        raise Damaged("The PGP file is damaged: what is packed in it could not be unpacked.") from error
    if len(content) > min(most, _pgp.MOST_OUT):
        raise Refused("What is packed in the PGP file is larger than is allowed.")
    return content


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """Keys and their owners, whom a message is for, who signed. Encrypted when it cannot be opened."""
    found = _packets(source)
    if not found:
        raise Damaged("The PGP file is damaged: it holds nothing that PGP knows.")
    keys = list(_keys(found))
    if keys:
        yield Fact("claimed_keys", keys[:_MOST_NAMED])
    signed = [told for told in (_pgp.signature(one.body) for one in found if one.tag == 2) if told]
    if signed and not keys:
        yield Fact("signed", "PGP")
        yield Fact(
            "signed_by", [one.get("user") or one.get("fingerprint") or one.get("key", "") for one in signed][:100]
        )
        yield Fact("claimed_signed_at", signed[0].get("signed_at", ""))
    yield from _locked(found)


def _locked(found: list[Packet]) -> Iterator[Fact]:
    """Facts of what is encrypted; then Encrypted."""
    if not any(one.tag in (9, 18, 20) for one in found) and found[0].tag not in (1, 3):
        return
    yield Fact("encrypted", "PGP")
    readers = [one.body[1:9].hex().upper() for one in found if one.tag == 1 and one.body[:1] == b"\3"]
    if readers:
        yield Fact("claimed_encrypted_for", readers[:_MOST_NAMED])
    if any(one.tag == 3 for one in found):
        yield Fact("encrypted_with_password", True)
    raise Encrypted(_pgp.LOCKED)


def _keys(found: list[Packet]) -> Iterator[dict[str, Any]]:
    """Each main key with its users and the number of its further keys."""
    told: dict[str, Any] = {}
    for packet in found:
        if packet.tag in (5, 6) and len(packet.body) > 6:
            if told:
                yield told
            told = {**_pgp.key(packet), "users": [], "further_keys": 0}
        elif told and packet.tag == 13 and len(told["users"]) < 50:
            told["users"].append(charsets.decode(packet.body)[0])
        elif told and packet.tag in (7, 14):
            told["further_keys"] += 1
    if told:
        yield told


def text(source: Source) -> Iterator[Page]:
    """Keys as lines that people read."""
    lines = []
    for told in _keys(_packets(source)):
        half = "Secret key" if told["secret"] else "Public key"
        lines.append(f"{half}: {told.get('fingerprint', '')}\nMade: {told['created_at']}\nKind: {told['algorithm']}")
        lines += [f"Owner: {user}" for user in told["users"]]
        lines.append("")
    if lines:
        yield Page(1, "\n".join(lines).strip())


def children(source: Source) -> Iterator[Member | Trouble]:
    """What was signed and not encrypted, as a file."""
    for number, packet in enumerate((one for one in _packets(source) if one.tag == 11), 1):
        size = packet.body[1] if len(packet.body) > 1 else 0
        name = packet.body[2 : 2 + size] or f"signed {number}".encode()
        problem = "" if packet.whole else "The end of the signed file is missing."
        shown = _headers.base_name(charsets.decode(name)[0])
        yield Member(name, shown, "member", [packet.body[6 + size :]], problem=problem)
    if any(not one.whole for one in _packets(source)):
        yield Trouble(Outcome.PARTLY_READ, "The PGP file is cut off.")
