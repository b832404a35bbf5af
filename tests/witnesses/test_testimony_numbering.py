"""Paragraph numbers stay, whatever is corrected, added and taken out; differences tell exactly what happened."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from witnesses.testimony import differences
from witnesses.testimony.numbering import changes, paragraphs_of, reading_order, standing

TEXTS = st.text(alphabet="абвгabc 0", min_size=1, max_size=8).filter(lambda one: one.strip() == one)


@dataclass(frozen=True)
class Row:
    number: int
    version_number: int
    text: str
    after: int = 0
    gone: bool = False


@st.composite
def histories(draw):
    """Versions of a statement, each made from the one before by correcting, taking out and adding."""
    rows: list[Row] = []
    for version in range(1, draw(st.integers(1, 6)) + 1):
        stands = standing(rows)
        live = [row.number for row in stands if not row.gone]
        texts = {number: draw(TEXTS) for number in live if draw(st.booleans())}
        out = [number for number in live if draw(st.integers(0, 3)) == 0]
        added = draw(st.lists(TEXTS, max_size=3)) or (["a"] if not rows else [])
        after = draw(st.sampled_from([0, *live]))
        made = changes(stands, texts, out, added, after)
        rows += [Row(one.number, version, one.text, one.after, one.gone) for one in made]
    return rows


@given(histories())
def test_a_number_means_one_paragraph_for_ever(rows):
    last = max(row.version_number for row in rows)
    for version in range(1, last):
        before = {row.number: row for row in standing(rows, version)}
        after = {row.number: row for row in standing(rows, version + 1)}
        assert set(before) <= set(after)
        new = set(after) - set(before)
        assert new == set(range(max(before) + 1, max(before) + 1 + len(new)))
        assert all(after[number].gone for number, row in before.items() if row.gone), "what went never comes back"


@given(histories())
def test_adding_never_reorders_what_stood(rows):
    last = max(row.version_number for row in rows)
    for version in range(1, last):
        before = [row.number for row in standing(rows, version)]
        after = [row.number for row in standing(rows, version + 1)]
        assert [number for number in after if number in before] == before


@given(histories())
def test_an_earlier_version_reads_the_same_after_later_ones(rows):
    for version in range(1, max(row.version_number for row in rows) + 1):
        then = standing([row for row in rows if row.version_number <= version])
        assert standing(rows, version) == then


@given(histories())
def test_the_differences_lead_from_one_version_to_the_next(rows):
    last = max(row.version_number for row in rows)
    for version in range(1, last):
        before = {row.number: None if row.gone else row.text for row in standing(rows, version)}
        after = {row.number: None if row.gone else row.text for row in standing(rows, version + 1)}
        for one in differences.between(before, after):
            old = "".join(piece.text for piece in one.pieces if piece.kind != "new")
            new = "".join(piece.text for piece in one.pieces if piece.kind != "out")
            assert (old or None, new or None) == (before.get(one.number), after[one.number])


def test_what_is_added_behind_a_paragraph_stands_there_in_its_order():
    rows = [Row(number, 1, text) for number, text in ((1, "one"), (2, "two"), (3, "three"))]
    made = changes(rows, {}, [], ["four", "five"], after=1)
    rows += [Row(one.number, 2, one.text, one.after) for one in made]
    assert [row.number for row in standing(rows)] == [1, 4, 5, 2, 3]
    later = changes(standing(rows), {}, [], ["six"], after=1)
    rows += [Row(one.number, 3, one.text, one.after) for one in later]
    assert [row.number for row in standing(rows)] == [1, 6, 4, 5, 2, 3]


def test_a_paragraph_that_does_not_differ_has_no_row():
    rows = [Row(1, 1, "one"), Row(2, 1, "two")]
    assert [one.number for one in changes(rows, {1: "one", 2: "other"}, [], [])] == [2]
    assert changes(rows, {1: " one "}, [], []) == []


def test_taken_out_and_corrected_at_once_is_taken_out():
    assert changes([Row(1, 1, "one")], {1: "other"}, [1], [])[0].gone is True


@given(st.lists(TEXTS.filter(str.strip), max_size=8))
def test_pasted_text_is_split_where_a_line_is_blank(parts):
    assert paragraphs_of("\n\n".join(parts)) == parts
    assert paragraphs_of("\r\n \t\r\n".join(parts)) == parts


def test_lines_within_a_paragraph_stay_together():
    assert paragraphs_of("one\ntwo\n\n\nthree\n") == ["one\ntwo", "three"]


def test_the_reading_order_of_nothing_is_nothing():
    assert reading_order({}) == []


def test_a_correction_is_shown_word_by_word():
    pieces = differences.words("They came at six.", "They came at seven.")
    assert [(one.kind, one.text) for one in pieces] == [
        ("same", "They came at "), ("out", "six"), ("new", "seven"), ("same", "."),
    ]  # fmt: skip


def test_a_very_long_paragraph_is_shown_before_and_after():
    before, after = "a " * 3000, "b " * 3000
    assert [one.kind for one in differences.words(before, after)] == ["out", "new"]
