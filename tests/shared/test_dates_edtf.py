"""EDTF texts: what they bound, what is refused, and agreement with the `edtf` library where that is right."""
# ruff: noqa: DTZ001 - local times as written

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta

import edtf as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.dates import EdtfError, Precision, parse

DEMONSTRATION = (
    "2022-01-02", "2022-01", "2022-11/2022-12~", "../2023-01-15", "2023-01-08/2023-01-14~", "2023-01-17/2023-01-19",
    "2023-01-20T15:30:00+06:00", "2023-01-16T17:00/2023-01-16T23:59", "2022?", "2023-01-16T20:00~",
    "2022-21", "2022-12/..",
)  # fmt: skip


@pytest.mark.parametrize("text", DEMONSTRATION)
def test_what_the_first_case_needs_can_be_said(text: str) -> None:
    assert parse(text).text == text


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2022", Precision.YEAR, (2022, 1, 1), (2022, 12, 31)),
        ("2024-02", Precision.MONTH, (2024, 2, 1), (2024, 2, 29)),
        ("2022-22", Precision.SEASON, (2022, 6, 1), (2022, 8, 31)),
        ("2022-24", Precision.SEASON, (2021, 12, 1), (2023, 2, 28)),
        ("202X", Precision.DECADE, (2020, 1, 1), (2029, 12, 31)),
        ("20XX", Precision.CENTURY, (2000, 1, 1), (2099, 12, 31)),
        ("2022-01-XX", Precision.MONTH, (2022, 1, 1), (2022, 1, 31)),
    ],
)
def test_a_date_bounds_what_it_says(
    text: str, precision: Precision, first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    point = parse(text).points[0]
    assert point.precision is precision
    assert (point.first.timetuple()[:3], point.last.timetuple()[:3]) == (first, last)


def test_a_clock_time_is_one_instant() -> None:
    point = parse("2023-01-16T20:00").points[0]
    assert point.first == point.last == datetime(2023, 1, 16, 20)


def test_flags_widen_and_are_told() -> None:
    point = parse("2023-01-16T20:00%").points[0]
    assert point.approximate
    assert point.uncertain
    assert point.margin == timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no date here"),
        ("2023-02-30", "that month has 28 days"),
        ("2023-13", "There is no month 13"),
        ("2023-01-16T24:10", "no such time of day"),
        ("2023-01-20/2023-01-10", "ends before it begins"),
        ("../..", "at least one end"),
        ("a/b/c", "one stroke"),
        ("2023-XX-04", "a larger one is unknown"),
        ("2023-01-XXT10:00", "needs a known day"),
        ("0999", "out of range"),
        ("Monday", "not a date we can read"),
        ("2023-01-20T15:30+19:00", "further from UTC"),
    ],
)
def test_what_cannot_be_read_is_explained(text: str, sentence: str) -> None:
    with pytest.raises(EdtfError, match=sentence):
        parse(text)


@given(st.text(alphabet="0123456789-X/.T:?~%Z+ ав", max_size=30))
def test_nothing_else_than_a_sentence_ever_comes_back(text: str) -> None:
    with contextlib.suppress(EdtfError):
        parse(text)


@given(
    st.dates(min_value=datetime(1600, 1, 1).date(), max_value=datetime(2400, 1, 1).date()), st.sampled_from([4, 7, 10])
)
def test_plain_dates_agree_with_the_library(day: object, length: int) -> None:
    text = str(day)[:length]
    ours, theirs = parse(text).points[0], library.parse_edtf(text)
    assert ours.first.timetuple()[:3] == theirs.lower_strict()[:3]
    assert ours.last.timetuple()[:3] == theirs.upper_strict()[:3]


@pytest.mark.parametrize(
    "text", ["2022-21", "2022-23", "2022-XX", "2022-01-XX", "202X", "2022-11/2022-12~", "2022-01?"]
)
def test_the_rest_of_level_one_agrees_with_the_library(text: str) -> None:
    ours, theirs = parse(text), library.parse_edtf(text)
    assert ours.start
    assert ours.start.first.timetuple()[:3] == theirs.lower_strict()[:3]
    assert ours.end
    assert ours.end.last.timetuple()[:3] == theirs.upper_strict()[:3]
