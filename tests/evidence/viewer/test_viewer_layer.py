"""Words over a picture and pieces of a text: each knows where in the page's text it stands."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.ingestion import lie
from evidence.ingestion.stage import Word
from evidence.viewer import layer as module
from evidence.viewer.layer import boxes, layer, lines, spans, upright
from evidence.viewer.marked import Marked, apart
from tests.evidence.viewer.made import LINES, words_of

TEXT = "\n".join(LINES)
WORDS = words_of(LINES)


def test_each_word_of_a_page_is_found_in_its_text():
    places = spans(TEXT, WORDS)
    assert [TEXT[slice(*place)] for place in places] == [row[0] for row in WORDS]
    assert places == sorted(places)


def test_a_word_that_the_text_has_not_does_not_lead_the_others_astray():
    words = [*WORDS[:2], ["unheard", 0.5, 0.1, 0.6, 0.12, 1.0], *WORDS[2:]]
    places = spans(TEXT, words)
    assert places[2] is None
    assert TEXT[slice(*places[3])] == "cancellation"


def test_lines_are_told_apart_by_their_height_also_on_a_page_upside_down():
    turned = [[word, 1 - x1, 1 - y1, 1 - x0, 1 - y0, sure] for word, x0, y0, x1, y1, sure in WORDS]
    for words in (WORDS, turned):
        assert [[words[i][0] for i in line] for line in lines(words)] == [line.split() for line in LINES]


def test_a_passage_over_two_lines_has_a_box_on_each():
    start = TEXT.index("evening")
    found = boxes(WORDS, spans(TEXT, WORDS), (start, TEXT.index("Мамай") + 5))
    assert len(found) == 2
    (left, top, right, bottom), second = found
    assert 0 < left < right < 1
    assert top < bottom < second[1]
    assert second[0] == 0.1


def test_glyphs_are_as_wide_as_their_boxes_and_say_their_character():
    made = layer(WORDS, TEXT, (700, 990), [(TEXT.index("second"), TEXT.index("second") + 6)])
    assert (made.width, made.height) == (1000.0, 1414.3)
    first = made.lines[0][0]
    assert (first.text, first.start, first.x, first.width) == ("Notice", 0, 100.0, 72.0)
    assert 0 < first.y < made.height
    (hit,) = made.hits
    (box,) = hit
    word = made.lines[2][1]
    assert box.x < word.x - 2
    assert box.x + box.width > word.x + word.width + 2


def test_what_marks_a_hit_touches_neither_the_word_nor_the_next_line():
    at = TEXT.index("second")
    made = layer(WORDS, TEXT, (700, 990), [(at, at + 6)])
    ((box,),) = made.hits
    tall = made.height
    (row,) = [row for row in WORDS if row[0] == "second"]
    assert box.y < row[2] * tall - 2
    assert row[4] * tall + 2 < box.y + box.height
    assert box.y > WORDS[len(LINES[0].split())][4] * tall


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_was_read_turned_is_laid_out_as_it_was_read(turn):
    given = [[row[0], *(lie.back(Word(*row), turn))[1:5], row[5]] for row in WORDS]
    shape = (990, 700) if turn % 180 else (700, 990)
    hit = [(TEXT.index("second"), TEXT.index("second") + 6)]
    read, straight = layer(given, TEXT, shape, hit, turn), layer(WORDS, TEXT, (700, 990), hit)
    assert (read.width, read.height) == (straight.width, straight.height)
    near = 0.2
    for one, other in zip(chain(*read.lines), chain(*straight.lines), strict=True):
        assert (one.text, one.start) == (other.text, other.start)
        assert abs(one.x - other.x) < near
        assert abs(one.y - other.y) < near
    assert abs(read.hits[0][0].y - straight.hits[0][0].y) < near
    assert f"rotate({turn})" in read.sheet.transform
    assert (read.sheet.width, read.sheet.height)[:: -1 if turn % 180 else 1] == (read.width, read.height)


def test_a_box_turned_all_the_way_round_is_where_it_was():
    box = [0.1, 0.2, 0.4, 0.3]
    assert [round(edge, 9) for edge in upright(upright(box, 90), 270)] == box
    assert [round(edge, 9) for edge in upright(upright(box, 180), 180)] == box


@given(st.text("ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_pieces_put_together_are_the_text_and_know_their_place(text, given_spans):
    within = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in given_spans]
    marked = Marked(text, within[::2], within[1::2])
    pieces = marked.cut(0, len(text))
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
        for at in range(piece.start, piece.start + len(piece.text)):
            assert piece.hit == any(a <= at < b for a, b in within[::2])
            assert piece.mark == any(a <= at < b for a, b in within[1::2])


@given(st.text("xy\n", max_size=60))
def test_lines_are_those_of_the_text(text):
    marked = Marked(text)
    expected = text.split("\n")[:-1] if text.endswith("\n") or not text else text.split("\n")
    assert [text[a:b] for a, b in marked.lines()] == expected


def test_spans_that_overlap_become_one():
    assert apart([(5, 9), (1, 3), (8, 12), (4, 4)]) == [(1, 3), (5, 12)]


def test_lines_are_told_apart_once_however_many_hits_there_are(monkeypatch):
    calls, real = [], module.lines
    monkeypatch.setattr(module, "lines", lambda words: calls.append(len(words)) or real(words))
    said = LINES * 40
    text, words = "\n".join(said), words_of(said)
    hits = [place for place in spans(text, words) if place]
    made = layer(words, text, (700, 990), hits)
    assert len(made.hits) == min(len(hits), module.MOST_MARKED)
    assert len(calls) <= 2


def test_no_more_hits_are_drawn_than_a_page_can_bear(monkeypatch):
    monkeypatch.setattr(module, "MOST_MARKED", 3)
    hits = [place for place in spans(TEXT, WORDS) if place]
    made = layer(WORDS, TEXT, (700, 990), hits)
    assert (len(made.hits), made.unmarked) == (3, len(hits) - 3)
    assert made.hits[0] == layer(WORDS, TEXT, (700, 990), hits[:1]).hits[0]
