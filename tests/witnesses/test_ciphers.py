"""Ciphers: random, without order, never twice, and longer before they become few."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as some

from witnesses.people import actions, cipher
from witnesses.people.models import Witness


@given(taken=some.integers(0, 10**7))
def test_there_is_always_room_enough(taken: int) -> None:
    digits = cipher.width(taken)
    assert 10**digits >= cipher.ROOM * (taken + 1)
    assert digits == cipher.SHORTEST or 10 ** (digits - 1) < cipher.ROOM * (taken + 1)


@given(fewer=some.integers(0, 10**6), more=some.integers(0, 10**6))
def test_more_witnesses_never_mean_shorter_ciphers(fewer: int, more: int) -> None:
    assert cipher.width(min(fewer, more)) <= cipher.width(max(fewer, more))


@given(numbers=some.lists(some.integers(0, 9998), min_size=1, max_size=30))
def test_a_number_that_is_taken_is_drawn_again(numbers: list[int]) -> None:
    """Whatever chance gives, nobody bears the same cipher as somebody before."""
    given_out: set[str] = set()
    for number in numbers:
        drawn = drawn_with(given_out, [number, *range(9999)])
        assert drawn not in given_out
        assert drawn == f"W-{number + 1:04d}" or f"W-{number + 1:04d}" in given_out
        given_out.add(drawn)


def drawn_with(given_out: set[str], chance: list[int]) -> str:
    """A cipher beside those given out, where chance gives these numbers one after the other."""
    numbers = iter(chance)

    rows = mock.Mock()
    rows.count.side_effect = lambda: len(given_out)
    rows.filter.side_effect = lambda ref: mock.Mock(exists=lambda: ref in given_out)
    table = mock.Mock(KIND="W", _default_manager=rows)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("witnesses.people.cipher.secrets.randbelow", lambda most: next(numbers) % most)
        return cipher.draw(table)


@pytest.mark.django_db
def test_ciphers_tell_neither_order_nor_number(inquiry: Any, protection_officer: Any) -> None:
    for _ in range(60):
        actions.register(inquiry=inquiry, by=protection_officer, capacity="source")
    numbers = [int(ref[2:]) for ref in Witness.objects.order_by("pk").values_list("ref", flat=True)]
    assert len(set(numbers)) == 60
    rises = sum(later > earlier for earlier, later in pairwise(numbers))
    assert 12 < rises < 48  # of 59: by chance outside once in 1,000,000 runs
    assert max(numbers) > 1000  # not the first sixty numbers


@pytest.mark.django_db
def test_a_cipher_stays(inquiry: Any, protection_officer: Any) -> None:
    witness = actions.register(inquiry=inquiry, by=protection_officer, capacity="source")
    ref = witness.ref
    actions.change(ref, by=protection_officer, capacity="expert")
    assert Witness.objects.get(pk=witness.pk).ref == ref
