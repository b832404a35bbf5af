"""When an interview may be arranged, how often somebody has told it, how grave a risk is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnesses.protection import rules
from witnesses.protection.counting import WARN_FROM, burden

DAY = date(2024, 3, 3)


@dataclass(frozen=True)
class Check:
    decision: str = "interview"
    checked_on: date = DAY


def test_without_a_check_there_is_no_interview():
    assert rules.may_interview(None, DAY) == [
        "Nobody has yet asked whether this interview is needed: make the necessity check first."
    ]


def test_a_check_that_says_no_stands_against_it():
    assert rules.may_interview(Check("do_not_interview"), DAY) == [
        "The necessity check of 3 March 2024 decided against an interview."
    ]


@pytest.mark.parametrize(("age", "said"), [(0, 0), (1, 0), (90, 0), (91, 1), (400, 1), (-1, 1)])
def test_a_check_is_good_for_ninety_days(age, said):
    assert len(rules.may_interview(Check(), DAY + timedelta(days=age))) == said


def test_an_old_check_says_how_old():
    assert (
        "would be 91 days old: after 90 days it is made again"
        in rules.may_interview(Check(), DAY + timedelta(days=91))[0]
    )


@given(age=st.integers(-400, 400), decision=st.sampled_from(["interview", "do_not_interview"]))
def test_only_a_fresh_positive_check_opens(age, decision):
    free = rules.may_interview(Check(decision), DAY + timedelta(days=age)) == []
    assert free == (decision == "interview" and 0 <= age <= 90)


SOUND = {"decision": "interview", "held": "no", "adds": "", "can_wait": False, "why_now": ""}


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, set()),
        ({"held": "yes"}, {"adds"}),
        ({"held": "partly"}, {"adds"}),
        ({"held": "yes", "adds": " "}, {"adds"}),
        ({"held": "yes", "adds": "Who gave the order."}, set()),
        ({"can_wait": True}, {"why_now"}),
        ({"can_wait": True, "why_now": "They leave the country."}, set()),
        ({"held": "yes", "can_wait": True}, {"adds", "why_now"}),
        ({"held": "yes", "can_wait": True, "decision": "do_not_interview"}, set()),
    ],
)
def test_an_interview_has_to_add_something_and_not_to_wait(changes, asked):
    assert set(rules.unsound(**{**SOUND, **changes})) == asked


@pytest.mark.parametrize(
    ("points", "tone"), [(1, "good"), (7, "good"), (8, "care"), (14, "care"), (15, "bad"), (25, "bad")]
)
def test_how_grave_a_score_is_shown(points, tone):
    assert rules.tone(points) == tone


def test_a_score_is_the_product():
    assert rules.score(4, 5) == 20


@pytest.mark.parametrize(
    ("told", "interviews", "statements", "accounts"),
    [(0, 0, 0, 0), (2, 0, 0, 2), (2, 1, 1, 3), (0, 2, 1, 2), (1, 1, 3, 4)],
)
def test_a_statement_taken_in_an_interview_counts_once(told, interviews, statements, accounts):
    assert burden(told, interviews, statements).accounts == accounts


def test_from_the_third_time_on_there_is_a_warning():
    assert burden(WARN_FROM - 1, 0, 0).warning == ""
    assert burden(2, 1, 1).warning.startswith("They have told it 3 times already")
    assert burden(2, 1, 0).words == "2 told to others, 1 interview, 0 statements"
