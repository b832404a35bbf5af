"""Whether a permission was in force: proved, disproved, or not known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.petitions.validity import Decision, in_force, in_force_throughout
from inquiry.shared.dates import Moment

ZONE = "Asia/Almaty"


def m(text: str) -> Moment | None:
    return Moment.of(text, ZONE) if text else None


def grant(at: str = "", opens: str = "", until: str = "") -> Decision:
    return Decision("record_grant", m(at), m(opens), m(until))


def end(at: str, verb: str = "record_revocation") -> Decision:
    return Decision(verb, m(at))


CASES = [
    ([], "2023-01-10", False),
    ([grant("2023-01-05")], "2023-01-04", False),
    ([grant("2023-01-05")], "2023-01-05", None),
    ([grant("2023-01-05")], "2023-01-06", True),
    ([grant("2023-01-05", "2023-01-05")], "2023-01-05", True),
    ([grant("2023-01")], "2023-01-20", None),
    ([grant("2023-01")], "2023-02-01", True),
    ([grant("")], "2023-01-20", None),
    ([grant("2023-01-05", until="2023-01-10")], "2023-01-10", True),
    ([grant("2023-01-05", until="2023-01-10")], "2023-01-11", False),
    ([grant("2023-01-05"), end("2023-01-09")], "2023-01-08", True),
    ([grant("2023-01-05"), end("2023-01-09")], "2023-01-09", None),
    ([grant("2023-01-05"), end("2023-01-09")], "2023-01-10", False),
    ([grant("2023-01-05"), end("")], "2023-01-10", None),
    ([grant("2023-01-05"), end("2023-01-09"), grant("2023-01-20")], "2023-01-21", True),
    ([grant("2023-01-05"), end("2023-01-09"), grant("2023-01-20")], "2023-01-15", False),
    ([grant("2023-01-05", until="2023-01-10"), Decision("record_variation", m("2023-01-08"), None, m("2023-01-20"))],
     "2023-01-15", True),
]  # fmt: skip


@pytest.mark.parametrize(("decisions", "day", "expected"), CASES)
def test_in_force(decisions: list[Decision], day: str, expected: bool | None) -> None:
    assert in_force(decisions, date.fromisoformat(day)) is expected


def test_throughout_needs_every_day_it_may_have_been() -> None:
    decisions = [grant("2023-01-05", until="2023-01-10")]
    assert in_force_throughout(decisions, Moment.of("2023-01-07/2023-01-09", ZONE)) is True
    assert in_force_throughout(decisions, Moment.of("2023-01-09/2023-01-12", ZONE)) is None
    assert in_force_throughout(decisions, Moment.of("2023-02", ZONE)) is False
    assert in_force_throughout(decisions, Moment.of("../2023-01-07", ZONE)) is None


DAYS = st.integers(0, 20).map(lambda number: date(2023, 1, 1) + timedelta(days=number))


@given(DAYS, st.integers(0, 5), DAYS, st.integers(0, 5), DAYS)
def test_never_more_than_the_record_proves(first: date, slack: int, ended: date, give: int, asked: date) -> None:
    """Whatever the true days were inside the recorded ranges, a firm answer is theirs too."""
    late_first, late_end = first + timedelta(days=slack), ended + timedelta(days=give)
    decisions = [grant(f"{first}/{late_first}"), end(f"{ended}/{late_end}")]
    answer = in_force(decisions, asked)
    for true_first in (first, late_first):
        for true_end in (ended, late_end):
            if true_first < asked < true_end:
                assert answer is not False
            if asked < true_first or asked > true_end:
                assert answer is not True
