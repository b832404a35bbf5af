"""OpenPGP as far as it can be told without keys: what kind it is, for whom it is locked, who signed, what a key says.

Nothing is verified or decrypted. A packet is read from its header; lengths are believed only within the bytes there are.
After RFC 9580 and RFC 4880.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import datetime as dt
import hashlib
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evidence.ingestion import charsets
from evidence.ingestion.stage import Fact, Outcome, Trouble

ENCRYPTED, SIGNATURE, KEYS, SIGNED = (
    "application/pgp-encrypted",
    "application/pgp-signature",
    "application/pgp-keys",
    "application/pgp",
)
_ARMOUR = re.compile(rb"-----BEGIN PGP ([A-Z ,/0-9]{3,40})-----[ \t]*\r?\n(.*?)(?:-----END PGP|\Z)", re.S)
_ALGORITHMS = {
    1: "RSA",
    2: "RSA",
    3: "RSA",
    16: "Elgamal",
    17: "DSA",
    18: "ECDH",
    19: "ECDSA",
    22: "EdDSA",
    25: "X25519",
}
_ALGORITHMS |= {26: "X448", 27: "Ed25519", 28: "Ed448"}
_LOCKED_TAGS, _KEY_TAGS, _PLAIN_TAGS = frozenset({1, 3, 9, 18, 20}), frozenset({5, 6}), frozenset({4, 8, 11})
_MOST_PACKETS, MOST_OUT = 20_000, 512 * 2**20
LOCKED = "This is encrypted with PGP; it cannot be read without the key or the password."


@dataclass(frozen=True, slots=True)
class Packet:
    """tag and bytes; `whole` is False when its end is missing."""

    tag: int
    body: bytes
    whole: bool = True


def bare(data: bytes) -> bytes:
    """The packets out of their armour of letters; several blocks are joined. Without armour the bytes themselves."""
    blocks = [_unarmoured(found[2]) for found in _ARMOUR.finditer(data[: 64 * 2**20])]
    return b"".join(blocks) if blocks else data


def _unarmoured(block: bytes) -> bytes:
    lines = block.replace(b"\r", b"").split(b"\n")
    start = next((n + 1 for n, line in enumerate(lines) if not line.strip()), 0)
    text = b"".join(line.strip() for line in lines[start:] if not line.startswith(b"="))
    try:
        return base64.b64decode(re.sub(rb"=*$", b"", text) + b"=" * (-len(text.rstrip(b"=")) % 4))
    except binascii.Error:
        return b""


def packets(data: bytes) -> Iterator[Packet]:
    """Packets in order, until one makes no sense."""
    at = count = 0
    while at < len(data) and data[at] & 0x80 and count < _MOST_PACKETS:
        made = _new(data, at) if data[at] & 0x40 else _old(data, at)
        if made is None:
            return
        packet, at = made
        count += 1
        yield packet


def _old(data: bytes, at: int) -> tuple[Packet, int] | None:
    tag, size = data[at] >> 2 & 15, (1, 2, 4, 0)[data[at] & 3]
    if not tag or at + 1 + size > len(data):
        return None
    start = at + 1 + size
    length = int.from_bytes(data[at + 1 : start], "big") if size else len(data) - start
    return Packet(tag, data[start : start + length], start + length <= len(data)), start + length


def _new(data: bytes, at: int) -> tuple[Packet, int] | None:
    tag, parts, at = data[at] & 63, [], at + 1
    while tag and at < len(data):
        first, more = data[at], False
        if first < 192:
            length, at = first, at + 1
        elif first < 224:
            length, at = (first - 192 << 8) + int.from_bytes(data[at + 1 : at + 2], "big") + 192, at + 2
        elif first == 255:
            length, at = int.from_bytes(data[at + 1 : at + 5], "big"), at + 5
        else:
            length, at, more = 1 << (first & 31), at + 1, True
        parts.append(data[at : at + length])
        at += length
        if not more:
            return Packet(tag, b"".join(parts), at <= len(data)), at
    return None


def kind(data: bytes) -> str:
    """The media type of binary OpenPGP by its first packet; empty when this is something else."""
    first = next(packets(data), None)
    if first is None or len(first.body) < 3:
        return ""
    version, tag = first.body[0], first.tag
    if tag == 1 and version in (3, 6) and len(first.body) > 10 and (version == 6 or first.body[9] in _ALGORITHMS):
        return ENCRYPTED
    if tag == 3 and version in (4, 5, 6) and 1 <= first.body[1] <= 13 and first.whole:
        return ENCRYPTED
    if tag in _KEY_TAGS and version in (3, 4, 5, 6) and _moment(first.body[1:5]) and len(first.body) > 6:
        return KEYS if first.body[5 if version != 3 else 7] in _ALGORITHMS else ""
    if tag == 2 and first.whole and _is_signature(first.body):
        return SIGNATURE
    if tag == 4 and version == 3 and len(first.body) == 13 and first.body[3] in _ALGORITHMS:
        return SIGNED
    return SIGNED if tag == 8 and _inflates(first.body) else ""


def _is_signature(body: bytes) -> bool:
    if body[0] == 4 and len(body) > 10:
        return body[2] in _ALGORITHMS and 1 <= body[3] <= 14
    return body[0] == 3 and len(body) > 18 and body[1] == 5 and body[15] in _ALGORITHMS


def _inflates(body: bytes) -> bool:
    try:
        inside = next(packets(unpacked(body[:4096], 256)), None)
    except (zlib.error, OSError, ValueError):
        return False
    return inside is not None and inside.tag in (2, 4, 11)


def unpacked(body: bytes, most: int = MOST_OUT) -> bytes:
    """A compressed packet's content, at most so much. zlib.error, OSError or ValueError when it is damaged."""
    how = body[0] if body else 0
    if how in (1, 2):
        return zlib.decompressobj(-15 if how == 1 else 15).decompress(body[1:], most)
    if how == 3:
        return bz2.BZ2Decompressor().decompress(body[1:], most)
    return body[1:]


def _moment(data: bytes) -> str:
    """Seconds since 1970 in ISO 8601; empty before PGP was."""
    seconds = int.from_bytes(data, "big") if len(data) == 4 else 0
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat() if seconds > 600_000_000 else ""


# --- what packets say -------------------------------------------------------------------------------------------------


def signature(body: bytes) -> dict[str, str]:
    """key, signed_at, user of a signature packet, as far as it tells."""
    if body[:1] == b"\3" and len(body) >= 15:
        return {"key": body[7:15].hex().upper(), "signed_at": _moment(body[3:7])}
    told: dict[str, str] = {}
    if body[:1] not in (b"\4", b"\6") or len(body) < 8:
        return told
    wide, at = (4 if body[0] == 6 else 2), 4
    for _ in range(2):  # hashed, then not hashed
        size = int.from_bytes(body[at : at + wide], "big")
        for number, value in _subpackets(body[at + wide : at + wide + size]):
            _note(told, number, value)
        at += wide + size
    return told


def _note(told: dict[str, str], number: int, value: bytes) -> None:
    if number == 33:
        told["fingerprint"] = value[1:].hex().upper()
        told.setdefault("key", value[1:].hex().upper()[-16:] if value[:1] == b"\4" else value[1:9].hex().upper())
    elif number == 16:
        told.setdefault("key", value.hex().upper())
    elif number == 2:
        told["signed_at"] = _moment(value)
    elif number == 28:
        told["user"] = charsets.decode(value)[0]


def _subpackets(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        first = data[at]
        if first < 192:
            size, at = first, at + 1
        elif first < 255:
            size, at = (first - 192 << 8) + int.from_bytes(data[at + 1 : at + 2], "big") + 192, at + 2
        else:
            size, at = int.from_bytes(data[at + 1 : at + 5], "big"), at + 5
        if not size or at >= len(data):
            return
        yield data[at] & 0x7F, data[at + 1 : at + size]
        at += size


def key(packet: Packet) -> dict[str, Any]:
    """What a key packet says: its number, when it was made, of what kind it is, whether it is the secret half."""
    body, version = packet.body, packet.body[0]
    told: dict[str, Any] = {"secret": packet.tag in (5, 7), "version": version, "created_at": _moment(body[1:5])}
    told["algorithm"] = _ALGORITHMS.get(body[7 if version == 3 else 5] if len(body) > 7 else 0, "unknown")
    if version == 4 and packet.tag in (6, 14):
        told["fingerprint"] = hashlib.sha1(b"\x99" + struct.pack(">H", len(body)) + body).hexdigest().upper()  # noqa: S324
    elif version in (5, 6) and packet.tag in (6, 14):
        mark = b"\x9a" if version == 5 else b"\x9b"
        told["fingerprint"] = hashlib.sha256(mark + struct.pack(">I", len(body)) + body).hexdigest().upper()
    return told


# --- in mail ----------------------------------------------------------------------------------------------------------


def signed_by(data: bytes) -> Iterator[Fact]:
    """Who a detached signature says made it: a name where it tells one, else the number of the key."""
    told = [signature(packet.body) for packet in packets(bare(data)) if packet.tag == 2]
    people = [one.get("user") or one.get("fingerprint") or one.get("key", "") for one in told]
    if any(people):
        yield Fact("signed_by", list(dict.fromkeys(filter(None, people))))


def inline(body: bytes) -> Iterator[Fact | Trouble]:
    """PGP that stands in the text of a mail itself."""
    if b"-----BEGIN PGP SIGNED MESSAGE-----" in body:
        yield Fact("signed", "PGP")
        yield from signed_by(body[body.find(b"-----BEGIN PGP SIGNATURE-----") :] if b"PGP SIGNATURE-" in body else b"")
    elif b"-----BEGIN PGP MESSAGE-----" in body:
        first = next(packets(bare(body)), None)
        if first is None or first.tag in _LOCKED_TAGS:
            yield Fact("encrypted", "PGP")
            yield Trouble(
                Outcome.ENCRYPTED, "Text in the e-mail is encrypted with PGP; it cannot be read without the key."
            )
