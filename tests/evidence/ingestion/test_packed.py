"""7-Zip, RAR, packed files, cut-up and locked archives: members byte-exact, each password told by its place."""

from __future__ import annotations

import bz2
import hmac
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from typing import Any

import py7zr
import pytest
from backports import zstd
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from evidence.ingestion.formats import _libarchive, _zip_content, rar, tar_archive, zip_archive
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Encrypted, Outcome, ReadRequest, Refused, Unsupported
from tests.evidence.ingestion import make

LONG = "Қызметтік хат. ".encode() * 20_000


def _members(content: bytes, name: str, *passwords: str) -> Any:
    return make.read(content, name, until="unpack", request=ReadRequest(name=name, passwords=passwords))


def _given(found: Any) -> dict[str, bytes]:
    return {shown: content for _, shown, content, _ in found.facts["members"]}


def _seven(members: dict[str, bytes], password: str | None = None, *, hidden: bool = False) -> bytes:
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w", password=password, header_encryption=hidden) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return file.getvalue()


def test_a_seven_zip_gives_its_members_in_order_whatever_their_names():
    given = {"б/дело.txt": LONG, "a!b.txt": b"x", "empty": b"", "z.bin": bytes(range(256)) * 9000}
    found = _members(_seven(given), "a.7z")
    assert found.media_type == "application/x-7z-compressed"
    assert _given(found) == given
    assert [member[1] for member in found.facts["members"]] == list(given)
    assert found.outcome is Outcome.READ


@pytest.mark.parametrize("hidden", [False, True])
def test_a_locked_seven_zip_opens_with_the_password_that_fits(hidden):
    content = _seven({"a.txt": LONG, "b.txt": b"second"}, "кілт-7", hidden=hidden)
    with pytest.raises(Encrypted):
        _members(content, "a.7z", "wrong")
    found = _members(content, "a.7z", "wrong", "кілт-7")
    assert _given(found) == {"a.txt": LONG, "b.txt": b"second"}
    assert found.facts["opened_with"] == 2


def test_a_seven_zip_that_would_grow_beyond_measure_is_refused():
    with pytest.raises(Refused, match="grow"):
        _members(_seven({"zeros": bytes(80 * 2**20)}), "a.7z")


def test_the_first_part_of_a_seven_zip_says_what_it_is():
    whole = _seven({"a.txt": bytes(range(256)) * 500})
    with pytest.raises(Exception, match="one part of an archive"):
        _members(whole[: len(whole) // 2], "a.7z.001")


@pytest.mark.parametrize(
    ("pack", "ending"),
    [
        (bz2.compress, "bz2"),
        (lzma.compress, "xz"),
        (zstd.compress, "zst"),
        (lambda d: lzma.compress(d, lzma.FORMAT_ALONE), "lzma"),
    ],
)
def test_a_packed_file_gives_the_file_and_a_packed_tar_its_files(pack, ending):
    assert _given(_members(pack(LONG), f"letter.txt.{ending}")) == {"letter.txt": LONG}
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("in/a.txt")
        entry.size, entry.mtime = len(LONG), 86_400
        archive.addfile(entry, io.BytesIO(LONG))
    assert _given(_members(pack(file.getvalue()), f"a.tar.{ending}")) == {"in/a.txt": LONG}


def test_after_a_bomb_nothing_more_is_taken_out():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, size in (("zeros", 80 * 2**20), ("after", 5)):
            entry = tarfile.TarInfo(name)
            entry.size = size
            archive.addfile(entry, io.BytesIO(bytes(size)))
    given = tar_archive.children(Source.of(file.getvalue(), "a.tgz"))
    first = next(given)
    with pytest.raises(Refused):
        for _ in first.chunks:
            pass
    assert list(given) == []


def test_an_ar_archive_is_read_by_the_system_library():
    if not _libarchive.available():
        pytest.skip("libarchive is not installed")
    content = b"!<arch>\n" + b"a.txt/          0           0     0     100644  5         `\n" + b"hello\n"
    found = _members(content, "a.ar")
    assert _given(found) == {"a.txt": b"hello"}


# --- RAR --------------------------------------------------------------------------------------------------------------


def _number(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out, value = out + bytes([value & 0x7F | 0x80]), value >> 7
    return out + bytes([value])


def _block(kind: int, flags: int, body: bytes, extra: bytes = b"", data: bytes = b"") -> bytes:
    flags |= (1 if extra else 0) | (2 if data else 0)
    sizes = (_number(len(extra)) if extra else b"") + (_number(len(data)) if data else b"")
    head = _number(kind) + _number(flags) + sizes + body + extra
    head = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head + data


def _rar(name: str, content: bytes, *, archive: int = 0, locked: bool = False, hidden: bool = False) -> bytes:
    """A RAR 5 archive of one stored file."""
    entry = _number(4) + _number(len(content)) + _number(0o100644)
    entry += (
        struct.pack("<I", zlib.crc32(content)) + _number(0) + _number(1) + _number(len(name.encode())) + name.encode()
    )
    secret = _number(1) + _number(0) + _number(0) + bytes([15]) + bytes(32)
    blocks = [_block(4, 0, _number(0) + _number(0) + bytes([15]) + bytes(16))] if hidden else []
    blocks.append(_block(1, 0, _number(archive)))
    blocks.append(_block(2, 0, entry, _number(len(secret)) + secret if locked else b"", content))
    return b"Rar!\x1a\x07\x01\x00" + b"".join(blocks) + _block(5, 0, _number(0))


def test_a_rar_gives_its_member():
    if not _libarchive.available():
        pytest.skip("libarchive is not installed")
    found = _members(_rar("дело/a.txt", b"hello"), "a.rar")
    assert _given(found) == {"дело/a.txt": b"hello"}
    assert found.media_type == "application/x-rar"


@pytest.mark.parametrize("how", [{"locked": True}, {"hidden": True}])
def test_a_locked_rar_is_recognised_without_any_library(how, monkeypatch):
    monkeypatch.setattr(_libarchive, "_library", None)
    with pytest.raises(Encrypted, match="cannot be opened here"):
        list(rar.children(Source.of(_rar("a.txt", b"hello", **how), "a.rar")))


def test_without_the_library_the_package_is_named(monkeypatch):
    monkeypatch.setattr(_libarchive, "_library", None)
    with pytest.raises(Unsupported, match="libarchive13"):
        list(rar.children(Source.of(_rar("a.txt", b"hello"), "a.rar")))


# --- ZIP --------------------------------------------------------------------------------------------------------------


def _sealed(content: bytes, password: str, *, method: int = 8) -> bytes:
    """A ZIP of one member under AES-256 (AE-2), as other programs make it."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(content) + packed.flush() if method == 8 else content
    salt = bytes(range(16))
    key, seal, mark = _zip_content._keys(password.encode(), salt, 256)
    stream = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    counters = b"".join(struct.pack("<QQ", n + 1, 0) for n in range(len(data) // 16 + 1))
    mixed = bytes(a ^ b for a, b in zip(data, stream.update(counters), strict=False))
    digest = hmac.new(seal, mixed, "sha1").digest()[:10]
    body = salt + mark + mixed + digest
    extra = struct.pack("<HHHHBH", 0x9901, 7, 2, 0x4541, 3, method)
    fields = (51, 1, 99, 0, 33, 0, len(body), len(content), 5, len(extra))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", *fields) + b"a.txt" + extra
    central = struct.pack("<4s6H3I5H2I", b"PK\1\2", 51, *fields, 0, 0, 0, 0, 0) + b"a.txt" + extra
    start = len(local) + len(body)
    return local + body + central + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(central), start, 0)


@pytest.mark.parametrize("method", [0, 8])
def test_an_aes_zip_opens_with_its_password_only(method):
    content = _sealed(LONG, "сыр сөз", method=method)
    assert _members(content, "a.zip", "wrong").outcome is Outcome.ENCRYPTED
    found = _members(content, "a.zip", "no", "nor", "сыр сөз")
    assert _given(found) == {"a.txt": LONG}
    assert (found.facts["opened_with"], found.outcome) == (3, Outcome.READ)


def test_an_aes_member_that_was_changed_is_damaged():
    content = bytearray(_sealed(LONG, "key", method=0))
    content[200] ^= 1
    with pytest.raises(Damaged, match="seal"):
        _members(bytes(content), "a.zip", "key")


def test_a_member_is_kept_under_the_name_of_the_table_where_its_own_header_has_another():
    content = make.packed({"real.txt": b"content " * 50})
    found = _members(content.replace(b"real.txt", b"fake.exe", 1), "a.zip")
    assert _given(found) == {"real.txt": b"content " * 50}


def test_a_damaged_member_is_kept_as_far_as_it_goes():
    content = bytearray(make.packed({"a.txt": LONG}, zipfile.ZIP_STORED))
    content[content.find(LONG[:100]) + 150_000] ^= 0xFF
    (member,) = zip_archive.children(Source.of(bytes(content), "a.zip"))
    kept = []
    with pytest.raises(Damaged, match="check sum"):
        kept.extend(member.chunks)
    assert len(b"".join(kept)) == len(LONG)


def _last_part() -> bytes:
    """The second of two parts: one member whole, another listed that lies in the first."""
    whole = make.packed({"gone.txt": b"first " * 99, "here.txt": b"second " * 99})
    cut = whole.find(b"PK\3\4", 4)
    table = whole.find(b"PK\1\2")
    entries = bytearray(whole[table:])
    second = entries.find(b"PK\1\2", 4)
    struct.pack_into("<H", entries, second + 34, 1)
    struct.pack_into("<I", entries, second + 42, 4)
    end = entries.find(b"PK\5\6")
    struct.pack_into("<HH", entries, end + 4, 1, 1)
    struct.pack_into("<I", entries, end + 16, table - cut + 4)
    return b"rest" + whole[cut:table] + bytes(entries)


def test_the_last_part_of_a_set_gives_what_is_whole_and_names_the_rest():
    found = _members(_last_part(), "a.zip")
    assert found.media_type == "application/zip"
    assert _given(found) == {"here.txt": b"second " * 99}
    assert found.facts["not_unpacked"] == [{"name": "gone.txt", "reason": "in another part of the archive"}]
    assert "last part" in found.problem


def test_the_first_part_of_a_set_says_so():
    whole = make.packed({"a.txt": b"first " * 99, "b.txt": bytes(range(256)) * 99}, zipfile.ZIP_STORED)
    found = _members(whole[: len(whole) // 2], "a.zip.001")
    assert _given(found)["a.txt"] == b"first " * 99
    assert "first part" in found.problem
