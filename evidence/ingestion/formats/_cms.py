"""Signed and encrypted mail by S/MIME (CMS, PKCS #7): which of the two, what was signed, by whom. Nothing is verified.

A walk over DER and BER, as far as these answers need it, guarded against depth and length lies. After RFC 5652.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import islice

from cryptography import x509
from cryptography.x509.oid import NameOID

from evidence.ingestion.stage import Fact, Outcome, Trouble

SIGNED, ENVELOPED = "signed", "encrypted"
_KINDS = {
    bytes.fromhex("2a864886f70d010702"): SIGNED,
    bytes.fromhex("2a864886f70d010703"): ENVELOPED,
    bytes.fromhex("2a864886f70d010706"): ENVELOPED,
    bytes.fromhex("2a864886f70d0109100117"): ENVELOPED,  # authenticated and enveloped
    bytes.fromhex("2a864886f70d0109100109"): "compressed",
}
LOCKED = "The e-mail is encrypted; its text cannot be read without the key."
_MOST_NODES, _MOST_DEPTH = 20_000, 24


class Node:
    """tag, where its content lies, and what is inside it if it is constructed."""

    def __init__(self, data: bytes, at: int, end: int, depth: int = 0) -> None:
        """ValueError when it makes no sense."""
        self.tag, head, length = _header(data, at, end)
        self.data, self.start = data, at + head
        self.indefinite = length < 0
        self._depth, self._limit = depth, end
        self.end = min(self.start + length, end) if length >= 0 else end
        if self.indefinite:
            self.after = self._end_of_indefinite()
        else:
            self.after = self.end

    @property
    def constructed(self) -> bool:
        """Whether it has parts."""
        return bool(self.tag & 0x20)

    @property
    def content(self) -> bytes:
        """Its bytes; of a string in pieces, the pieces joined."""
        if not self.constructed:
            return self.data[self.start : self.end]
        return b"".join(part.content for part in self.parts())

    @property
    def whole(self) -> bytes:
        """With its own header, as certificates are kept."""
        return self.data[self.begin : self.after]

    begin = 0

    def parts(self) -> Iterator[Node]:
        """What is inside, in order."""
        at, count = self.start, 0
        while self.constructed and at + 2 <= self.end and count < _MOST_NODES and self._depth < _MOST_DEPTH:
            if self.data[at : at + 2] == b"\0\0":
                return
            part = Node(self.data, at, self.end, self._depth + 1)
            part.begin = at
            yield part
            at, count = part.after, count + 1

    def _end_of_indefinite(self) -> int:
        at = self.start
        for part in self.parts():
            at = part.after
        self.end = at
        return min(at + 2, self._limit)


def _header(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """(tag, bytes of the header, length or -1 when the end is marked)."""
    if at + 2 > end or data[at] & 0x1F == 0x1F:
        raise ValueError("no such element")
    first = data[at + 1]
    if first < 0x80:
        return data[at], 2, first
    count = first & 0x7F
    if count > 8 or at + 2 + count > end:
        raise ValueError("an impossible length")
    return data[at], 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big") if count else -1


def bare(data: bytes) -> bytes:
    """The bytes themselves, out of base64 or PEM where they are wrapped so."""
    if data[:1] == b"\x30" or not data:
        return data
    text = re.sub(rb"-----[^\n]*-----|\s+", b"", data[: 64 * 2**20])
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return data


def _body(data: bytes) -> tuple[str, Node | None]:
    """(kind, what the content info holds); empty and None when this is none."""
    try:
        info = Node(data, 0, len(data))
        parts = list(islice(info.parts(), 2)) if info.tag == 0x30 else []
        name = _KINDS.get(parts[0].content, "") if parts and parts[0].tag == 6 else ""
        inner = next(parts[1].parts(), None) if name and len(parts) > 1 else None
    except (ValueError, RecursionError):
        return "", None
    return name, inner


def kind(data: bytes) -> str:
    """signed, encrypted, compressed; empty when this is no CMS."""
    return _body(bare(data))[0]


def media_type(head: bytes) -> str:
    """Of a file that begins so: a signature, something signed or locked; empty when this is no CMS."""
    name = kind(head) if head[:1] == b"\x30" or head.startswith((b"-----BEGIN PKCS7", b"-----BEGIN CMS")) else ""
    if not name:
        return ""
    return "application/pkcs7-signature" if name == SIGNED and not content(head) else "application/pkcs7-mime"


def content(data: bytes) -> bytes:
    """What was signed, if it lies inside the signature."""
    name, body = _body(bare(data))
    try:
        parts = list(body.parts()) if body is not None and name == SIGNED else []
        inner = list(parts[2].parts()) if len(parts) > 2 else []
        return next(inner[1].parts()).content if len(inner) > 1 else b""
    except (ValueError, StopIteration, RecursionError):
        return b""


def signers(data: bytes) -> list[str]:
    """Who signed, by the certificates enclosed that are no authority's: `Name <address>`."""
    _, body = _body(bare(data))
    try:
        raw = [cert.whole for part in (body.parts() if body else ()) if part.tag == 0xA0 for cert in part.parts()]
    except (ValueError, RecursionError):
        raw = []
    found = [(_name(cert), _is_authority(cert)) for cert in map(_certificate, raw[:50]) if cert is not None]
    people = [name for name, authority in found if not authority] or [name for name, _ in found[:1]]
    return list(dict.fromkeys(filter(None, people)))


def _certificate(raw: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(raw)
    except (ValueError, TypeError):
        return None


def _is_authority(cert: x509.Certificate) -> bool:
    try:
        return bool(cert.extensions.get_extension_for_class(x509.BasicConstraints).value.ca)
    except (ValueError, x509.ExtensionNotFound, TypeError):
        return False


def _name(cert: x509.Certificate) -> str:
    try:
        subject = cert.subject
        names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        mails = [str(one.value) for one in subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)] or _mails(cert)
    except (ValueError, TypeError):
        return ""
    name = str(names[0].value) if names else subject.rfc4514_string()
    return f"{name} <{mails[0]}>" if mails and mails[0] != name else name


def _mails(cert: x509.Certificate) -> list[str]:
    try:
        held = cert.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound, TypeError):
        return []
    return held.get_values_for_type(x509.RFC822Name)


def told(data: bytes) -> Iterator[Fact | Trouble]:
    """What a signature or an envelope says, as facts; the sentence of what is locked."""
    name = kind(data)
    if name == SIGNED:
        yield Fact("signed", "S/MIME")
        people = signers(data)
        if people:
            yield Fact("signed_by", people)
    elif name == ENVELOPED:
        yield Fact("encrypted", "S/MIME")
        yield Trouble(Outcome.ENCRYPTED, LOCKED)
