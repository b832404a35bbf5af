"""The rules of consent: what each says, what holds for any history, and that no rule can be broken unnoticed."""

from __future__ import annotations

import inspect
import sys
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.witnesses.consent_answers import acts, histories, questions
from tests.witnesses.consent_checks import CHECKS
from tests.witnesses.consent_mutants import MUTANTS
from witnesses.consent import rules
from witnesses.consent.rules import Use


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_rule(check):
    check(rules)


@given(history=histories(), last=acts(99), question=questions())
def test_a_withdrawal_never_opens_anything(history, last, question):
    gone = [replace(one, yes=False, withdrawn=True) for one in last]
    before = rules.objections(history, **question)
    after = rules.objections([*history, *gone], **question)
    assert not before or after


@given(history=histories(), question=questions())
def test_a_withdrawal_of_everything_closes_everything(history, question):
    uses = [rules.Answer(use, "", False, question["on"], None, "", 99, True) for use in Use]
    assert rules.objections([*history, *uses], **question)
    assert rules.level([*history, *uses], on=question["on"], about=question["about"]) == "T0"


@given(history=histories(), question=questions())
def test_turning_a_yes_into_a_no_never_opens_anything(history, question):
    open_now = not rules.objections(history, **question)
    for place in range(len(history)):
        fewer = [replace(one, yes=False) if place == at else one for at, one in enumerate(history)]
        assert open_now or rules.objections(fewer, **question)


@given(history=histories(), question=questions())
def test_what_expired_stands_like_what_was_refused_from_the_next_day(history, question):
    on = question["on"]
    refused = [
        replace(one, yes=False, expires_on=None) if one.yes and one.expires_on and one.expires_on < on else one
        for one in history
    ]
    assert bool(rules.objections(history, **question)) == bool(rules.objections(refused, **question))
    still = [one if one.expires_on is None or one.expires_on < on else replace(one, expires_on=None) for one in history]
    assert rules.objections(history, **question) == rules.objections(still, **question)


@given(history=histories(), question=questions(), order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(history, question, order):
    mixed = list(history)
    order.shuffle(mixed)
    assert rules.objections(mixed, **question) == rules.objections(history, **question)
    assert rules.level(mixed, on=question["on"]) == rules.level(history, on=question["on"])


@given(history=histories(), question=questions())
def test_answers_about_something_else_do_not_matter(history, question):
    path = rules.path_of(question["about"])
    related = [one for one in history if one.about in path]
    assert rules.objections(related, **question) == rules.objections(history, **question)


@given(history=histories(), question=questions())
def test_what_is_permitted_was_said(history, question):
    if not rules.objections(history, **question):
        yes = [one for one in history if one.use == question["use"] and one.yes and one.on <= question["on"]]
        assert yes
        assert any(one.use == Use.ANALYSIS and one.yes for one in history)


@given(history=histories(), question=questions())
def test_the_level_says_nothing_that_the_rules_refuse(history, question):
    on, about = question["on"], question["about"]
    level = rules.level(history, on=on, about=about)

    def free(use, body=""):
        return not rules.objections(history, use=use, audience=body, about=about, on=on)

    assert (level != "T0") == free(Use.ANALYSIS)
    if level == "T4":
        assert free(Use.CITE_BY_NAME)
        assert free(Use.PUBLISH)
    if level == "T3":
        assert any(free(Use.SHARE, body) for body in rules.bodies(history))
    if level == "T2":
        assert free(Use.CITE_ANONYMISED) or free(Use.CITE_BY_NAME)


def broken(old: str, new: str) -> ModuleType:
    """The rules with one of them changed, as a module of its own."""
    source = inspect.getsource(rules)
    assert source.count(old) == 1, f"{source.count(old)} places for the mutation of {old!r}"
    module = ModuleType("broken_rules")
    sys.modules["broken_rules"] = module
    exec(compile(source.replace(old, new), "broken_rules", "exec"), module.__dict__)  # noqa: S102 - our own source
    return module


def survives(mutant: ModuleType) -> bool:
    """Whether every check is content with broken rules."""
    for check in CHECKS:
        try:
            check(mutant)
        except Exception:  # any failure is a catch
            return False
    return True


@pytest.mark.parametrize("name", MUTANTS)
def test_a_broken_rule_is_caught(name):
    assert not survives(broken(*MUTANTS[name]))


def test_the_rules_as_they_are_survive():
    source = inspect.getsource(rules)
    assert survives(broken(source, source))
