"""Calendars and address cards: what, when, where, who; phones and addresses; files inside."""

from __future__ import annotations

import base64

import pytest

from evidence.ingestion.stage import Damaged
from tests.evidence.ingestion import make

_EVENT = """BEGIN:VCALENDAR\r
VERSION:2.0\r
METHOD:REQUEST\r
BEGIN:VTIMEZONE\r
TZID:Asia/Almaty\r
BEGIN:STANDARD\r
DTSTART:19700101T000000\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
SUMMARY:Встреча\\, первая\r
DTSTART;TZID=Asia/Almaty:20240305T101112\r
DTEND:20240305T061112Z\r
LOCATION:Алматы\\; кабинет 12\r
STATUS:CONFIRMED\r
ORGANIZER;CN="Ким, Анна":mailto:anna@example.org\r
ATTENDEE;CN=Пётр;PARTSTAT=NEEDS-ACTION:MAILTO:petr@exam\r
 ple.org\r
DESCRIPTION:строка\\nвторая\r
ATTACH;FILENAME=a.csv;ENCODING=BASE64;VALUE=BINARY:MSwy\r
BEGIN:VALARM\r
DESCRIPTION:alarm\r
END:VALARM\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_an_event_says_what_when_where_and_who():
    found = make.read(_EVENT.encode(), "x.ics")
    facts = found.facts
    assert facts["claimed_title"] == "Встреча, первая"
    assert facts["claimed_starts_at"] == "2024-03-05T10:11:12 Asia/Almaty"
    assert facts["claimed_ends_at"] == "2024-03-05T06:11:12+00:00"
    assert facts["claimed_place"] == "Алматы; кабинет 12"
    assert facts["claimed_organiser"] == "Ким, Анна <anna@example.org>"
    assert facts["claimed_attendees"] == ["Пётр <petr@example.org> (needs action)"]
    assert facts["claimed_events"][0]["status"] == "CONFIRMED"


def test_the_text_of_a_calendar_is_readable_and_leaves_out_alarms():
    text = make.read(_EVENT.encode()).text
    assert text.startswith("Title: Встреча, первая\nStarts: 2024-03-05T10:11:12 Asia/Almaty\n")
    assert text.endswith("\n\nстрока\nвторая")


def test_files_in_a_calendar_are_children():
    assert [(m[1], m[2]) for m in make.read(_EVENT.encode()).facts["members"]] == [("a.csv", b"1,2")]


def test_a_calendar_that_breaks_off_is_read_as_far_as_it_goes():
    found = make.read(_EVENT.encode()[:560])
    assert "Встреча" in found.text
    assert "The end of the calendar is missing." in found.problem


def test_an_invitation_in_a_mail_is_a_child_that_is_read():
    made = make.mail("s", "b")
    made.add_alternative(_EVENT, subtype="calendar")
    ((_, _, data, _),) = make.read(bytes(made)).facts["members"]
    assert make.read(data).facts["claimed_title"] == "Встреча, первая"


def _quoted(text: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode("cp1251"))


@pytest.mark.parametrize(
    "card",
    [
        f"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:{_quoted('Ким;Ан')}=\n{_quoted('на')}\n"
        "TEL;CELL;VOICE:+77010000000\nEMAIL;INTERNET:anna@example.org\n"
        f"ADR;HOME;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:;;{_quoted('Абая 1;Алматы')};;;\nEND:VCARD\n",
        "BEGIN:VCARD\nVERSION:3.0\nN:Ким;Анна;;;\nFN:Анна\n  Ким\nitem1.TEL;TYPE=CELL,VOICE:+77010000000\n"
        "EMAIL;TYPE=INTERNET:anna@example.org\nADR;TYPE=home:;;Абая 1;Алматы;;;\nEND:VCARD\n",
        'BEGIN:VCARD\nVERSION:4.0\nFN:Анна Ким\nTEL;VALUE=uri;TYPE="voice,cell":tel:+77010000000\n'
        "EMAIL:anna@example.org\nADR;TYPE=home:;;Абая 1;Алматы;;;\nEND:VCARD\n",
    ],
)
def test_cards_of_all_versions_say_the_same(card: str):
    (told,) = make.read(card.encode(), "x.vcf").facts["claimed_contacts"]
    assert told["name"] == "Анна Ким"
    assert told["phones"] == ["+77010000000 (cell)"]
    assert told["emails"] == ["anna@example.org"]
    assert told["addresses"] == ["Абая 1, Алматы (home)"]


def test_several_cards_are_told_apart_and_their_pictures_are_children():
    photo = make.encoded(make.picture(["x"], (60, 60)), "JPEG")
    letters = base64.b64encode(photo).decode()
    folded = "\n ".join(letters[at : at + 70] for at in range(0, len(letters), 70))
    old = f"BEGIN:VCARD\nVERSION:3.0\nFN:А\nPHOTO;ENCODING=b;TYPE=JPEG:{folded}\nEND:VCARD\n"
    new = f"BEGIN:VCARD\nVERSION:4.0\nFN:Б\nPHOTO:data:image/jpeg;base64,{letters}\nNOTE:два\\nслова\nEND:VCARD\n"
    found = make.read((old + new).encode())
    assert found.text == "Name: А\n\nName: Б\nNote: два\nслова"
    assert [(m[1], m[2]) for m in found.facts["members"]] == [("photo 1 А.jpg", photo), ("photo 2 Б.jpg", photo)]


def test_cards_in_an_old_encoding_are_read():
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:Анна Ким\nNOTE:{make.RUSSIAN}\nEND:VCARD\n"
    assert make.RUSSIAN in make.read(card.encode("cp1251")).text


def test_what_only_begins_like_a_card_is_damaged():
    with pytest.raises(Damaged, match="nothing of it"):
        make.read(b"BEGIN:VCARDIGAN\nand so on")
