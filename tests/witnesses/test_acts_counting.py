"""Counts of acts against brute force: each person once, nobody counted on an event, groups beside (INV-31)."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.witnesses.wrongs import ARREST, BEATING, SHOCK, TORTURE
from witnesses.acts import counting
from witnesses.acts.counting import Done, month_of

PEOPLE = ("", "W-0001", "W-0002", "DT-0001", "CR-0001")
MONTHS = ("", "2022-01", "2022-02")
ACT = st.builds(
    Done,
    person=st.sampled_from(PEOPLE),
    act_type=st.sampled_from((ARREST, TORTURE)),
    methods=st.lists(st.sampled_from((BEATING, SHOCK)), max_size=3).map(tuple),
    month=st.sampled_from(MONTHS),
)


def brute(rows, fits):
    """Persons, acts and groups among the rows that fit, counted one by one."""
    persons, acts, groups = [], 0, 0
    for row in rows:
        if not fits(row):
            continue
        if row.person == "":
            groups += 1
            continue
        acts += 1
        if row.person not in persons:
            persons.append(row.person)
    return (len(persons), acts, groups)


def plain(count):
    return (count.persons, count.acts, count.groups)


@given(st.lists(ACT, max_size=25))
def test_the_whole(rows):
    assert plain(counting.counted(rows)) == brute(rows, lambda row: True)


@given(st.lists(ACT, max_size=25))
def test_by_type_and_by_method(rows):
    for code in (ARREST, TORTURE):
        found = counting.by_type(rows).get(code)
        assert (plain(found) if found else (0, 0, 0)) == brute(rows, lambda row, code=code: row.act_type == code)
    for code in (BEATING, SHOCK):
        found = counting.by_method(rows).get(code)
        assert (plain(found) if found else (0, 0, 0)) == brute(rows, lambda row, code=code: code in row.methods)


@given(st.lists(ACT, max_size=25))
def test_by_type_and_month(rows):
    found = counting.by_type_and_month(rows)
    for code, month in product((ARREST, TORTURE), MONTHS):
        count = found.get((code, month))
        wanted = brute(rows, lambda row, code=code, month=month: (row.act_type, row.month) == (code, month))
        assert (plain(count) if count else (0, 0, 0)) == wanted


@given(st.lists(ACT, max_size=25), st.randoms())
def test_the_order_of_the_acts_says_nothing(rows, random):
    mixed = list(rows)
    random.shuffle(mixed)
    assert counting.by_type(mixed) == counting.by_type(rows)


def test_one_person_with_two_acts_is_one_person():
    rows = [Done("W-0001", ARREST), Done("W-0001", TORTURE), Done("", ARREST)]
    assert plain(counting.counted(rows)) == (1, 2, 1)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2022-01-05", "2022-01"), ("2022-01", "2022-01"), ("2022-01-05/2022-01-07", "2022-01"),
        ("2022-01-05T20:00", "2022-01"), ("2022-01-30/2022-02-02", ""), ("2022", ""), ("2022-01-05/..", ""), ("", ""),
        ("../2022-01-05", ""), ("nonsense", ""),
    ],
)  # fmt: skip
def test_a_month_is_told_only_where_the_date_says_it(text, month):
    assert month_of(text) == month
