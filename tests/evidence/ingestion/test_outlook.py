"""Outlook's messages, alone (.msg) and as winmail.dat: people, dates, every form of body, attachments, items of other kinds."""

from __future__ import annotations

import datetime as dt

import pytest

from evidence.ingestion.formats import _rtf_body
from evidence.ingestion.stage import Damaged, Outcome
from tests.evidence.ingestion import make, outlook
from tests.evidence.ingestion.outlook import (
    ADDRESS,
    BINARY,
    BODY,
    CLASS,
    CODE_PAGE,
    CONTENT,
    FILE_NAME,
    HEADERS,
    HTML,
    METHOD,
    NAME,
    ROLE,
    RTF,
    SENDER,
    SENDER_ADDRESS,
    SENT,
    STRING,
    SUBJECT,
    TIME,
    UNICODE,
)

LETTER = {CLASS: "IPM.Note", SUBJECT: "Тақырып", BODY: make.KAZAKH}
NOON = dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC)


def test_people_by_their_part_and_the_time_of_sending():
    anna = {NAME: "Анна", ADDRESS: "anna@example.org", ROLE: 1}
    copy = {NAME: "Пётр", ADDRESS: "petr@example.org", ROLE: 2}
    blind = {NAME: "hidden@example.org", ADDRESS: "hidden@example.org", ROLE: 3}
    sender = {SENDER: "Талгат", SENDER_ADDRESS: "t@example.org", SENT: NOON}
    found = make.read(outlook.msg({**LETTER, **sender}, [anna, anna, copy, blind]))
    assert found.facts["claimed_from"] == "Талгат <t@example.org>"
    assert found.facts["claimed_to"] == "Анна <anna@example.org>"
    assert found.facts["claimed_cc"] == "Пётр <petr@example.org>"
    assert found.facts["claimed_bcc"] == "hidden@example.org"
    assert found.facts["claimed_sent_at"] == "2024-03-05T12:00:00+00:00"
    assert found.outcome is Outcome.READ


def test_the_text_is_the_head_an_empty_line_the_body():
    found = make.read(outlook.msg({**LETTER, SENDER: "A", SENDER_ADDRESS: "a@b.kz"}))
    assert found.text == f"From: A <a@b.kz>\nSubject: Тақырып\n\n{make.KAZAKH}"


def test_headers_of_the_journey_tell_of_threads():
    stored = "Message-ID: <2@x>\r\nIn-Reply-To: <1@x>\r\nReferences: <0@x>\r\n <1@x>\r\n"
    stored += "Date: Tue, 5 Mar 2024 10:11:12 +0500\r\n"
    found = make.read(outlook.msg({**LETTER, HEADERS: stored}))
    assert found.facts["claimed_message_id"] == "2@x"
    assert found.facts["claimed_in_reply_to"] == "1@x"
    assert found.facts["claimed_references"] == ["0@x", "1@x"]
    assert found.facts["claimed_sent_at"] == "2024-03-05T10:11:12+05:00"


def test_text_that_is_no_unicode_is_in_the_code_page_of_the_message():
    old = {(0x37, STRING): "Тема письма", (0x1000, STRING): make.RUSSIAN, CODE_PAGE: 1251}
    found = make.read(outlook.msg(old))
    assert found.facts["claimed_subject"] == "Тема письма"
    assert make.RUSSIAN in found.text


def test_html_in_its_code_page_where_there_is_no_plain_text():
    page = f"<html><body><p>{make.RUSSIAN}</p></body></html>".encode("koi8_r")
    found = make.read(outlook.msg({SUBJECT: "s", HTML: page, (0x3FDE, 3): 20866}))
    assert make.RUSSIAN in found.text
    assert "<p>" not in found.text


def test_html_wrapped_in_rtf_comes_out_as_html():
    hexed = "".join(f"\\'{byte:02x}" for byte in "Приказ".encode("cp1251"))
    rtf = (
        rb"{\rtf1\ansi\ansicpg1251\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag64 <p class=\{a\}>}\htmlrtf {\b\htmlrtf0 "
        + hexed.encode()
        + rb"\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}\u1179?\htmlrtf\par\htmlrtf0}"
    )
    assert _rtf_body.unpack(outlook.packed_rtf(rtf)) == rtf
    assert _rtf_body.content(rtf) == ("html", "<p class={a}>Приказ</p>қ")
    found = make.read(outlook.msg({SUBJECT: "s", RTF: outlook.packed_rtf(rtf)}))
    assert found.text == "Subject: s\n\nПриказқ"


def test_rtf_that_wraps_nothing_gives_its_text_and_is_kept_when_it_has_pictures():
    rtf = rb"{\rtf1\ansi\ansicpg1251 {\fonttbl{\f0\fcharset204 Arial;}}\f0 \'cf\'f0\'e8\par two{\pict\pngblip 89504e}}"
    found = make.read(outlook.msg({SUBJECT: "s", RTF: outlook.packed_rtf(rtf)}))
    assert found.text == "Subject: s\n\nПри\ntwo"
    assert [(m[1], m[2]) for m in found.facts["members"]] == [("body.rtf", rtf)]


def test_packed_rtf_that_refers_back_is_unpacked():
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert _rtf_body.unpack(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_attachments_in_order_and_links_are_named():
    files = [{FILE_NAME: "қосымша.csv", CONTENT: b"1", METHOD: 1}, {FILE_NAME: "b.bin", CONTENT: b"2", METHOD: 1}]
    link = {FILE_NAME: "c.doc", METHOD: 2, (0x370D, UNICODE): "\\\\server\\c.doc"}
    found = make.read(outlook.msg(LETTER, [], [*files, link]))
    assert [(m[1], m[2]) for m in found.facts["members"]] == [("қосымша.csv", b"1"), ("b.bin", b"2")]
    assert "only a link" in found.problem
    assert "\\\\server\\c.doc" in found.problem


def test_an_embedded_message_becomes_a_message_that_is_read():
    inner = outlook.message({CLASS: "IPM.Note", SUBJECT: "inner", BODY: make.RUSSIAN}, head=24)
    inner = {path: content for path, content in inner.items() if path[0] != "__nameid_version1.0"}
    found = make.read(outlook.msg(LETTER, inner=inner))
    ((_, shown, data, kind),) = found.facts["members"]
    again = make.read(data, shown)
    assert (shown, kind) == ("inner.msg", "attachment")
    assert again.facts["claimed_subject"] == "inner"
    assert make.RUSSIAN in again.text


def test_appointments_say_when_and_where():
    item = {CLASS: "IPM.Appointment", SUBJECT: "Встреча", (0x8001, TIME): NOON, (0x8002, UNICODE): "Алматы"}
    found = make.read(outlook.msg(item, names={0x8001: 0x820D, 0x8002: 0x8208}))
    assert found.facts["claimed_starts_at"] == "2024-03-05T12:00:00+00:00"
    assert found.facts["claimed_place"] == "Алматы"
    assert "Starts: 2024-03-05T12:00:00+00:00\nWhere: Алматы" in found.text


def test_contacts_and_tasks_have_their_own_facts():
    contact = {
        CLASS: "IPM.Contact",
        NAME: "Анна Ким",
        (0x3A1C, UNICODE): "+7 701 000 00 00",
        (0x8001, UNICODE): "anna@example.org",
    }
    found = make.read(outlook.msg(contact, names={0x8001: 0x8083}))
    assert found.facts["claimed_phone_mobile"] == "+7 701 000 00 00"
    assert "E-mail: anna@example.org" in found.text
    task = make.read(outlook.msg({CLASS: "IPM.Task", SUBJECT: "t", (0x8001, 3): 1}, names={0x8001: 0x8101}))
    assert task.facts["claimed_status"] == "in progress"


def test_a_message_cut_off_ends_with_a_sentence():
    whole = outlook.msg(LETTER)
    with pytest.raises(Damaged, match="damaged"):
        make.read(whole[:600])


def test_winmail_gives_text_and_attachments():
    made = outlook.tnef("Тема", make.RUSSIAN.encode("cp1251"), {"отчёт.csv": b"1,2", "b.bin": b"2"})
    found = make.read(made)
    assert found.media_type == "application/vnd.ms-tnef"
    assert found.text == f"Subject: Тема\n\n{make.RUSSIAN}"
    assert [(m[1], m[2]) for m in found.facts["members"]] == [("отчёт.csv", b"1,2"), ("b.bin", b"2")]


def test_winmail_with_properties_and_one_that_is_cut():
    more = {
        SENDER: "Анна",
        SENDER_ADDRESS: "anna@example.org",
        (0x1009, BINARY): outlook.packed_rtf(rb"{\rtf1 rtf text}"),
    }
    made = outlook.tnef("s", b"", {"a.bin": b"x" * 1000}, more)
    assert make.read(made).facts["claimed_from"] == "Анна <anna@example.org>"
    assert "rtf text" in make.read(made).text
    cut = make.read(made[:-500])
    assert "damaged" in cut.problem
    assert len(cut.facts["members"][0][2]) < 1000
