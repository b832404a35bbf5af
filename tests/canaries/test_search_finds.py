"""The search for canaries finds them in whatever way they are written, packed or cut."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import random
import zipfile
import zlib

import pytest

from tests.canaries.names import CANARIES
from tests.canaries.needles import needles
from tests.canaries.run import Search
from tests.canaries.scan import Scanner, all_needles

CANARY = CANARIES[3]
SCANNER = Scanner(all_needles((mark, needles(mark)) for canary in CANARIES for mark in canary.marks()))
NAME = CANARY.spelt("kazakh")


def found(data: bytes) -> set[str]:
    return {hit.mark for hit in SCANNER.scan(data, "here")}


def noise(length: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(length)


@pytest.mark.parametrize("encoding", sorted(set(needles(NAME).values())))
def test_each_encoding_is_found_amid_noise(encoding):
    for needle, name in needles(NAME).items():
        if name == encoding:
            assert NAME in found(noise(501, 1) + needle + noise(77, 2)), needle


def test_there_are_at_least_forty_people_in_six_spellings_and_ten_encodings():
    assert len(CANARIES) >= 40
    assert min(len(canary.spellings) for canary in CANARIES) >= 6
    assert len(set(needles(NAME).values())) >= 10


def test_no_two_canaries_share_a_mark():
    marks = [mark for canary in CANARIES for mark in dict.fromkeys(canary.marks())]
    assert len(marks) == len(set(marks))
    assert set(Search().plant) == set(marks)


@pytest.mark.parametrize("before", range(9))
def test_base64_is_found_wherever_it_begins(before):
    packed = base64.b64encode(b"x" * before + NAME.encode() + b" and more")
    assert NAME in found(packed)


PACKED = {
    "gzip": gzip.compress(NAME.encode()),
    "zlib, as in a PDF": b"<< /Filter /FlateDecode >> stream\r\n" + zlib.compress(NAME.encode()) + b"\nendstream",
    "gzip of JSON": gzip.compress(json.dumps({"name": NAME}).encode()),
    "gzip of gzip": gzip.compress(gzip.compress(NAME.encode())),
    "a digest": hashlib.sha256(NAME.encode()).hexdigest().encode(),
}


@pytest.mark.parametrize("data", PACKED.values(), ids=PACKED)
def test_what_is_packed_is_unpacked(data):
    assert NAME in found(noise(3001, 5) + data + noise(99, 6))


def test_a_member_of_an_archive_is_read():
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", "padding " * 500)
        archive.writestr("docProps/core.xml", f"<by>{NAME}</by>")
    assert NAME in found(b"before" + into.getvalue())


def test_a_file_is_read_over_the_border_of_its_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.canaries.scan.CHUNK", 4096)
    path = tmp_path / "file"
    path.write_bytes(noise(4096 - 9, 7) + NAME.encode() + noise(9000, 8))
    assert NAME in {hit.mark for hit in SCANNER.scan_file(path, "here")}


def test_noise_and_ordinary_text_hold_none():
    text = (CANARY.given + " жауап берді. The minister of Kazakhstan answered. ") * 200
    assert found(noise(2_000_000, 9)) == set()
    assert found(text.encode()) == set()


@pytest.mark.parametrize("data", [b"", b"1234567", b"12345678"])
def test_short_data_is_no_trouble(data):
    assert found(data) == set()
