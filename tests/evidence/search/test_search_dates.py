"""The date of an item in the search: as given by a person, else as the item claims it."""

from __future__ import annotations

import pytest

from evidence.search.dating import claimed
from evidence.search.results import search
from tests.evidence.search.corpus import batch, item, refs

pytestmark = pytest.mark.django_db


def found(query, user):
    return refs(search(query, by=user).hits)


@pytest.fixture
def papers(inquiry, secretary):
    return batch(inquiry, secretary)


@pytest.mark.parametrize(
    "claim",
    [
        {"claimed_sent_at": "2024-02-04T23:30:00+06:00"},
        {"claimed_taken_at": "2024-02-04T10:11:12"},
        {"claimed_captured_at": "2024-02-04T10:11:12Z"},
        {"claimed_captured_at": "Sun, 4 Feb 2024 10:11:12 +0000"},
        {"claimed_created_at": "2024-02-04"},
        {"claimed_sent_at": ["2024-02-04T10:11:12+00:00", "2020-01-01T00:00:00"]},
        {"claimed_taken_at": "0000-00-00", "claimed_captured_at": "2024-02-04T10:11:12.345678Z"},
        {"claimed_first_message_at": "2024-01-30T08:00:00", "claimed_last_message_at": "2024-02-09T08:00:00"},
    ],
)
def test_what_an_item_claims_of_itself_is_its_date_where_nobody_gave_it_one(papers, secretary, claim):
    made = item(papers, "alpha", claimed=claim)
    item(papers, "alpha")
    assert found("date:2024-02-04", secretary) == {made.ref}
    assert found("date:2024", secretary) == {made.ref}
    assert found("date:..2024-01-01", secretary) == set()
    assert found("date:2025..", secretary) == set()
    assert found("has:date", secretary) == set()


def test_what_a_person_gave_goes_first(papers, secretary):
    made = item(papers, "alpha", dated="2022-01-05", claimed={"claimed_sent_at": "2024-02-04T10:00:00"})
    assert found("date:2022", secretary) == {made.ref}
    assert found("date:2024", secretary) == set()
    assert found("has:date", secretary) == {made.ref}


@pytest.mark.parametrize(
    "claim",
    [
        {},
        {"claimed_modified_at": "2024-02-04T10:00:00"},
        {"claimed_sent_at": "some day in spring"},
        {"claimed_sent_at": ""},
        {"claimed_sent_at": None},
        {"claimed_sent_at": []},
        {"claimed_sent_at": {"2024": 1}},
        {"claimed_sent_at": 2024},
        {"claimed_sent_at": "9" * 500},
        {"claimed_captured_at": "Sun, 99 Feb 99999 10:11:12 +0000"},
    ],
)
def test_nonsense_is_no_date(claim):
    assert claimed(claim) is None


def test_a_month_alone_is_the_whole_month(papers, secretary):
    made = item(papers, "alpha", claimed={"claimed_dated": "2024-02"})
    assert found("date:2024-02-28", secretary) == {made.ref}
    assert found("date:2024-03", secretary) == set()
