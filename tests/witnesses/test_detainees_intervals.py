"""Gaps, overlaps and days of intervals whose ends are imprecise: found as certain or possible, whatever order they came in."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.dates import Moment
from inquiry.shared.dates.moment import FAR_FUTURE, FAR_PAST
from witnesses.detainees.intervals import (
    DAY,
    Interval,
    bounded,
    days,
    gaps,
    interval,
    merged,
    ordered,
    overlaps,
)

START = datetime(2022, 1, 1, tzinfo=UTC)
KINDS = st.sampled_from(["PRISON", "HOUSE_ARREST", "POLICE_CUSTODY", "NONE"])
END = START + timedelta(days=500)


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def row(
    ref: str, begins: tuple[float, float], ends: tuple[float, float], kind: str = "PRISON", follows: str = ""
) -> Interval:
    return bounded(ref, kind, (at(begins[0]), at(begins[1])), (at(ends[0]), at(ends[1])), follows)


@st.composite
def one_row(draw, ref: str) -> Interval:
    begin = draw(st.integers(0, 300))
    begin_slack, length, end_slack = draw(st.integers(0, 60)), draw(st.integers(1, 120)), draw(st.integers(0, 60))
    end = max(begin + length, begin)
    return row(ref, (begin, begin + begin_slack), (end, end + end_slack), draw(KINDS))


@st.composite
def histories(draw, least: int = 1) -> list[Interval]:
    return [draw(one_row(f"DL-{n:04d}")) for n in range(draw(st.integers(least, 5)))]


def told(rows):
    """Everything that is found, in a form that does not depend on when it happened."""
    found = gaps(rows), overlaps(rows)
    return [(g.most, g.least) for g in found[0]], sorted((o.one, o.other, o.least, o.most) for o in found[1])


@given(histories(), st.integers(-400, 400))
def test_shifting_everything_changes_no_length(rows, by):
    moved = [
        dataclasses.replace(
            one,
            begins=(one.begins[0] + by * DAY, one.begins[1] + by * DAY),
            ends=(one.ends[0] + by * DAY, one.ends[1] + by * DAY),
        )
        for one in rows
    ]
    assert told(rows) == told(moved)
    assert days(rows, END) == days(moved, END + by * DAY)


@given(histories(least=2), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert ordered(shuffled) == ordered(rows)
    assert gaps(shuffled) == gaps(rows)
    assert overlaps(shuffled) == overlaps(rows)
    assert days(shuffled, END) == days(rows, END)


@given(histories(), st.data())
def test_a_less_exact_date_only_widens_what_is_possible(rows, data):
    number = data.draw(st.integers(0, len(rows) - 1))
    old = rows[number]
    earlier, later = data.draw(st.integers(0, 40)) * DAY, data.draw(st.integers(0, 40)) * DAY
    which = data.draw(st.booleans())
    begins = (old.begins[0] - earlier, old.begins[1] + later) if which else old.begins
    ends = old.ends if which else (old.ends[0] - earlier, old.ends[1] + later)
    wider = [*rows[:number], bounded(old.ref, old.kind, begins, ends), *rows[number + 1 :]]
    before, after = days(rows, END), days(wider, END)
    assert after.least <= before.least
    assert after.most >= before.most
    sure = merged([span for gap in gaps(wider) for span in gap.sure])
    sure_before = merged([span for gap in gaps(rows) for span in gap.sure])
    assert all(any(b[0] <= s[0] and s[1] <= b[1] for b in sure_before) for s in sure), "a certain gap appeared"
    wide = {(o.one, o.other): o for o in overlaps(wider)} | {(o.other, o.one): o for o in overlaps(wider)}
    for one in overlaps(rows):
        same = wide[one.one, one.other]
        assert same.least <= one.least
        assert same.most >= one.most


@given(st.integers(0, 100), st.integers(2, 300), st.data())
def test_splitting_an_interval_changes_neither_days_nor_gaps(begin, length, data):
    middle = begin + data.draw(st.integers(1, length - 1))
    whole = [row("DL-1", (begin, begin), (begin + length, begin + length))]
    parts = [
        row("DL-1", (begin, begin), (middle, middle)),
        row("DL-2", (middle, middle), (begin + length, begin + length)),
    ]
    assert days(whole, END) == days(parts, END)
    assert gaps(parts) == []
    assert overlaps(parts) == []


@given(st.integers(0, 100), st.integers(30, 300), st.data())
def test_what_follows_at_an_unknown_moment_leaves_no_gap_and_no_overlap(begin, length, data):
    first = begin + data.draw(st.integers(1, length - 2))
    last = data.draw(st.integers(first, begin + length - 1))
    parts = [
        row("DL-1", (begin, begin), (first, last)),
        row("DL-2", (first, last), (begin + length, begin + length), follows="DL-1"),
    ]
    assert gaps(parts) == []
    assert overlaps(parts) == []
    assert days(parts, END).least == days(parts, END).most == length


@given(histories())
def test_gaps_lie_in_order_and_touch_nothing_certain(rows):
    found = gaps(rows)
    assert all(a.last < b.first for a, b in pairwise(found))
    for gap in found:
        assert gap.least <= gap.most
        for one in rows:
            span = one.certain
            assert not span or span[1] <= gap.first or span[0] >= gap.last


def test_a_certain_gap_holds_whatever_the_truth_within_the_bounds():
    rows = [row("DL-1", (0, 1), (10, 12)), row("DL-2", (20, 25), (40, 40))]
    (gap,) = gaps(rows)
    assert gap.certain
    assert (gap.least, gap.most) == (8 * DAY, 15 * DAY)


def test_an_end_that_nobody_states_makes_a_gap_possible_never_certain():
    rows = [
        interval("DL-1", "UNKNOWN", Moment.of("2022-02", "Asia/Almaty"), None),
        interval(
            "DL-2",
            "HOUSE_ARREST",
            Moment.of("2022-11/2022-12", "Asia/Almaty"),
            Moment.of("2023-01-17/..", "Asia/Almaty"),
        ),
    ]
    (gap,) = gaps(rows)
    assert not gap.certain
    assert gap.least == timedelta()
    assert gap.notable
    assert (gap.first.date().isoformat(), gap.last.date().isoformat()) == ("2022-01-31", "2022-12-31")
    assert rows[0].certain is None
    assert rows[0].ends[1] == FAR_FUTURE


def test_still_held_on_a_day_says_that_it_began_by_then():
    seen = interval("DL-1", "HOUSE_ARREST", None, Moment.of("2023-01-17/..", "Asia/Almaty"))
    assert seen.begins[0] == FAR_PAST
    assert seen.begins[1].date().isoformat() == "2023-01-17"
    assert days([seen], END).most is None, "nobody says since when"


def test_already_held_on_a_day_says_that_it_lasted_until_then():
    seen = interval("DL-1", "PRISON", Moment.of("../2023-01-20", "Asia/Almaty"), None)
    assert seen.ends[0].date().isoformat() == "2023-01-19", "the 20th begins in Almaty on the 19th, UTC"


def test_a_change_on_one_day_of_which_the_hours_are_not_known_is_not_notable():
    parts = [row("DL-1", (0, 0), (10, 10.9)), row("DL-2", (10, 10.9), (20, 20), "HOUSE_ARREST")]
    assert [gap.notable for gap in gaps(parts)] == [False]
    assert [one.notable for one in overlaps(parts)] == [False]


def test_two_rows_that_share_time_for_certain_overlap_and_say_whether_they_are_disputed():
    rows = [row("DL-1", (0, 2), (30, 31)), row("DL-2", (10, 12), (40, 40), "HOUSE_ARREST")]
    (found,) = overlaps(rows)
    assert found.certain
    assert (found.least, found.most) == (18 * DAY, 21 * DAY)
    assert not found.disputed
    (marked,) = overlaps(rows, [frozenset(("DL-1", "DL-2"))])
    assert marked.disputed


def test_days_count_each_day_once_and_leave_liberty_out():
    rows = [
        row("DL-1", (0, 0), (10, 10)),
        row("DL-2", (5, 5), (15, 15), "HOUSE_ARREST"),
        row("DL-3", (15, 15), (30, 30), "NONE"),
    ]
    assert (days(rows, END).least, days(rows, END).most) == (15, 15)
    assert days(rows, at(7)).most == 7
    assert days(rows, END, leave_out=frozenset({"NONE", "HOUSE_ARREST"})).least == 10


def test_a_very_vague_row_alone_makes_no_gap():
    assert gaps([row("DL-1", (0, 100), (50, 200))]) == []
