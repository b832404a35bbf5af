"""A life cycle as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from inquiry.shared.workflow import NOT_OPEN, Refused, Step, available, check
from tests.matrix.classified import ROOT


@dataclass
class Person:
    rights: frozenset[str]

    def may(self, right: str, record: Any) -> bool:
        return right in self.rights


@dataclass
class Letter:
    STEPS: ClassVar[tuple[Step, ...]] = (
        Step("send", ("draft",), "sent", "send", not_by="drafted_by"),
        Step("answer", ("sent",), "answered", "record"),
    )
    status: str
    drafted_by: Person
    ref: str = "LE-0001"


CLERK = Person(frozenset({"send", "record"}))
CHIEF = Person(frozenset({"send"}))


def test_a_step_leads_on():
    assert check(Letter("draft", CLERK), "send", CHIEF).target == "sent"


def test_a_wrong_status_is_refused_with_a_sentence():
    with pytest.raises(Refused, match=r"This is draft; .* not possible now\.") as refused:
        check(Letter("draft", CHIEF), "answer", CLERK)
    assert (refused.value.verb, refused.value.ref) == ("answer", "LE-0001")


def test_whoever_drafted_may_not_send():
    with pytest.raises(Refused, match="second person"):
        check(Letter("draft", CLERK), "send", CLERK)


def test_without_the_right_it_is_refused():
    with pytest.raises(Refused, match="role"):
        check(Letter("sent", CLERK), "answer", CHIEF)


def test_buttons_are_what_check_would_allow():
    assert [step.verb for step in available(Letter("draft", CLERK), CHIEF)] == ["send"]
    assert available(Letter("answered", CLERK), CLERK) == []


def test_a_verb_without_a_row_is_a_mistake_in_the_code():
    with pytest.raises(KeyError):
        check(Letter("draft", CLERK), "burn", CLERK)


def test_the_sentence_of_a_closed_step_is_written_once_and_translated_when_it_is_said(monkeypatch):
    written = [
        str(path.relative_to(ROOT))
        for app in ("inquiry", "evidence", "witnesses", "reports")
        for path in (ROOT / app).rglob("*.py")
        if "Your role does not open this step." in path.read_text("utf-8")
    ]
    assert written == ["inquiry/shared/workflow.py"]
    monkeypatch.setattr("django.utils.translation._trans.gettext", lambda sentence: sentence.upper())
    assert str(Refused(NOT_OPEN)) == "YOUR ROLE DOES NOT OPEN THIS STEP."
    with pytest.raises(Refused, match="YOUR ROLE"):
        check(Letter("draft", CLERK), "send", Person(frozenset()))
