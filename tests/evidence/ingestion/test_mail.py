"""E-mail: headers as facts, bodies once, attachments in order, broken ones tolerated."""

from __future__ import annotations

import base64
import binascii
import plistlib
from email.message import EmailMessage

import pytest

from evidence.ingestion.formats import mbox
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Member, Outcome
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


# --- threads, encodings, broken parts -----------------------------------------------------------------------------------


def test_headers_without_end_are_facts_with_one():
    people = [f"person{number}@example.org" for number in range(1000)]
    headers = [
        "Delivered-To: x@example.org",
        "MIME-Version: 1.0",
        "From: " + "a" * 100_000,
        "Subject: re" + " b" * 50_000,
        "To: " + ",\r\n ".join(people),
    ]
    headers += [
        "Message-ID: " + "c" * 50_000 + "@example.org",
        *(["Reply-To: " + "d" * 1500] * 9),
        "References: " + "e@" * 50_000,
    ]
    facts = make.read(("\r\n".join([*headers, "Date: " + "f" * 9000]) + "\r\n\r\nHello\r\n").encode()).facts
    assert facts["claimed_from"] == "a" * 4000 + "…"
    assert facts["claimed_reply_to"] == ["d" * 1500, "d" * 1500, "d" * 1000 + "…"]
    assert facts["claimed_to"].split(", ") == people
    for name in ("claimed_subject", "claimed_message_id", "claimed_references", "claimed_date_as_written"):
        assert len("".join(facts[name])) <= 4001


def test_message_ids_stand_without_brackets():
    raw = b"From: a@b\nSubject: Re: s\nMessage-ID: <3@b>\nIn-Reply-To: <2@b> (a note)\nReferences: <1@b>\n <2@b>\n\nx"
    facts = make.read(raw).facts
    assert (facts["claimed_message_id"], facts["claimed_in_reply_to"]) == ("3@b", "2@b")
    assert facts["claimed_references"] == ["1@b", "2@b"]


def test_the_page_is_a_head_an_empty_line_and_the_body():
    found = make.read(b"Subject: s\nTo: c@d\nFrom: a@b\nX-Other: 1\n\nbody\n> quoted\n")
    assert found.text == "From: a@b\nTo: c@d\nSubject: s\n\nbody\n> quoted\n"


@pytest.mark.parametrize(
    ("claimed", "real"),
    [
        ("windows-1251", "koi8_r"),
        ("koi8-r", "cp1251"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "cp866"),
        ("x-unknown", "kz1048"),
    ],
)
def test_bodies_whose_charset_lies_are_read(claimed: str, real: str):
    text = make.KAZAKH if real == "kz1048" else make.RUSSIAN
    raw = f"From: a@b\nSubject: s\nMIME-Version: 1.0\nContent-Type: text/plain; charset={claimed}\n\n".encode()
    assert text in make.read(raw + text.encode(real)).text


@pytest.mark.parametrize("wrong", ["cp1251", "cp1252", "latin-1", "koi8_r"])
def test_text_encoded_twice_is_read(wrong: str):
    twice = make.RUSSIAN.encode().decode(wrong, "replace")
    raw = b"From: a@b\nSubject: s\nContent-Type: text/plain; charset=utf-8\n\n" + twice.encode()
    assert "Каждый человек имеет право" in make.read(raw).text


def test_latin_letters_that_only_look_encoded_twice_stay():
    raw = "From: a@b\nSubject: s\nContent-Type: text/plain; charset=utf-8\n\nÃ¡rvore, LuÃ­s, coraÃ§Ã£o, nÃ£o".encode()
    assert "LuÃ­s" in make.read(raw).text


def test_names_of_attachments_in_every_notation():
    parts = [
        "attachment; filename*0*=utf-8''%D0%BE%D1%82; filename*1*=%D1%87%D1%91%D1%82.csv",
        'attachment; filename="=?koi8-r?B?' + base64.b64encode("счёт.csv".encode("koi8_r")).decode() + '?="',
        "attachment; filename=raw " + "имя.csv".encode().decode("latin-1"),
    ]
    body = "".join(f"--b\nContent-Type: text/csv\nContent-Disposition: {one}\n\n1\n" for one in parts)
    raw = b"From: a@b\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    found = make.read(raw + body.encode("latin-1") + b"--b--\n")
    assert [m[1] for m in found.facts["members"]][:2] == ["отчёт.csv", "счёт.csv"]
    assert found.facts["attachments"][:2] == ["отчёт.csv", "счёт.csv"]


def test_a_boundary_that_is_not_the_one_that_was_named_is_found():
    raw = (
        b"From: a@b\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=other\n\n"
        b"--real\nContent-Type: text/plain\n\nthe body\n"
        b"--real\nContent-Type: text/csv\nContent-Disposition: attachment; filename=a.csv\n\n1,2\n--real--\n"
    )
    found = make.read(raw)
    assert found.text.endswith("the body")
    assert [(m[1], m[2].strip()) for m in found.facts["members"]] == [("a.csv", b"1,2")]


def test_a_cut_attachment_is_kept_as_far_as_it_goes():
    encoded = base64.encodebytes(bytes(range(256)))
    raw = (
        b"From: a@b\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Disposition: attachment; filename=a.bin\nContent-Transfer-Encoding: base64\n\n" + encoded[:-7]
    )
    found = make.read(raw)
    ((_, shown, data, _),) = found.facts["members"]
    assert shown == "a.bin"
    assert bytes(range(256)).startswith(data)
    assert len(data) > 240


def test_a_forwarded_message_keeps_its_bytes():
    inner = b"From: a@b\r\nSubject: =?utf-8?q?in?=\r\n =?utf-8?q?ner?=\r\n\r\nFrom here\r\n>x\r\n"
    raw = (
        b"From: a@b\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    ((_, shown, data, _),) = make.read(raw).facts["members"]
    assert (shown, data) == ("inner.eml", inner)


def test_files_written_into_the_text_as_letters_are_children():
    lines = b"".join(binascii.b2a_uu(b"hello world"[at : at + 45]) for at in range(0, 11, 45))
    found = make.read(b"From: a@b\nSubject: s\n\nbefore\nbegin 644 hello.txt\n" + lines + b"`\nend\nafter\n")
    assert [(m[1], m[2]) for m in found.facts["members"]] == [("hello.txt", b"hello world")]
    assert found.text.endswith("before\n[hello.txt]\nafter\n")


def test_a_part_that_lies_elsewhere_is_named_and_not_fetched():
    raw = (
        b'From: a@b\nSubject: s\nContent-Type: message/external-body; URL="http://x/y"\n\nContent-Type: text/plain\n\n'
    )
    assert "was not fetched: http://x/y" in make.read(raw).problem


# --- mailboxes ----------------------------------------------------------------------------------------------------------


def test_a_sentence_that_begins_with_from_parts_no_messages():
    start = b"From a@b Tue Mar  5 10:11:12 2024\n"
    body = b"one\n\nFrom x@y.org I heard in 2024\nthat it rains\n"
    box = start + b"From: a@b\nSubject: first\n\n" + body + b"\n" + start + b"From: a@b\nSubject: second\n\ntwo\n"
    found = make.read(box)
    assert [m[1] for m in found.facts["members"]] == ["00001 first.eml", "00002 second.eml"]
    assert body in found.facts["members"][0][2]


def test_what_the_mailbox_says_of_a_message_is_kept():
    source = Source.of(b"From anna@b.kz Tue Mar  5 10:11:12 2024\nFrom: a@b\nSubject: s\n\nx\n", "in.mbox")
    (member,) = [one for one in mbox.children(source) if isinstance(one, Member)]
    assert member.about == {"claimed_envelope": "anna@b.kz Tue Mar  5 10:11:12 2024"}


# --- Apple Mail ---------------------------------------------------------------------------------------------------------


def test_apples_message_has_its_property_list_and_names_what_lies_elsewhere():
    message = (
        b"From: a@b\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nbody\n"
        b"--b\nContent-Type: application/pdf; name=a.pdf\nX-Apple-Content-Length: 99\n\n\n--b--\n"
    )
    noted = plistlib.dumps({"flags": 5, "date-received": 1709633472, "remote-id": "12"})
    found = make.read(b"%-10d\n" % len(message) + message + noted, "1.emlx")
    assert found.media_type == "message/x-emlx"
    assert found.facts["claimed_flags"] == ["read", "answered"]
    assert found.facts["claimed_received_at"] == "2024-03-05T10:11:12+00:00"
    assert [m[1] for m in found.facts["members"]] == ["a.pdf"]
    assert "damaged or were kept only in part" in found.problem
