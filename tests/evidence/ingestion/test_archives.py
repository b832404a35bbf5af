"""Archives: members byte-exact, nothing followed, nothing unbounded, locked and damaged ones said."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
import zipfile
from typing import Any

import pytest

from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Limits, Outcome, ReadRequest, Refused
from tests.evidence.ingestion import make


def _members(content: bytes, name: str = "a.zip", **request: Any) -> Findings:
    return make.read(content, name, until="unpack", request=ReadRequest(name=name, **request))


def test_names_of_every_kind_are_kept():
    names = ["../../up.txt", "/etc/passwd", "a/b.txt", "дело.txt", "a/b.txt "]
    found = _members(make.packed(dict.fromkeys(names, b"x")))
    assert [m[0].decode() for m in found.facts["members"]] == names


def test_names_in_an_old_code_page_are_readable():
    content = make.packed({"0123456.txt": b"x"}).replace(b"0123456", "Договор".encode("cp866"))
    ((raw, shown, _, _),) = _members(content).facts["members"]
    assert shown == "Договор.txt"
    assert raw == "Договор.txt".encode("cp866")


def test_links_are_not_followed():
    entry = zipfile.ZipInfo("link")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    found = _members(file.getvalue())
    assert found.facts["members"] == []
    assert "links are not followed" in found.facts["not_unpacked"][0]["reason"]


def test_a_bomb_is_refused():
    content = make.packed({"zeros": b"\0" * (80 * 2**20)})
    with pytest.raises(Refused, match="grow"):
        make.run("unpack", Source.of(content), Findings(media_type="application/zip"))


def test_three_levels_are_enough():
    with pytest.raises(Refused, match="deep"):
        _members(make.packed({"a": b"x"}), depth=3)


def test_no_more_children_than_allowed():
    found = _members(make.packed({str(n): b"x" for n in range(20)}), limits=Limits(children=5))
    assert len(found.facts["members"]) == 5
    assert found.outcome is Outcome.PARTLY_READ


def test_an_archive_without_its_end_is_recovered():
    content = make.packed({"a.txt": b"first " * 50, "b.txt": b"second " * 50})
    found = _members(content[: content.find(b"PK\1\2") - 9])
    assert found.facts["members"][0][2] == b"first " * 50
    assert found.outcome is Outcome.PARTLY_READ


def test_tar_skips_what_is_no_file():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        plain, device = tarfile.TarInfo("a.txt"), tarfile.TarInfo("sda")
        plain.size, device.type = 1, tarfile.BLKTYPE
        archive.addfile(plain, io.BytesIO(b"x"))
        archive.addfile(device)
    for content, name in ((file.getvalue(), "a.tar"), (gzip.compress(file.getvalue()), "a.tgz")):
        found = _members(content, name)
        assert [m[0] for m in found.facts["members"]] == [b"a.txt"]
        assert found.facts["not_unpacked_count"] == 1


def test_a_web_archive_gives_what_was_captured():
    body = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\nWARC-Date: 2024-03-05T10:11:12Z\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(body), body)
    )
    found = _members(gzip.compress(record), "a.warc.gz")
    assert found.facts["members"][0][1:3] == ("example.org/index", b"hello")
    assert found.facts["claimed_captured_at"] == "2024-03-05T10:11:12Z"
