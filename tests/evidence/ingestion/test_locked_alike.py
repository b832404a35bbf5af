"""Whatever can be locked says in one way which password opened it: the batch's list of passwords counts on it."""

from __future__ import annotations

import hashlib
import io
import warnings
import zipfile
import zlib

import docx
import py7zr
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from evidence.ingestion.stage import Outcome, ReadRequest
from tests.evidence.ingestion import make

WORD = "kilt-2024"
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _pdf() -> bytes:
    """An empty page under the oldest lock of PDF (revision 2, RC4 with 40 bits)."""
    mark, padded = b"0123456789abcdef", (WORD.encode() + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded, usedforsecurity=False).digest()[:5], padded)
    mixed = padded + owner + (-4).to_bytes(4, "little", signed=True) + mark
    user = _rc4(hashlib.md5(mixed, usedforsecurity=False).digest()[:5], _PAD)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (owner.hex().encode(), user.hex().encode()),
    )
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    last = b"trailer\n<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>" % (mark.hex().encode(), mark.hex().encode())
    return bytes(made) + b"xref\n0 5\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF" % (table, last, len(made))


def _office() -> bytes:
    plain, made = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("a letter")
    document.save(plain)
    OOXMLFile(io.BytesIO(plain.getvalue())).encrypt(WORD, made)
    return made.getvalue()


def _seven() -> bytes:
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w", password=WORD) as archive:
        archive.writestr(b"a letter", "a.txt")
    return file.getvalue()


def _zip() -> bytes:
    """The old lock of ZIP: three keys stirred by each byte."""
    content, keys = b"a letter", [0x12345678, 0x23456789, 0x34567890]

    def crc(old: int, byte: int) -> int:
        value = (old ^ byte) & 0xFF
        for _ in range(8):
            value = (value >> 1) ^ (0xEDB88320 if value & 1 else 0)
        return value ^ (old >> 8)

    def stir(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    def locked(data: bytes) -> bytes:
        out = bytearray()
        for byte in data:
            mask = keys[2] | 2
            out.append(byte ^ ((mask * (mask ^ 1)) >> 8 & 0xFF))
            stir(byte)
        return bytes(out)

    for byte in WORD.encode():
        stir(byte)
    check = zlib.crc32(content)
    body = locked(bytes(11) + bytes([check >> 24]) + content)
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", body)
    made = bytearray(file.getvalue())
    for start, flags, sizes in ((made.index(b"PK\3\4"), 6, 14), (made.index(b"PK\1\2"), 8, 16)):
        made[start + flags] |= 1
        made[start + sizes : start + sizes + 4] = check.to_bytes(4, "little")
        made[start + sizes + 8 : start + sizes + 12] = len(content).to_bytes(4, "little")
    return bytes(made)


LOCKED = {"a.pdf": _pdf, "a.docx": _office, "a.7z": _seven, "a.zip": _zip}


@pytest.mark.parametrize("name", LOCKED)
def test_the_place_of_the_password_is_told_under_one_key(name):
    found = make.read(LOCKED[name](), name, request=ReadRequest(name=name, passwords=("wrong", WORD)))
    assert found.outcome is Outcome.READ
    assert [(key, value) for key, value in found.facts.items() if key.startswith("opened")] == [("opened_with", 2)]
