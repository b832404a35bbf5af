"""docs/consent.md says what the rules say: every line of its tables is asked of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from witnesses.consent import rules
from witnesses.consent.rules import Answer, Use

PAGE = Path(__file__).resolve().parents[2] / "docs" / "consent.md"
ON, PATH = date(2024, 6, 1), ("T-0001", "IV-0001")
ACT = re.compile(r"(?P<on>[\d-]{10})(?: until (?P<until>[\d-]{10}))?(?: about (?P<about>\S+))?(?P<said>(?: [+−]\S+)+)")
USES = re.compile(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", re.MULTILINE)


def lines():
    """The rows of the decision table: acts, the five answers, the level."""
    table = PAGE.read_text(encoding="utf-8").partition("## Decision table")[2].partition("\n## ")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")
    ]
    return rows[2:]


def answers(text):
    """The acts of a line as answers."""
    found = []
    for number, act in enumerate(text.split("; ") if text != "none" else [], 1):
        read = ACT.fullmatch(act)
        assert read, act
        until = date.fromisoformat(read["until"]) if read["until"] else None
        for said in read["said"].split():
            use, _colon, body = said[1:].partition(":")
            yes, on = said[0] == "+", date.fromisoformat(read["on"])
            found.append(Answer(Use(use), body, yes, on, until, read["about"] or "", number))
    return found


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[0])
def test_a_line_of_the_decision_table(line):
    acts, *told, level = line
    said = answers(acts)
    asked = {use: rules.objections(said, use=use, audience="A", about=PATH, on=ON) for use in Use}
    assert dict(zip(Use, told, strict=True)) == {use: "no" if against else "yes" for use, against in asked.items()}
    assert rules.level(said, on=ON, about=PATH) == level


def test_the_table_says_enough():
    assert len(lines()) >= 25
    assert {line[-1] for line in lines()} == {"T0", "T1", "T2", "T3", "T4"}


def test_what_each_use_needs_is_what_the_rules_need():
    citing = {Use.ANALYSIS, Use.CITE_ANONYMISED, Use.CITE_BY_NAME}
    needs = {"–": set(), "analysis": {Use.ANALYSIS}, "analysis, and one way of citing": citing}
    told = {use: needs[words] for use, words in USES.findall(PAGE.read_text(encoding="utf-8"))}
    asked = {use.value: {one for either in rules.NEEDS[use] for one in either} - {use} for use in Use}
    assert told == asked
