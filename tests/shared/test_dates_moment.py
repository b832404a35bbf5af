"""Moments in their zones: bounds, comparison in three values, order, words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.dates import (
    Basis,
    EdtfError,
    Moment,
    before,
    both_zones,
    in_words,
    overlapping,
    parse,
    shown,
    within,
)

ALMATY, LONDON = "Asia/Almaty", "Europe/London"


def at(text: str, zone: str = ALMATY) -> Moment:
    return Moment.of(text, zone)


def test_a_clock_time_of_2023_in_almaty_is_six_hours_ahead() -> None:
    assert at("2023-01-20T15:30").instant == datetime(2023, 1, 20, 9, 30, tzinfo=UTC)


def test_since_march_2024_almaty_is_five_hours_ahead() -> None:
    assert at("2024-03-01T15:30").instant == datetime(2024, 3, 1, 10, 30, tzinfo=UTC)


def test_a_clock_time_that_happened_twice_has_two_bounds() -> None:
    twice = at("2024-02-29T23:30")
    assert (twice.earliest, twice.latest) == (
        datetime(2024, 2, 29, 17, 30, tzinfo=UTC),
        datetime(2024, 2, 29, 18, 30, tzinfo=UTC),
    )
    assert twice.instant is None


def test_an_offset_in_the_text_outranks_the_zone() -> None:
    assert at("2023-01-20T15:30:00+06:00", LONDON).instant == datetime(2023, 1, 20, 9, 30, tzinfo=UTC)


def test_a_day_is_the_day_of_its_zone() -> None:
    day = at("2023-01-16")
    assert day.earliest == datetime(2023, 1, 15, 18, tzinfo=UTC)
    assert (day.earliest_day, day.latest_day) == (date(2023, 1, 16), date(2023, 1, 16))


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2023-01-15", "2023-01-16", True),
        ("2023-01-16", "2023-01-15", False),
        ("2023-01-16", "2023-01-16", None),
        ("2023-01-16T20:00", "2023-01-16T20:00", False),
        ("2023-01-16T20:00~", "2023-01-16T20:30", None),
        ("../2023-01-15", "2023-01-16", True),
        ("../2023-01-16", "2023-01-15", None),
        ("2023-01", "2023-02", True),
        ("2023-01-16", "2023-01-15/..", None),
        ("2022?", "2023-02", None),
    ],
)
def test_before_answers_only_what_is_proved(a: str, b: str, answer: bool | None) -> None:
    assert before(at(a), at(b)) is answer


def test_zones_decide_what_came_first() -> None:
    assert before(at("2023-01-20T15:00", ALMATY), at("2023-01-20T10:00", LONDON)) is True


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("2022-02/2022-11", "2022-05/2022-12", True),
        ("2022-02/2022-11", "2022-11/2022-12", None),
        ("2022-02/2022-10", "2022-11/2022-12", False),
        ("2023-01-16", "2023-01-16", None),
        ("2023-01-16T20:00", "2023-01-16T20:00", True),
        ("2022-02-01/..", "2023-05-01/..", True),
        ("2022-02-01/", "2023-05-01/..", None),
        ("2022-11/2022-12~", "2022-12/2023-02", None),
    ],
)
def test_periods_overlap_only_when_they_must(a: str, b: str, answer: bool | None) -> None:
    assert overlapping(at(a), at(b)) is answer
    assert overlapping(at(b), at(a)) is answer


def test_within() -> None:
    assert within(at("2023-01-16T20:00"), at("2023-01-16")) is True
    assert within(at("2023-01"), at("2023-01-16")) is None
    assert within(at("2023-02"), at("2023-01-16")) is False


texts = st.sampled_from(
    ["2022", "2022-02", "2023-01-16", "2023-01-16T20:00", "2022?", "../2023-01-15", "2023-01-15/..", "2022-11/2022-12~"]
)


@given(texts, texts, st.sampled_from([ALMATY, LONDON, "America/New_York"]))
def test_two_things_are_never_before_each_other(a: str, b: str, zone: str) -> None:
    one, other = at(a), Moment.of(b, zone)
    assert not (before(one, other) and before(other, one))
    assert (one.sort_key < other.sort_key) or before(one, other) is not True


def test_order_goes_by_the_earliest_possible() -> None:
    order = ["../2023-01-15", "2022", "2022-02", "2023-01-16", "2023-01-16T20:00"]
    assert sorted(set(order), key=lambda text: at(text).sort_key) == order


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-01-16T17:00/2023-01-16T23:59", "16 January 2023, evening (about 17:00–23:59)"),
        ("2023-01-08/2023-01-14~", "about 8–14 January 2023"),
        ("../2023-01-15", "on or before 15 January 2023"),
        ("/2023-01-15", "from a time not known until 15 January 2023"),
        ("2022-12/..", "in or after December 2022"),
        ("2022-02", "February 2022"),
        ("2022?", "2022 (uncertain)"),
        ("2022-11/2022-12~", "November 2022 to about December 2022"),
        ("2023-01-16T20:00~", "about 16 January 2023, 20:00"),
        ("2022-01-XX", "January 2022, day not known"),
        ("2022-21", "spring 2022"),
        ("202X", "2020–2029, year not known"),
    ],
)
def test_words_say_what_the_record_says(text: str, words: str) -> None:
    assert in_words(parse(text)) == words


def test_months_are_written_in_the_readers_language() -> None:
    with translation.override("ru"):
        assert in_words(parse("2023-01-16")) == "16 января 2023"


def test_both_zones_of_the_press_conference() -> None:
    press = shown(Moment.of("2023-01-20T15:30:00+06:00", ALMATY, Basis.RESOLVED_RELATIVE))
    assert press is not None
    assert press.both_zones == ["20 January 2023, 15:30 (UTC+06:00) Almaty", "09:30 London"]
    assert press.basis_label.startswith("worked out from")
    assert both_zones(datetime(2023, 1, 20, 9, 30, tzinfo=UTC)) == [
        "20 January 2023, 15:30 Almaty",
        "20 January 2023, 09:30 London",
    ]


def test_another_day_elsewhere_is_said() -> None:
    late = shown(at("2023-01-20T23:30", LONDON))
    assert late is not None
    assert late.both_zones[1] == "21 January 2023, 05:30 Almaty"


def test_a_date_without_a_clock_has_one_phrase() -> None:
    day = shown(at("2023-01-20"))
    assert day is not None
    assert day.both_zones == ["20 January 2023"]


@pytest.mark.parametrize("zone", ["", "Almaty", "../../etc/passwd", "UTC+6"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(EdtfError, match="no time zone"):
        at("2023", zone)
