"""The week of January 2023, recorded afterwards: every transition, and what notice there was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from inquiry.official_requests.notice import notices
from tests.inquiry.story import Story


@pytest.fixture
def story(inquiry: Any, secretary: Any, second_secretary: Any) -> Story:
    return Story(inquiry, secretary, second_secretary)


def test_the_notice_is_a_range_and_claims_no_more(story: Story) -> None:
    first = notices(story.r01.standing())[0]
    assert first.range is not None
    assert first.range.least is not None
    assert first.range.least <= timedelta(minutes=1)
    assert first.range.most == timedelta(hours=31) - timedelta(microseconds=1)
    assert "24 hours" not in first.words
    assert "less than" not in first.words
    assert first.day_words == "on the day before"


def test_cancelled_twice_then_refused_with_a_reason(story: Story) -> None:
    told = notices(story.r01.standing())
    assert [one.verb for one in told] == ["record_cancellation", "record_cancellation"]
    assert told[1].words == "not known: no time set is recorded"
    assert story.r01.status == "refused"
    assert story.r01.standing()[-1].facts.reason_given == "yes"


def test_each_request_ended_as_told(story: Story) -> None:
    ended = [request.status for request in (story.r02, story.r03, story.r04, story.r05, story.r06, story.r07)]
    assert ended == ["cancelled", "cancelled", "not_held", "held", "agreed", "partly_answered"]
    assert story.petition.status == "revoked"
    assert story.assurance.status == "broken"


def test_the_pages_tell_it(story: Story, desk: Any, secretary: Any) -> None:
    page = desk(secretary).get(story.r01.get_absolute_url())
    said = page.content.decode()
    assert page.status_code == 200
    for words in ("Cancelled", "at most 31 hours", "on the day before", "No reason was given", "Prepare a petition"):
        assert words in said
    assert "24 hours" not in said
    assert "before this register was kept" in said
    assert "revoked" in desk(secretary).get(story.petition.get_absolute_url()).content.decode().lower()
    assert "Not kept" in desk(secretary).get(story.assurance.get_absolute_url()).content.decode()
