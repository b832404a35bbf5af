"""Numbers of detainees for those who may know no more: none that points at a person, not even by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.workflow import Refused
from witnesses.detainees.counts import FEWEST, counted, enough


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 40), max_size=5))
def test_no_small_number_is_told_and_none_can_be_worked_out_from_the_total(numbers):
    told = enough(numbers)
    assert all(number is None or number >= FEWEST for number in told.values())
    hidden = [status for status, number in told.items() if number is None]
    assert len(hidden) != 1 or len(numbers) == 1


def test_large_numbers_are_told():
    assert enough({"held": 12, "at_liberty": 5}) == {"held": 12, "at_liberty": 5}


@pytest.mark.parametrize("role", ["translator", "administrator", "stranger", "outsider"])
def test_whoever_may_not_know_the_number_is_refused(inquiry, role, request):
    with pytest.raises(Refused):
        counted(inquiry, request.getfixturevalue(role))
