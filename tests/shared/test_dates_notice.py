"""Notice as a range: rounded outward, and no stronger word than the record proves."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.dates import Moment, between, notice

ALMATY = "Asia/Almaty"
EVENING, MEETING_HOURS = "2023-01-16T17:00/2023-01-16T23:59", "2023-01-17T08:00/2023-01-17T21:00"


@pytest.mark.parametrize(
    ("received", "appointment", "words"),
    [
        (EVENING, MEETING_HOURS, "between 8 and 28 hours"),
        (EVENING, "2023-01-17", "at most 31 hours"),
        ("2023-01-16T20:00", "2023-01-17T10:00", "14 hours (less than a day)"),
        ("2023-01-16T20:00~", "2023-01-17T10:00", "between 13 and 15 hours, going by approximate times"),
        ("2023-01-16T20:00", "2023-01-17T20:00", "1 day"),
        ("2023-01-16T19:15", "2023-01-17T20:20", "1 day 1 hour 5 minutes"),
        ("2023-01-17T09:30", "2023-01-17T10:00", "30 minutes (less than a day)"),
        ("../2023-01-15", "2023-01-17", "at least 24 hours"),
        ("../2023-01-10", "2023-01-17", "at least 6 days"),
        ("2023-01-15/..", "2023-01-17", "at most 72 hours; it may have come after the time set"),
        ("2023-01-10", "2023-01-17", "between 6 and 8 days"),
        ("2023-01-19", "2023-01-17", "none: it came at or after the time set"),
        ("2023-01-17", "2023-01-17", "at most 24 hours; it may have come after the time set"),
        ("../2023-01-17", "2023-01-17/..", "not known: it may have come after the time set"),
        ("2023-01-17/..", "../2023-02", "at most 43 days; it may have come after the time set"),
    ],
)
def test_notice_in_words(received: str, appointment: str, words: str) -> None:
    given_notice = notice(received, ALMATY, appointment, ALMATY)
    assert given_notice.words == words


def test_the_cancelled_meetings_of_january_2023_are_never_called_less_than_a_day() -> None:
    """INV: "evening" and the unknown hour of the meeting leave up to 28 hours."""
    assert not notice(EVENING, ALMATY, MEETING_HOURS, ALMATY).under_a_day


def test_zones_count() -> None:
    assert notice("2023-01-16T14:00", "Europe/London", "2023-01-17T10:00", ALMATY).words == "14 hours (less than a day)"


clock = st.builds(
    lambda day, hour, minute: f"2023-01-{day:02d}T{hour:02d}:{minute:02d}",
    st.integers(14, 19), st.integers(0, 23), st.integers(0, 59),
)  # fmt: skip
date_or_time = st.one_of(
    clock,
    clock.map(lambda text: text + "~"),
    st.integers(14, 19).map(lambda day: f"2023-01-{day}"),
    st.tuples(clock, clock).map(lambda pair: "/".join(sorted(pair))),
    clock.map(lambda text: f"../{text}"),
)


@given(date_or_time, date_or_time)
def test_less_than_a_day_is_said_only_when_proved(received: str, appointment: str) -> None:
    a, b = Moment.of(received, ALMATY), Moment.of(appointment, ALMATY)
    length = between(a, b)
    if "less than a day" in length.words:
        assert a.firm
        assert b.firm
        assert a.earliest
        assert b.latest
        assert (b.latest - a.earliest).total_seconds() < 86400


@given(date_or_time, date_or_time)
def test_rounding_goes_outward(received: str, appointment: str) -> None:
    length = between(Moment.of(received, ALMATY), Moment.of(appointment, ALMATY))
    found = re.match(r"between (\d+) and (\d+) (minute|hour|day)", length.words)
    if found and length.least is not None and length.most is not None:
        unit = {"minute": 60, "hour": 3600, "day": 86400}[found[3]]
        assert int(found[1]) * unit <= length.least.total_seconds()
        assert int(found[2]) * unit >= length.most.total_seconds()
