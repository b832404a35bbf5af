"""Messengers' exports become conversations in one convention: time, who, what, what was attached."""

from __future__ import annotations

import json

import pytest

from evidence.ingestion.formats import _chat
from tests.evidence.ingestion import make


def _lines(content: str, name: str) -> list[str]:
    found = make.read(content.encode(), name)
    assert found.page_unit == "conversation"
    return found.pages[1].text.split("\n")


ANDROID = "04.03.2024, 10:56 - Сообщения и звонки защищены сквозным шифрованием.\n"
ANDROID += "04.03.2024, 23:05 - Анна: Ок 👍\nвторая строка\n"
IOS = "\u200e[04.03.2024, 12:02:50] Талгат: \u200eMessages and calls are end-to-end encrypted.\n"
IOS += "[04.03.2024, 12:03:01] Анна: Сәлем\n"
AMERICAN = "3/4/24, 10:52\u202fAM - A: one\n3/5/24, 12:07\u202fAM - B: two\n3/15/24, 1:07\u202fPM - B: three\n"
KAZAKH = "2024-03-04, 10:56 - Анна: Сәлем\n2024-03-05, 09:01 - Талгат: Иә\n"


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (ANDROID, "2024-03-04T23:05\tАнна\tОк 👍"),
        (IOS, "2024-03-04T12:03:01\tАнна\tСәлем"),
        (AMERICAN, "2024-03-05T00:07\tB\ttwo"),
        (AMERICAN, "2024-03-15T13:07\tB\tthree"),
        (KAZAKH, "2024-03-05T09:01\tТалгат\tИә"),
        ("04/03/2024, 10:56 - A: x\n05/03/2024, 10:57 - B: y\n", "2024-03-05T10:57\tB\ty"),
        ("3/4/24, 10:56 - A: x\n3/5/24, 10:57 - B: y\n3/6/24, 10:58 - B: z\n", "2024-03-05T10:57\tB\ty"),
        ("[04.03.24, 7:05:01] A: x\n[04.03.24, 17:05:02] B: y\n", "2024-03-04T17:05:02\tB\ty"),
    ],
)
def test_whatsapp_in_the_dates_of_many_places(content, wanted):
    assert wanted in _lines(content, "WhatsApp Chat with Buh.txt")


def test_whatsapps_own_lines_are_nobodys_and_messages_go_on():
    lines = _lines(ANDROID, "Чат WhatsApp с Талгат.txt")
    assert lines[0] == "2024-03-04T10:56\t\tСообщения и звонки защищены сквозным шифрованием."
    assert lines[2] == "\t\tвторая строка"
    found = make.read(ANDROID.encode(), "Чат WhatsApp с Талгат.txt")
    assert (found.pages[1].label, found.facts["participants"], found.facts["messages"]) == ("Талгат", ["Анна"], 2)
    assert found.facts["claimed_last_message_at"] == "2024-03-04T23:05"
    assert found.media_type == "text/plain"


@pytest.mark.parametrize(
    "said",
    ["\u200e<attached: a b.jpg>", "a b.jpg (file attached)", "<вложено: a b.jpg>", "\u200ea b.jpg (файл добавлен)"],
)
def test_attachments_are_named_in_lines_of_their_own(said):
    content = f"04.03.2024, 10:56 - Анна: {said}\n04.03.2024, 10:57 - Анна: рахмет\n"
    assert _lines(content, "WhatsApp Chat with Buh.txt")[:2] == ["2024-03-04T10:56\tАнна\t", "\t\t[file: a b.jpg]"]


@pytest.mark.parametrize(
    "content",
    [
        "2024-03-05 10:11:12 - INFO: started\n2024-03-05 10:11:13 - INFO: ended\n",
        "05.03.2024 Встреча: договор\nПродолжение\n",
        "10.5.2, 12:30 - nothing",
    ],
)
def test_other_texts_with_dates_stay_texts(content):
    assert make.read(content.encode(), "log.txt").page_unit == "part"


def test_long_chats_are_cut_into_pages():
    content = "".join(f"04.03.2024, 10:{n % 60:02} - A: {n}\n" for n in range(450))
    found = make.read(content.encode(), "WhatsApp Chat with A.txt")
    assert (found.page_count, [len(page.text.split("\n")) for page in found.pages.values()]) == (3, [200, 200, 50])


CHAT = {
    "name": "Закупки",
    "type": "private_group",
    "id": 1,
    "messages": [
        {
            "id": 1,
            "type": "service",
            "date": "2024-03-04T12:50:27",
            "actor": "A",
            "action": "create_group",
            "title": "Закупки",
        },
        {
            "id": 2,
            "type": "message",
            "date": "2024-03-04T12:51:00",
            "from": "A",
            "text": ["see ", {"type": "link", "text": "x"}],
        },
        {
            "id": 3,
            "type": "message",
            "date": "2024-03-04T12:52:00",
            "from": "B",
            "text": "ok",
            "reply_to_message_id": 2,
        },
        {"id": 4, "type": "message", "date": "2024-03-04T12:53:00", "from": "B", "text": "", "photo": "photos/p 1.jpg"},
        {
            "id": 5,
            "type": "message",
            "date": "2024-03-04T12:54:00",
            "from": None,
            "forwarded_from": "C",
            "text": "\tl1\nl2",
        },
    ],
}


def test_telegrams_json_is_a_conversation():
    lines = _lines(json.dumps(CHAT), "result.json")
    assert lines[0] == "2024-03-04T12:50:27\t\tA · create group · Закупки"
    assert lines[1] == "2024-03-04T12:51:00\tA\tsee x"
    assert lines[2:4] == ["2024-03-04T12:52:00\tB\t(in answer to A: see x)", "\t\tok"]
    assert lines[4:6] == ["2024-03-04T12:53:00\tB\t", "\t\t[file: p 1.jpg]"]
    assert lines[6:] == ["2024-03-04T12:54:00\t(deleted account)\t(forwarded from C)", "\t\t l1", "\t\tl2"]


def test_a_whole_accounts_export_has_a_page_for_each_chat():
    found = make.read(
        json.dumps({"about": "x", "chats": {"list": [CHAT, {**CHAT, "name": "Other"}]}}).encode(), "result.json"
    )
    assert [page.label for page in found.pages.values()] == ["Закупки", "Other"]
    assert found.facts["messages"] == 10


@pytest.mark.parametrize(
    "messages", [[None, 5, {"date": 1, "type": []}], [{"date": {}, "type": "message", "text": {"a": 1}}] * 30]
)
def test_exports_with_nonsense_in_them_do_no_harm(messages):
    found = make.read(json.dumps({"name": 3, "type": "x", "messages": messages}).encode(), "result.json")
    assert not found.troubles


PAGE = """<html><body><div class="page_header"><div class="text bold">Чат</div></div><div class="history">
<div class="message service" id="message-1"><div class="body details">4 March 2024</div></div>
<div class="message default" id="message1"><div class="body"><div class="date details"
title="04.03.2024 09:04:35 UTC+05:00">09:04</div>
<div class="from_name">Анна</div><div class="text">Ок<br>да</div></div></div>
<div class="message default joined" id="message2"><div class="body"><div class="date details"
title="04.03.2024 09:05:00">09:05</div>
<div class="media_wrap"><a class="photo_wrap" href="photos/p.jpg"><img src="photos/t.jpg"></a></div></div></div>
</div></body></html>"""


def test_telegrams_pages_are_conversations():
    lines = _lines(PAGE, "messages.html")
    assert lines[1:] == ["2024-03-04T09:04:35\tАнна\tОк", "\t\tда", "2024-03-04T09:05:00\tАнна\t", "\t\t[file: p.jpg]"]


def test_vibers_list_is_a_conversation():
    lines = _lines('04/03/2024,11:23:43,Талгат,+77010000000,"Завтра\nв 10"\n', "viber.csv")
    assert lines == ["2024-03-04T11:23:43\tТалгат\tЗавтра", "\t\tв 10"]


def test_no_text_of_a_message_can_pass_for_another_message():
    made = _chat.Message("2024-03-04T10:00", "A\tB", "x\u2028\ty\n2024-03-04T10:01\tC\tforged", ("n\n2024\tD\t",))
    assert made.lines().split("\n") == [
        "2024-03-04T10:00\tA B\tx  y",
        "\t\t2024-03-04T10:01 C forged",
        "\t\t[file: n 2024 D ]",
    ]
