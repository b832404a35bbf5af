"""What a ZIP member holds: under AES too, packed in the rarer methods, with headers that disagree, as far as damage lets.

AES as WinZip describes it (AE-1, AE-2): the key from the password by PBKDF2, counter mode with a little-endian counter that
begins at 1, two bytes to try a password by and ten bytes of a digest over the packed bytes at the end.
"""

from __future__ import annotations

import bz2
import hashlib
import hmac
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import inflate64
import numpy
from backports import zstd
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Unsupported

AES = 99
_LOCAL = struct.Struct("<4s5H3I2H")
_STEP, _MOST = 1 << 14, 1 << 22  # small steps in, so that little is lost before damage
_ROUNDS, _DIGEST = 1000, 10


@dataclass(frozen=True, slots=True)
class Lock:
    """What the extra field of an AES member says. `bits`: 128, 192 or 256; `method`: how the plain bytes are packed."""

    version: int
    bits: int
    method: int


def lock(entry: zipfile.ZipInfo) -> Lock | None:
    """The AES lock of a member; None when it has none or one that is not understood."""
    extra, at = entry.extra, 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == 0x9901 and size >= 7 and at + 11 <= len(extra):
            version, _, strength, method = struct.unpack_from("<HHBH", extra, at + 4)
            return Lock(version, {1: 128, 2: 192, 3: 256}[strength], method) if strength in (1, 2, 3) else None
        at += 4 + size
    return None


def packed(source: Source, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes as they stand in the archive, behind its own header, whatever name that one has.

    Raises:
        Damaged: no header stands where the table of contents says.
    """
    with source.open() as file:
        file.seek(entry.header_offset)
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\3\4":
            raise Damaged("This file is damaged inside its archive: nothing of it could be unpacked.")
        name, extra = _LOCAL.unpack(head)[-2:]
        file.seek(name + extra, 1)
        rest = entry.compress_size
        while rest > 0 and (piece := file.read(min(rest, _STEP))):
            rest -= len(piece)
            yield piece


def _keys(password: bytes, salt: bytes, bits: int) -> tuple[bytes, bytes, bytes]:
    """(key of the cipher, key of the digest, two bytes to try by)."""
    size = bits // 8
    made = hashlib.pbkdf2_hmac("sha1", password, salt, _ROUNDS, 2 * size + 2)
    return made[:size], made[size : 2 * size], made[2 * size :]


def fits(source: Source, entry: zipfile.ZipInfo, found: Lock, password: bytes) -> bool:
    """Whether a password opens an AES member, as its two bytes tell."""
    salt = found.bits // 16
    start = b""
    for piece in packed(source, entry):
        start += piece
        if len(start) >= salt + 2:
            break
    return _keys(password, start[:salt], found.bits)[2] == start[salt : salt + 2]


def decrypted(source: Source, entry: zipfile.ZipInfo, found: Lock, password: bytes) -> Iterator[bytes]:
    """The packed bytes of an AES member. Encrypted when the password is another's, Damaged when the digest is another."""
    salt = found.bits // 16
    pieces = _whole(packed(source, entry))
    start = b""
    while len(start) < salt + 2 and (piece := next(pieces, b"")):
        start += piece
    key, seal, mark = _keys(password, start[:salt], found.bits)
    if mark != start[salt : salt + 2]:
        raise Encrypted("This file is locked with a password.")
    rest = entry.compress_size - salt - 2 - _DIGEST
    yield from _opened(_joined(start[salt + 2 :], pieces), rest, key, hmac.new(seal, digestmod=hashlib.sha1))


def _joined(first: bytes, more: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from more


def _whole(pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from (piece for piece in pieces if piece)


def _opened(pieces: Iterator[bytes], rest: int, key: bytes, digest: Any) -> Iterator[bytes]:
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305  counter mode, with its counter made here
    held, block = b"", 1
    for piece in pieces:
        held += piece
        size = min(rest, len(held))
        size -= size % 16 if size < rest else 0
        if not size:
            continue
        part, held = held[:size], held[size:]
        digest.update(part)
        yield _mixed(part, cipher, block)
        rest, block = rest - size, block + (size + 15) // 16
    if rest > 0 or digest.digest()[:_DIGEST] != held[:_DIGEST]:
        raise Damaged("This file is damaged inside its archive: its seal does not fit its bytes.")


def _mixed(part: bytes, cipher: Any, block: int) -> bytes:
    """`part` in counter mode, its first block being number `block`."""
    count = (len(part) + 15) // 16
    counters = numpy.zeros((count, 2), dtype="<u8")
    counters[:, 0] = numpy.arange(block, block + count, dtype="<u8")
    stream = numpy.frombuffer(cipher.update(counters.tobytes()), dtype=numpy.uint8)[: len(part)]
    return bytes((numpy.frombuffer(part, dtype=numpy.uint8) ^ stream).tobytes())


def unpacked(pieces: Iterator[bytes], method: int) -> Iterator[bytes]:
    """Packed bytes unpacked by `method`, in pieces that stay small. Unsupported for a method that nobody here knows."""
    if method == 0:
        yield from pieces
    elif method == 8:
        yield from _inflated(pieces)
    elif method == 9:
        inflater = inflate64.Inflater()
        for piece in pieces:
            yield inflater.inflate(piece)
    elif method in (12, 14, 93, 95):
        yield from _by_library(pieces, method)
    else:
        raise Unsupported("This file is packed in a way that cannot be unpacked here.")


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-15)
    for piece in pieces:
        while piece and not inflate.eof:
            yield inflate.decompress(piece, _MOST)
            piece = inflate.unconsumed_tail
    if not inflate.eof:
        raise Damaged("This file is damaged inside its archive: it was kept as far as it goes.")


def _by_library(pieces: Iterator[bytes], method: int) -> Iterator[bytes]:
    made: Any
    if method == 14:
        made, pieces = _lzma(pieces)
    else:
        made = {12: bz2.BZ2Decompressor, 93: zstd.ZstdDecompressor, 95: lzma.LZMADecompressor}[method]()
    for piece in pieces:
        if made.eof:
            return
        yield made.decompress(piece, _MOST)
        while not made.eof and not made.needs_input:
            yield made.decompress(b"", _MOST)


def _lzma(pieces: Iterator[bytes]) -> tuple[lzma.LZMADecompressor, Iterator[bytes]]:
    """LZMA as ZIP has it: two bytes of version, the size of the properties, five bytes of properties, the stream."""
    start = b""
    while len(start) < 9 and (piece := next(pieces, b"")):
        start += piece
    if len(start) < 9 or start[2:4] != b"\5\0":
        raise Damaged("This file is damaged inside its archive: nothing of it could be unpacked.")
    lc, rest = start[4] % 9, start[4] // 9
    chain = {"id": lzma.FILTER_LZMA1, "lc": lc, "lp": rest % 5, "pb": rest // 5}
    chain["dict_size"] = struct.unpack_from("<I", start, 5)[0]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chain]), _joined(start[9:], pieces)


def checked(pieces: Iterator[bytes], entry: zipfile.ZipInfo, *, crc: bool) -> Iterator[bytes]:
    """The same bytes; Damaged at the end when their number or check sum is not what the archive says."""
    size = total = 0
    for piece in pieces:
        size, total = size + len(piece), zlib.crc32(piece, total)
        yield piece
    if size != entry.file_size or (crc and total != entry.CRC):
        raise Damaged("This file is damaged inside its archive: its check sum does not fit.")
