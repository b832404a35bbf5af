"""The register of cooperation over the week of January 2023, and what it must never say."""

from __future__ import annotations

from typing import Any

import pytest

from inquiry.cooperation import sentences
from inquiry.cooperation.gather import cooperation
from inquiry.cooperation.values import CooperationRegister, Counts, Party
from inquiry.official_requests import actions
from tests.inquiry.dealings import drafted
from tests.inquiry.story import Story


@pytest.fixture
def story(inquiry: Any, secretary: Any, second_secretary: Any) -> Story:
    return Story(inquiry, secretary, second_secretary)


@pytest.fixture
def register(story: Story, inquiry: Any, secretary: Any) -> CooperationRegister:
    return cooperation(inquiry, secretary)


def party(register: CooperationRegister, name: str) -> Party:
    return next(one for one in register.parties if one.name.startswith(name))


def test_each_authority_has_its_counts(register: CooperationRegister) -> None:
    ministry = party(register, "Ministry").counts
    assert (ministry.requests, ministry.cancellations, ministry.refusals) == (1, 2, 1)
    assert (ministry.reasons_given, ministry.reasons_not_given, ministry.reasons_not_stated) == (1, 1, 1)
    assert party(register, "Law").counts == Counts(requests=1, cancellations=1, reasons_not_given=1)
    embassy = party(register, "Embassy").counts
    assert (embassy.held, embassy.assurances, embassy.assurances_kept, embassy.assurances_not_kept) == (1, 1, 0, 1)
    court = party(register, "Court").counts
    assert (court.permissions_granted, court.permissions_revoked, court.cancellations) == (1, 1, 1)


def test_totals_are_the_sums(register: CooperationRegister) -> None:
    assert register.counts.requests == sum(one.counts.requests for one in register.parties) == 7
    assert register.counts.cancellations == 5


def test_who_is_no_authority_stands_last(register: CooperationRegister) -> None:
    assert register.parties[-1].name == "Representatives of civil society"
    assert register.parties[-1].ref == ""


def test_the_sentences_claim_no_more_than_is_recorded(register: CooperationRegister, story: Story) -> None:
    line = next(line for line in party(register, "Ministry").lines if line.ref == story.r01.ref)
    told = {one.number: sentences.details(one) for one in line.happenings}
    assert told[4].endswith("Notice: at most 31 hours, on the day before. No reason was given.")
    assert "no time set is recorded" in told[6]
    assert "Reason given: They were no delegation" in told[7]
    everything = " ".join(told.values())
    assert "24 hours" not in everything
    assert "less than" not in everything
    assert [sentences.when(one.at) for one in line.happenings][
        3
    ] == "16 January 2023, evening (about 17:00–23:59) Almaty"


def test_a_basis_other_than_stated_is_said(register: CooperationRegister) -> None:
    court = party(register, "Court")
    assert "inferred" in sentences.when(court.lines[0].happenings[1].at)


def test_drafts_are_no_dealings(story: Story, inquiry: Any, secretary: Any) -> None:
    draft = drafted(inquiry, secretary, authority=story.ministry)
    assert draft.ref not in cooperation(inquiry, secretary).refs


def test_only_what_one_may_see_is_in_it(
    story: Story, inquiry: Any, investigator: Any, outsider: Any, secretary: Any
) -> None:
    from inquiry.accounts import actions as accounts
    from inquiry.accounts.models import User

    assert cooperation(inquiry, outsider).refs == []
    assert cooperation(inquiry, investigator).refs == [story.petition.ref]
    accounts.assign(investigator, story.r03, by=secretary)
    assert cooperation(inquiry, User.objects.get(pk=investigator.pk)).refs == sorted(
        [story.petition.ref, story.r03.ref]
    )


def test_a_correction_changes_the_register(story: Story, inquiry: Any, secretary: Any) -> None:
    actions.VERBS["correct"](
        story.r03.ref, by=secretary, corrects=4, at="2023-01-16T20:00", note="A clerk noted the hour."
    )
    line = next(line for line in party(cooperation(inquiry, secretary), "Law").lines)
    assert "between 4 and 28 hours" in sentences.details(line.happenings[-1])
    actions.VERBS["correct"](story.r03.ref, by=secretary, corrects=4, voids=True)
    assert party(cooperation(inquiry, secretary), "Law").counts.cancellations == 0


def test_it_takes_few_queries_however_much_there_is(
    story: Story, inquiry: Any, secretary: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        cooperation(inquiry, secretary)
