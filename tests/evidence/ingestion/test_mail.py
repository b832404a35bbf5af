"""E-mail: headers as facts, bodies once, attachments in order, broken ones tolerated."""

from __future__ import annotations

from email.message import EmailMessage

from evidence.ingestion.stage import Outcome
from tests.evidence.ingestion import make


def test_headers_and_body():
    found = make.read(bytes(make.mail("Тақырып туралы", make.KAZAKH)))
    assert found.facts["claimed_subject"] == "Тақырып туралы"
    assert found.facts["claimed_sent_at"] == "2024-03-05T10:11:12+05:00"
    assert make.KAZAKH in found.text


def test_attachments_in_order_with_their_names():
    found = make.read(bytes(make.mail("s", "b", {"қосымша.csv": b"1", "../../etc/passwd": b"2"})))
    assert [(m[1], m[2]) for m in found.facts["members"]] == [("қосымша.csv", b"1"), ("passwd", b"2")]


def test_a_forwarded_message_is_a_child():
    outer = make.mail("outer", "see below")
    outer.add_attachment(make.mail("inner", make.RUSSIAN))
    found = make.read(bytes(outer))
    ((name, shown, data, kind),) = found.facts["members"]
    assert shown == "inner.eml"
    assert make.RUSSIAN in make.read(data).text
    assert (name, kind) == (b"inner.eml", "attachment")


def test_alternatives_are_read_once():
    made = make.mail("s", make.RUSSIAN)
    made.add_alternative(f"<html><body><p>{make.RUSSIAN}</p></body></html>", subtype="html")
    assert make.read(bytes(made)).text.count("личную") == 1


def test_letters_without_a_charset_are_repaired():
    raw = (
        b"From: a@b\nSubject: "
        + "Тема письма".encode("cp1251")
        + b"\nMessage-ID: <1@b>\n\n"
        + make.RUSSIAN.encode("cp1251")
    )
    found = make.read(raw)
    assert found.facts["claimed_subject"] == "Тема письма"
    assert make.RUSSIAN in found.text


def test_impossible_dates_and_doubled_headers_are_kept_as_written():
    found = make.read(b"From: a@b\nFrom: c@d\nDate: Foo, 99 Bar 2024\nSubject: s\n\nx")
    assert found.facts["claimed_from"] == ["a@b", "c@d"]
    assert found.facts["claimed_date_as_written"] == "Foo, 99 Bar 2024"
    assert "claimed_sent_at" not in found.facts


def test_three_hundred_nested_parts_do_no_harm():
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(300))
    found = make.read(
        b"From: a@b\nSubject: s\nMIME-Version: 1.0\n" + parts + b"Content-Type: text/plain\n\nbottom text\n"
    )
    assert found.outcome in (Outcome.READ, Outcome.PARTLY_READ)


def test_a_mailbox_gives_its_messages():
    one, two = bytes(make.mail("first", "b")), bytes(make.mail("second", "c\n\nFrom here on"))
    start = b"From a@b Tue Mar  5 10:11:12 2024\n"
    box = start + one + b"\n" + start + two.replace(b"\nFrom here", b"\n>From here")
    found = make.read(box)
    assert [m[1] for m in found.facts["members"]] == ["00001 first.eml", "00002 second.eml"]
    assert b"\nFrom here" in found.facts["members"][1][2]


def test_an_encrypted_message_is_recognised():
    made = EmailMessage()
    made["From"], made["Subject"], made["MIME-Version"] = "a@b", "s", "1.0"
    made["Content-Type"] = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"'
    raw = bytes(made) + b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n"
    assert "encrypted" in make.read(raw).problem
