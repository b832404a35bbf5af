"""Totals of casualties against brute force: computed from the records, merged ones not again, discarded ones nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnesses.casualties import totals as module
from witnesses.casualties.choices import Manner, Sex, Standing, Status
from witnesses.casualties.totals import COUNTED, One, band, totals

ONE = st.builds(
    One,
    status=st.sampled_from(Status.values),
    sex=st.sampled_from(Sex.values),
    age=st.none() | st.integers(0, 120),
    place=st.sampled_from(("", "Almaty", "Oidan")),
    month=st.sampled_from(("", "2022-01", "2022-02")),
    standing=st.sampled_from(Standing.values),
    manner=st.sampled_from(Manner.values),
    merged=st.booleans(),
)
KEYS = {
    "by_sex": lambda one: one.sex,
    "by_band": lambda one: band(one.age),
    "by_place": lambda one: one.place,
    "by_month": lambda one: one.month,
    "by_standing": lambda one: one.standing,
    "by_manner": lambda one: one.manner,
}


@given(st.lists(ONE, max_size=40))
def test_by_verification(rows):
    found = totals(rows)
    for status in Status.values:
        assert found.by_status[status] == len([one for one in rows if one.status == status and not one.merged])
    assert found.merged == len([one for one in rows if one.merged])


@pytest.mark.parametrize("table", KEYS)
@given(rows=st.lists(ONE, max_size=40))
def test_each_breakdown(table, rows):
    key_of, found = KEYS[table], {row.key: row for row in getattr(totals(rows), table)}
    keys = {key_of(one) for one in rows if not one.merged and one.status != "discarded"}
    assert set(found) == keys
    for key in keys:
        for place, status in enumerate(COUNTED):
            wanted = 0
            for one in rows:
                wanted += key_of(one) == key and one.status == status and not one.merged
            assert found[key].figures[place] == wanted


@pytest.mark.parametrize("table", KEYS)
@given(rows=st.lists(ONE, max_size=40))
def test_every_breakdown_adds_up_to_the_same(table, rows):
    found = totals(rows)
    assert sum(row.total for row in getattr(found, table)) == found.standing


@given(st.integers(0, 120))
def test_every_age_lies_in_one_band(age):
    assert len([1 for low, high in module.BANDS if low <= age <= high]) == 1
    assert band(age)


def test_what_is_not_known_comes_last():
    rows = [One("verified", "male", None, "", ""), One("verified", "male", 20, "Almaty", "2022-01")]
    assert [row.key for row in totals(rows).by_band] == ["18–29", ""]
    assert [row.key for row in totals(rows).by_place] == ["Almaty", ""]
