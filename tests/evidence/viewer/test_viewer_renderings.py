"""Mails, conversations, sheets, trees and claims as people read them."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from evidence.items.models import Item
from evidence.viewer import chats, facts, mails, members, player, sheets
from evidence.viewer.asked import Asked
from evidence.viewer.marked import Marked
from tests.evidence.viewer.made import CHAT, MAIL, sheet_text


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def test_a_mail_has_its_header_as_a_table_and_what_it_quotes_apart():
    found = mails.mail(Marked(MAIL[0]), MAIL[1])
    assert [value for _words, value in found.headers][1] == "office@example.org; second@example.org"
    said, quoted = found.blocks
    assert text_of(said.pieces).startswith("Good day")
    assert text_of(quoted.pieces).startswith("On 8 January 2023 the office wrote:")
    assert (said.quoted, quoted.quoted, quoted.lines, quoted.opened) == (False, True, 3, False)


def test_a_quote_with_a_hit_is_open():
    at = MAIL[0].index("no meeting")
    found = mails.mail(Marked(MAIL[0], [(at, at + 2)]), MAIL[1])
    assert [block.opened for block in found.blocks if block.quoted] == [True]


def test_an_answer_between_quoted_lines_is_not_folded():
    found = mails.mail(Marked("> one\n> two\nmy answer\n> three"), {})
    assert [(block.quoted, text_of(block.pieces)) for block in found.blocks] == [
        (True, "> one\n> two"),
        (False, "my answer"),
        (True, "> three"),
    ]


def test_a_body_whose_first_line_looks_like_a_header_is_kept_where_there_is_no_header():
    assert text_of(mails.mail(Marked("Subject: of our talk\nmore"), {}).blocks[0].pieces).startswith("Subject: of our")


def test_a_conversation_has_days_people_further_lines_and_attachments():
    found = chats.chat(Marked(CHAT))
    assert [who for who, _tone in found.people] == ["Айгүл", "Prosecutor's office"]
    assert [one.day for one in found.messages] == ["2023-01-08", "", "", "2023-01-09"]
    first, second, system, last = found.messages
    assert [text_of(line) for line in first.lines][1] == "Жауап күтемін."
    assert second.files == ["письмо.pdf"]
    assert (system.who, system.clock) == ("", "21:16:00")
    assert first.tone == last.tone != second.tone


def test_a_conversation_that_keeps_no_convention_loses_nothing():
    found = chats.chat(Marked("no tabs here\n\t\tfurther\nx\ty"))
    assert [[text_of(line) for line in one.lines] for one in found.messages] == [["no tabs here", "further"], ["x\ty"]]


def test_a_sheet_comes_in_parts_with_letters_numbers_and_its_first_row():
    marked = Marked(sheet_text(450, 30))
    part = sheets.sheet(marked, 3)
    assert (part.number, part.parts, part.first, part.last, part.total) == (3, 3, 401, 450, 450)
    assert part.letters[25:28] == ["Z", "AA", "AB"]
    assert text_of(part.head[0]) == "r1c0 value"
    assert text_of(part.rows[0][1][29]) == "r401c29 value"
    assert sheets.sheet(marked, 99).number == 3
    assert sheets.sheet(marked, 1).head == []


def test_the_part_with_the_first_hit_is_shown_unless_another_is_asked_for():
    text = sheet_text(450, 2)
    at = text.index("r333c1")
    assert sheets.sheet(Marked(text, [(at, at + 6)]), 0).number == 2
    assert sheets.sheet(Marked(text, [(at, at + 6)]), 1).number == 1


def test_lines_have_their_numbers():
    part = sheets.numbered(Marked("\n".join(str(n) for n in range(1, 2500))), 2)
    assert [(n, text_of(cells[0])) for n, cells in part.rows][:2] == [(1001, "1001"), (1002, "1002")]


def child(order, path):
    return Item(order=order, path=f"archive.zip!{path}", name=path.rpartition("/")[2])


def test_members_stand_in_their_folders():
    rows = [child(1, "b/two.txt"), child(2, "a/x/one.txt"), child(3, "top.txt"), child(4, "b/one.txt")]
    found = [(branch.name, branch.level, bool(branch.item)) for branch in members.tree(rows)]
    assert found == [
        ("a", 0, False), ("x", 1, False), ("one.txt", 2, True), ("b", 0, False), ("one.txt", 1, True),
        ("two.txt", 1, True), ("top.txt", 0, True),
    ]  # fmt: skip


def test_claims_are_grouped_and_none_is_lost():
    claimed = {
        "claimed_created_at": "2023-01-10", "claimed_position": {"latitude": 43.2, "longitude": 76.9},
        "claimed_camera": "Canon", "claimed_author": "A", "claimed_title": "T", "claimed_unheard_of": "x",
        "waveform": [1, 2], "claimed_empty": "",
    }  # fmt: skip
    found = {str(group.title): group.rows for group in facts.groups(claimed)}
    assert found["When"] == [("Created at", "2023-01-10")]
    assert found["Where"] == [("Position", "latitude: 43.2; longitude: 76.9")]
    assert found["Other"] == [("Unheard of", "x")]
    assert sum(len(rows) for rows in found.values()) == 6


@pytest.mark.parametrize(
    "given", [None, "43,76", {"latitude": "x", "longitude": 1}, {"latitude": 91, "longitude": 1}, {"latitude": 4}]
)
def test_a_position_that_makes_no_sense_is_none(given):
    assert facts.position({"claimed_position": given}) is None


def test_bars_of_a_waveform_are_bounded_and_keep_the_loudest():
    assert player.bars(None) == []
    found = player.bars([0] * 1999 + [100])
    assert len(found) == 400
    assert found[-1][1:] == (0, 100)
    assert found[0][2] == 1


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999", "page=١", "turn=45&zoom=7&view=x"])
def test_an_address_that_makes_no_sense_is_read_as_the_usual(query):
    assert Asked.of(QueryDict(query)) == Asked()


def test_links_keep_how_one_looks_and_leave_the_part_behind():
    asked = Asked.of(QueryDict("page=3&q=a b&turn=90&zoom=150&part=2"))
    assert asked.url(page=4) == "?page=4&q=a+b&turn=90&zoom=150"
    assert asked.url(zoom=100) == "?page=3&q=a+b&turn=90&part=2"
    assert (asked.zoomed(1), asked.zoomed(-1), Asked(zoom=400).zoomed(1)) == (200, 125, 400)
