"""What takes a second person cannot be undone by the first one alone."""

from __future__ import annotations

import pytest

from inquiry.official_requests import actions
from inquiry.shared.workflow import Refused


@pytest.fixture
def sent_request(inquiry, secretary, second_secretary):
    made = actions.draft(
        inquiry=inquiry, by=secretary, kind="meeting", subject="A meeting", addressee="The ministry", letter="Dear Sir,"
    )
    actions.VERBS["send"](made.ref, by=second_secretary, at="2026-01-05", channel="letter")
    return made


@pytest.mark.parametrize("how", [{"voids": True}, {"at": "2001-01-01"}])
def test_the_drafter_cannot_correct_the_sending(sent_request, secretary, how):
    with pytest.raises(Refused, match="Somebody else"):
        actions.correct(sent_request.ref, by=secretary, corrects=1, **how)


def test_somebody_else_can(sent_request, second_secretary):
    actions.correct(sent_request.ref, by=second_secretary, corrects=1, voids=True)
    sent_request.refresh_from_db()
    assert sent_request.status == "draft"
