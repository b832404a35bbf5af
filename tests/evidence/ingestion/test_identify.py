"""What a file is: by content, whatever its name says."""

from __future__ import annotations

import gzip
import io
import tarfile

import pytest

from evidence.ingestion.stage import Outcome
from tests.evidence.ingestion import make


def _tar() -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"", "a.pdf", "inode/x-empty"),
        (make.pdf(["x"]), "a.jpg", "application/pdf"),
        (b"\0" * 800 + make.pdf(["x"]), "a.pdf", "application/pdf"),
        (make.encoded(make.picture([])), "a.docx", "image/png"),
        (make.packed({"a.txt": b"x"}), "a", "application/zip"),
        (
            make.packed({"[Content_Types].xml": b"x", "word/document.xml": b"x"}),
            "a.zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            make.packed({"mimetype": b"application/epub+zip", "META-INF/container.xml": b""}),
            "a",
            "application/epub+zip",
        ),
        (bytes(make.mail("s", "b")), "note.txt", "message/rfc822"),
        (b"From a@b Tue Mar  5 10:11:12 2024\n" + bytes(make.mail("s", "b")), "a", "application/mbox"),
        (b"Subject: a heading\n\nin a letter without a sender", "a.txt", "text/plain"),
        (b"{\\rtf1\\ansi x}", "a.doc", "text/rtf"),
        (b"<!doctype html><p>x", "a.jpg", "text/html"),
        (b"<?xml version='1.0'?><a/>", "a", "text/xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a", "image/svg+xml"),
        (b'{"a": [1, 2]}', "a.txt", "application/json"),
        (b"a;b\n1;2\n", "a.csv", "text/csv"),
        (b"WARC/1.0\r\n", "a", "application/warc"),
        (gzip.compress(b"WARC/1.0\r\n"), "a.gz", "application/warc+gzip"),
        (gzip.compress(b"x"), "a.gz", "application/gzip"),
        (_tar(), "a", "application/x-tar"),
        (make.KAZAKH.encode("utf-16-le"), "a.txt", "text/plain"),
        (make.RUSSIAN.encode("koi8-r"), "a", "text/plain"),
        (bytes(range(3, 256)) * 8, "a.bin", "application/octet-stream"),
    ],
    ids=lambda value: value if isinstance(value, str) else "content",
)
def test_content_decides(content, name, media_type):
    assert make.read(content, name, until="identify").media_type == media_type


def test_text_with_a_few_nuls_is_still_found():
    found = make.read(b"before\0\0\0after\0", "a.txt")
    assert "beforeafter" in found.text
    assert make.read(bytes(range(3, 256)) * 8).outcome is Outcome.UNSUPPORTED


def test_a_lying_name_is_a_fact():
    found = make.read(make.pdf(["x"]), "photo.jpg", until="identify")
    assert found.extension_lies
    assert "PDF" in found.facts["name_says"]


def test_an_empty_file_is_read_and_said_to_be_empty():
    found = make.read(b"", "a.docx")
    assert found.outcome is Outcome.READ
    assert "empty" in found.problem
