"""Web captures: what was shown, from where, when and with what status; saved pages with their resources beside."""

from __future__ import annotations

import gzip
import plistlib

import brotli
import pytest
from backports import zstd

from evidence.ingestion.formats import warc
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Member, Outcome
from tests.evidence.ingestion import make

BODY = "<html><head><title>Бет</title></head><body><p>Қызметтік хат</p></body></html>".encode()


def _record(block: bytes, kind: str = "response", address: str = "https://news.kz/a/?p=1") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-03-05T10:11:12Z\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(block), block)


def _answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    return (
        "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *headers, "", ""]).encode() + body
    )


def _chunked(body: bytes) -> bytes:
    parts = [body[at : at + 7] for at in range(0, len(body), 7)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def _read(content: bytes) -> list[tuple[Member, bytes]]:
    found = warc.children(Source.of(content, "a.warc"))
    return [(one, b"".join(one.chunks)) for one in found if isinstance(one, Member)]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (BODY, []),
        (_chunked(BODY), ["Transfer-Encoding: chunked"]),
        (_chunked(gzip.compress(BODY)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (brotli.compress(BODY), ["Content-Encoding: br"]),
        (zstd.compress(BODY), ["Content-Encoding: zstd"]),
        (BODY, ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
    ],
    ids=["plain", "chunked", "chunked gzip", "brotli", "zstd", "undone already"],
)
def test_the_transfer_is_undone(body, headers):
    for content in (_record(_answer(body, *headers)), gzip.compress(_record(_answer(body, *headers)))):
        ((member, kept),) = _read(content)
        assert kept == BODY
        assert member.shown == "news.kz/a/index p=1.html"


def test_address_time_and_status_go_with_the_capture():
    ((member, _),) = _read(_record(_answer(b"", "Location: https://x.kz/", status="301 Moved")))
    wanted = {"claimed_address": "https://news.kz/a/?p=1", "claimed_captured_at": "2024-03-05T10:11:12Z"}
    assert wanted.items() <= member.about.items()
    assert (member.about["claimed_http_status"], member.about["claimed_location"]) == (301, "https://x.kz/")


def test_what_asks_or_says_nothing_changed_is_listed_and_no_child():
    content = _record(b"GET / HTTP/1.1\r\n\r\n", "request") + _record(_answer(BODY)) + _record(b"", "revisit")
    found = make.read(content, "a.warc")
    assert len(found.facts["members"]) == 1
    assert [one["kind"] for one in found.facts["captures"]] == ["request", "response", "revisit"]
    assert found.pages[1].text.split("\n")[1] == "2024-03-05T10:11:12Z  200  https://news.kz/a/?p=1"


def test_a_damaged_end_leaves_what_stands_before():
    found = make.read(_record(_answer(BODY)) + b"nonsense\r\n", "a.warc", until="unpack")
    assert len(found.facts["members"]) == 1
    assert found.outcome is Outcome.PARTLY_READ


def test_the_older_arc_is_read_alike():
    block = _answer(BODY)
    content = b"filedesc://a.arc 1.2.3.4 20140216050221 text/plain 4\n1 0\n\n"
    content += b"http://example.com/ 1.2.3.4 20140216050220 text/html %d\n%s\n" % (len(block), block)
    found = make.read(content, "a.arc")
    assert found.facts["members"][0][1:3] == ("example.com/index.html", BODY)
    assert found.facts["claimed_captured_at"] == "2014-02-16T05:02:20Z"


def test_a_wacz_tells_its_pages():
    page = b'{"format": "x"}\n{"url": "https://news.kz/a", "title": "A", "ts": "2024-03-05T10:11:12Z"}\nnot json\n'
    package = b'{"title": "Collected", "software": "made here", "profile": "data-package"}'
    held = {"pages/pages.jsonl": page, "archive/a.warc": _record(_answer(BODY)), "datapackage.json": package}
    found = make.read(make.packed(held), "a.wacz")
    assert found.media_type == "application/wacz"
    assert found.facts["claimed_title"] == "Collected"
    assert found.facts["pages_captured"] == [
        {"address": "https://news.kz/a", "title": "A", "captured_at": "2024-03-05T10:11:12Z"}
    ]
    assert [member[1] for member in found.facts["members"]] == list(held)


MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.kz/a\r\nSubject: T\r\n"
    "Date: Tue, 5 Mar 2024 10:00:00 +0500\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    "Content-Location: https://news.kz/frame\r\n\r\n<p>frame</p>\r\n--b\r\nContent-Type: text/html; charset=windows-1251\r\n"
    "Content-Transfer-Encoding: 8bit\r\nContent-Location: https://news.kz/a\r\n\r\n"
    "<title>Заголовок</title><p>Служебная записка о деле"
    "\r\n--b\r\nContent-Type: image/png\r\nContent-Location: https://news.kz/i/p.png\r\n\r\nPNG\r\n--b--\r\n"
)


def test_mhtml_is_the_page_with_its_resources_beside():
    found = make.read(MHTML.encode("cp1251"), "a.mhtml")
    assert found.media_type == "multipart/related"
    assert "Служебная записка" in found.text
    assert "frame" not in found.text
    assert [member[1] for member in found.facts["members"]] == ["news.kz/frame.html", "news.kz/i/p.png"]
    assert found.facts["claimed_address"] == "https://news.kz/a"
    assert found.facts["claimed_software"] == "Blink"


def test_a_letter_with_related_parts_stays_a_letter():
    letter = make.mail("Subject", "Body")
    letter.add_related(b"PNG", "image", "png", cid="<i>")
    assert make.read(bytes(letter), "a.eml", until="identify").media_type == "message/rfc822"


def _resource(address: str, media_type: str, content: bytes) -> dict[str, object]:
    return {"WebResourceURL": address, "WebResourceMIMEType": media_type, "WebResourceData": content}


def test_a_safari_webarchive_is_read_with_its_frames():
    frame = {"WebMainResource": _resource("https://news.kz/f", "text/html", b"<p>f</p>")}
    held = {
        "WebMainResource": _resource("https://news.kz/a", "text/html", BODY),
        "WebSubresources": [_resource("https://news.kz/p.png", "image/png", b"PNG"), "nonsense"],
        "WebSubframeArchives": [frame],
    }
    found = make.read(plistlib.dumps(held, fmt=plistlib.FMT_BINARY), "a.webarchive")
    assert found.media_type == "application/x-webarchive"
    assert "Қызметтік хат" in found.text
    assert [member[1] for member in found.facts["members"]] == ["news.kz/p.png", "news.kz/f.html"]


SINGLE = "<!--\n Page saved with SingleFile \n url: https://news.kz/a/ \n saved date: Tue Mar 05 2024\n-->"
HTTRACK = "<!-- Mirrored from news.kz/a/ by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 05 Mar 2024 10:11:12 GMT -->"


@pytest.mark.parametrize(
    ("comment", "address", "at"),
    [
        ("<!-- saved from url=(0018)https://news.kz/a/ -->", "https://news.kz/a/", None),
        (SINGLE, "https://news.kz/a/", "Tue Mar 05 2024"),
        (HTTRACK, "news.kz/a/", "Tue, 05 Mar 2024 10:11:12 GMT"),
    ],
)
def test_a_saved_page_tells_where_it_came_from(comment, address, at):
    found = make.read(f"<!DOCTYPE html><html>{comment}<body><p>x</p></body></html>".encode(), "a.html")
    assert (found.facts["claimed_address"], found.facts.get("claimed_captured_at")) == (address, at)
