"""Outlook's mailbox files: folders, items in order as mail files, properties beyond mail, damage; attachments as written."""

from __future__ import annotations

import struct
from functools import partial

import pytest

from evidence.ingestion.formats import _eml, _heap, pst
from evidence.ingestion.formats._mapi import Bag, many
from evidence.ingestion.formats._outlook import Attached, Letter
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Member
from tests.evidence.ingestion import make
from tests.evidence.ingestion.mailbox import Mailbox, heap
from tests.evidence.ingestion.outlook import BODY, CLASS, HEADERS, SUBJECT, UNICODE, Properties, raw

_EVENT = {CLASS: "IPM.Appointment", SUBJECT: "Встреча", (0x8001, UNICODE): "Алматы"}


def _mailbox() -> bytes:
    box = Mailbox()
    box.names({0x8001: 0x8208})
    inbox = box.folder(0x401, "Входящие")
    archive = box.folder(0x402, "Архив", inbox)
    box.item(
        0x10001,
        inbox,
        {CLASS: "IPM.Note", SUBJECT: "Тема", BODY: make.RUSSIAN, HEADERS: "Message-ID: <1@x>\r\nX-A: б\r\n"},
    )
    box.item(0x10002, archive, _EVENT)
    return bytes(box)


def _members(data: bytes) -> list[tuple[Member, bytes]]:
    return [(one, b"".join(one.chunks)) for one in pst.children(Source.of(data)) if isinstance(one, Member)]


def test_items_are_children_in_the_order_of_the_folders():
    found = make.read(_mailbox())
    assert found.media_type == "application/vnd.ms-outlook-pst"
    assert [m[1] for m in found.facts["members"]] == ["00001 Тема.eml", "00002 Встреча.eml"]
    assert found.facts["folders"] == [{"folder": "Входящие", "items": 1}, {"folder": "Входящие/Архив", "items": 1}]
    assert found.facts["claimed_title"] == "Ящик"


def test_folders_and_what_items_say_beyond_mail_stand_beside_them():
    (letter, _), (event, _) = _members(_mailbox())
    assert letter.about["claimed_folder"] == "Входящие"
    assert event.about["claimed_folder"] == "Входящие/Архив"
    assert event.about["claimed_place"] == "Алматы"
    assert "libpff" in letter.about["derived"]


def test_the_mail_file_has_the_stored_headers_and_is_read():
    ((_, data), (_, event)) = _members(_mailbox())
    found = make.read(data)
    assert data.startswith(b"Message-ID: <1@x>\r\nX-A: \xd0\xb1\r\nSubject: ")
    assert found.facts["claimed_message_id"] == "1@x"
    assert make.RUSSIAN in found.text
    assert "Where: Алматы" in make.read(event).text


def test_the_same_mailbox_gives_the_same_bytes():
    assert [data for _, data in _members(_mailbox())] == [data for _, data in _members(_mailbox())]


@pytest.mark.parametrize("size", [10, 520, 0x4400])
def test_a_mailbox_that_cannot_be_opened_ends_with_a_sentence(size: int):
    with pytest.raises(Damaged, match="damaged or cut off"):
        make.read(_mailbox()[:size])


def test_items_whose_bytes_are_spoiled_are_left_out_and_said():
    data = bytearray(_mailbox())
    at = data.find(heap(_EVENT))
    data[at + 2 : at + 4] = b"\0\0"
    found = make.read(bytes(data))
    assert found.facts["members"][0][1] == "00001 Тема.eml"
    assert "damaged" in found.problem


# --- mail files out of items ----------------------------------------------------------------------------------------------


def _bag(properties: Properties) -> Bag:
    return Bag({number: (kind, partial(raw, value, kind)) for (number, kind), value in properties.items()})


def test_attachments_and_items_within_come_through_whole():
    inner = Letter(_bag({SUBJECT: "внутри", BODY: make.KAZAKH}))
    content = bytes(range(256)) * 3000
    file = Attached(
        _bag({(0x3707, UNICODE): "отчёт.bin", (0x370E, UNICODE): "a/b"}), lambda: [content[:100], content[100:]]
    )
    letter = Letter(_bag({SUBJECT: "s", BODY: "b"}), [], [file, Attached(_bag({}), list, inner)])
    found = make.read(b"".join(_eml.write(letter)))
    first, second = found.facts["members"]
    assert first[1:3] == ("отчёт.bin", content)
    assert second[1] == "внутри.eml"
    assert make.KAZAKH in make.read(second[2]).text


def test_both_bodies_are_kept_as_alternatives():
    page = "<html><body>только здесь: слово</body></html>".encode("cp1251")
    letter = Letter(_bag({SUBJECT: "s", BODY: "plain words", (0x1013, 0x102): page, (0x3FDE, 3): 1251}))
    written = b"".join(_eml.write(letter))
    assert b"multipart/alternative" in written
    assert "plain words" in make.read(written).text
    assert "только здесь: слово" in make.read(written).text


def test_a_heap_gives_what_it_holds_and_counts_what_lies_elsewhere():
    data = heap({SUBJECT: "short", (0x1000, UNICODE): "body"})
    bag = _heap.Heap(data).property_bag({})
    assert (bag.text(0x37), bag.text(0x1000)) == ("short", "body")
    moved = struct.pack("<HHI", 0x1000, UNICODE, 4 << 5)
    assert moved in data
    outside = _heap.Heap(data.replace(moved, moved[:4] + struct.pack("<I", 0x8012)))
    assert (outside.property_bag({}).text(0x37), outside.property_bag({}).text(0x1000)) == ("short", "")
    assert outside.missing > 0
    assert _heap.Heap(b"\0" * 40).property_bag({}).raw == {}


def test_lists_as_mailboxes_keep_them():
    assert many(0x101F, struct.pack("<III", 2, 12, 14) + b"a\0b\0") == [b"a\0", b"b\0"]
    assert many(0x101F, b"\xff\xff\xff\xff") == []
