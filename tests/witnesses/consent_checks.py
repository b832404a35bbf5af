"""What every consent rule has to keep to, as checks that take the rules as an argument: the tests run them on the rules as
they are, the mutation test on rules that were broken on purpose."""

from __future__ import annotations

from typing import Any

from tests.witnesses.consent_answers import BODIES, FIRST, INTERVIEW, SECOND, START, answer, day
from witnesses.consent.rules import Use

GROUP, COURT = BODIES
ALL = tuple(Use)
T1 = (FIRST, INTERVIEW)


def asked(rules: Any, answers: list[Any], use: str, **more: Any) -> bool:
    """Whether nothing stands against the use on the tenth day."""
    return not rules.objections(answers, **{"use": use, "on": day(10), "audience": GROUP, **more})


def full(**more: Any) -> list[Any]:
    """Yes to everything, sharing with the first body."""
    return [answer(use, body=GROUP if use == Use.SHARE else "", **more) for use in ALL]


def without(*uses: str, **more: Any) -> list[Any]:
    return [one for one in full(**more) if one.use not in uses]


def silence_is_no_consent(rules: Any) -> None:
    assert not any(asked(rules, [], use) for use in ALL)
    for use in ALL:
        assert not asked(rules, without(use), use), use
        assert asked(rules, full(), use), use


def a_no_is_a_no(rules: Any) -> None:
    for use in ALL:
        said = [*without(use), answer(use, False, body=GROUP if use == Use.SHARE else "")]
        assert not asked(rules, said, use), use


def a_yes_covers_its_own_use_only(rules: Any) -> None:
    yes = [answer(Use.ANALYSIS), answer(Use.CITE_BY_NAME)]
    assert asked(rules, yes, Use.CITE_BY_NAME)
    assert not asked(rules, yes, Use.CITE_ANONYMISED)
    assert not asked(rules, [answer(Use.ANALYSIS), answer(Use.CITE_ANONYMISED)], Use.CITE_BY_NAME)
    assert not asked(rules, without(Use.SHARE), Use.SHARE)
    assert asked(rules, [answer(Use.ANALYSIS), answer(Use.SHARE, body=GROUP)], Use.SHARE)


def without_analysis_nothing(rules: Any) -> None:
    for use in ALL:
        assert not asked(rules, without(Use.ANALYSIS), use), use
        assert not asked(rules, [*without(Use.ANALYSIS), answer(Use.ANALYSIS, False)], use), use


def publishing_includes_citing(rules: Any) -> None:
    assert not asked(rules, [answer(Use.ANALYSIS), answer(Use.PUBLISH)], Use.PUBLISH)
    for way in (Use.CITE_ANONYMISED, Use.CITE_BY_NAME):
        assert asked(rules, [answer(Use.ANALYSIS), answer(Use.PUBLISH), answer(way)], Use.PUBLISH), way
    assert not asked(rules, [answer(Use.ANALYSIS), answer(Use.CITE_ANONYMISED)], Use.PUBLISH)


def sharing_is_with_a_named_body(rules: Any) -> None:
    yes = [answer(Use.ANALYSIS), answer(Use.SHARE, body=GROUP)]
    assert asked(rules, yes, Use.SHARE, audience=GROUP)
    assert asked(rules, yes, Use.SHARE, audience=f"  {GROUP.upper()} ")
    assert not asked(rules, yes, Use.SHARE, audience=COURT)
    assert not asked(rules, yes, Use.SHARE, audience="")
    assert not asked(rules, [answer(Use.ANALYSIS), answer(Use.SHARE)], Use.SHARE, audience=GROUP)


def the_audience_of_other_uses_does_not_matter(rules: Any) -> None:
    assert asked(rules, full(), Use.CITE_ANONYMISED, audience="Readers of the report")
    assert asked(rules, full(), Use.PUBLISH, audience="")


def a_named_body_beats_every_body(rules: Any) -> None:
    named = [answer(Use.ANALYSIS), answer(Use.SHARE, body=GROUP), answer(Use.SHARE, False)]
    assert asked(rules, named, Use.SHARE, audience=GROUP)
    assert not asked(rules, named, Use.SHARE, audience=COURT)
    both = [answer(Use.ANALYSIS), answer(Use.SHARE, body=GROUP), answer(Use.SHARE, False, body=COURT)]
    assert asked(rules, both, Use.SHARE, audience=GROUP)
    later = [*named[:1], answer(Use.SHARE, False), answer(Use.SHARE, body=GROUP, number=2, on=1)]
    assert asked(rules, later, Use.SHARE, audience=GROUP)


def a_later_no_to_every_body_reaches_the_named(rules: Any) -> None:
    said = [*full(), answer(Use.SHARE, False, number=2, on=1, withdrawn=True)]
    assert not asked(rules, said, Use.SHARE, audience=GROUP)
    other = [*full(), answer(Use.SHARE, False, body=COURT, number=2, on=1, withdrawn=True)]
    assert asked(rules, other, Use.SHARE, audience=GROUP)


def the_last_day_counts_and_the_next_does_not(rules: Any) -> None:
    for use in ALL:
        ending = [*without(use), answer(use, body=GROUP if use == Use.SHARE else "", until=10)]
        assert asked(rules, ending, use, on=day(10)), use
        assert not asked(rules, ending, use, on=day(11)), use


def an_expired_yes_stands_like_a_no(rules: Any) -> None:
    older = [*full(), answer(Use.CITE_ANONYMISED, number=2, on=1, until=5)]
    assert asked(rules, older, Use.CITE_ANONYMISED, on=day(5))
    assert not asked(rules, older, Use.CITE_ANONYMISED, on=day(6))
    renewed = [*older, answer(Use.CITE_ANONYMISED, number=3, on=4)]
    assert asked(rules, renewed, Use.CITE_ANONYMISED, on=day(6))


def the_newest_counts(rules: Any) -> None:
    for use in ALL:
        body = GROUP if use == Use.SHARE else ""
        closed = [*full(), answer(use, False, body=body, number=2, on=1)]
        assert not asked(rules, closed, use), use
        assert asked(rules, [*closed, answer(use, body=body, number=3, on=2)], use), use


def a_withdrawal_counts_on_its_day(rules: Any) -> None:
    said = [*full(), answer(Use.CITE_BY_NAME, False, number=2, on=10, withdrawn=True)]
    assert asked(rules, said, Use.CITE_BY_NAME, on=day(9))
    assert not asked(rules, said, Use.CITE_BY_NAME, on=day(10))
    again = [*said, answer(Use.CITE_BY_NAME, number=3, on=10)]
    assert asked(rules, again, Use.CITE_BY_NAME, on=day(10))


def a_yes_recorded_late_does_not_undo_a_withdrawal(rules: Any) -> None:
    withdrawn = answer(Use.CITE_BY_NAME, False, number=2, on=5, withdrawn=True)
    late = answer(Use.CITE_BY_NAME, number=3, on=3)
    assert not asked(rules, [*full(), withdrawn, late], Use.CITE_BY_NAME)
    early_recorded = [*without(Use.CITE_BY_NAME), answer(Use.CITE_BY_NAME, number=2, on=5)]
    told_late = answer(Use.CITE_BY_NAME, False, number=3, on=3, withdrawn=True)
    assert not asked(rules, [*early_recorded, told_late], Use.CITE_BY_NAME)


def consent_does_not_begin_before_it_was_given(rules: Any) -> None:
    assert not asked(rules, full(on=11), Use.ANALYSIS, on=day(10))
    assert asked(rules, full(on=10), Use.ANALYSIS, on=day(10))


def a_part_beats_the_whole(rules: Any) -> None:
    no = [*full(), answer(Use.CITE_ANONYMISED, False, about=FIRST, number=2, on=1)]
    assert not asked(rules, no, Use.CITE_ANONYMISED, about=T1)
    assert asked(rules, no, Use.CITE_ANONYMISED, about=(SECOND, INTERVIEW))
    assert asked(rules, no, Use.CITE_ANONYMISED)
    again = [*no, answer(Use.CITE_ANONYMISED, number=3, on=2)]
    assert not asked(rules, again, Use.CITE_ANONYMISED, about=T1)
    twice = [answer(Use.ANALYSIS), answer(Use.CITE_ANONYMISED, False), *again[len(full()) :]]
    assert not asked(rules, twice, Use.CITE_ANONYMISED, about=T1)
    assert asked(rules, twice, Use.CITE_ANONYMISED, about=(SECOND, INTERVIEW))
    assert asked(rules, [*no, answer(Use.CITE_ANONYMISED, about=FIRST, number=3, on=2)], Use.CITE_ANONYMISED, about=T1)
    yes = [*without(Use.CITE_ANONYMISED), answer(Use.CITE_ANONYMISED, False)]
    yes = [*yes, answer(Use.CITE_ANONYMISED, about=FIRST, number=2, on=1)]
    assert asked(rules, yes, Use.CITE_ANONYMISED, about=T1)
    assert not asked(rules, yes, Use.CITE_ANONYMISED, about=(SECOND, INTERVIEW))
    assert not asked(rules, yes, Use.CITE_ANONYMISED)


def an_interview_reaches_its_statements(rules: Any) -> None:
    said = [*full(), answer(Use.CITE_ANONYMISED, False, about=INTERVIEW, number=2, on=1, withdrawn=True)]
    assert not asked(rules, said, Use.CITE_ANONYMISED, about=T1)
    assert asked(rules, said, Use.CITE_ANONYMISED, about="T-0009")
    assert asked(
        rules, [*said, answer(Use.CITE_ANONYMISED, about=FIRST, number=3, on=2)], Use.CITE_ANONYMISED, about=T1
    )


def a_later_no_to_the_whole_reaches_the_parts(rules: Any) -> None:
    said = [*full(), answer(Use.CITE_ANONYMISED, about=FIRST, number=2, on=1)]
    assert asked(rules, said, Use.CITE_ANONYMISED, about=T1)
    gone = [*said, answer(Use.CITE_ANONYMISED, False, number=3, on=2, withdrawn=True)]
    assert not asked(rules, gone, Use.CITE_ANONYMISED, about=T1)


def a_yes_to_a_part_opens_no_other(rules: Any) -> None:
    said = full(about=FIRST)
    assert asked(rules, said, Use.CITE_ANONYMISED, about=T1)
    assert not asked(rules, said, Use.CITE_ANONYMISED, about=(SECOND, INTERVIEW))
    assert not asked(rules, said, Use.CITE_ANONYMISED, about=INTERVIEW)
    assert not asked(rules, said, Use.CITE_ANONYMISED)


def levels_are_those_of_the_plan(rules: Any) -> None:
    def level(*uses: str, **more: Any) -> str:
        said = [answer(use, body=GROUP if use == Use.SHARE else "") for use in uses]
        found: str = rules.level(said, on=day(10), **more)
        return found

    assert level() == "T0"
    assert level(*(use for use in ALL if use != Use.ANALYSIS)) == "T0"
    assert level(Use.ANALYSIS) == "T1"
    assert level(Use.ANALYSIS, Use.PUBLISH) == "T1"
    assert level(Use.ANALYSIS, Use.CITE_ANONYMISED) == "T2"
    assert level(Use.ANALYSIS, Use.CITE_BY_NAME) == "T2"
    assert level(Use.ANALYSIS, Use.CITE_ANONYMISED, Use.PUBLISH) == "T2"
    assert level(Use.ANALYSIS, Use.SHARE) == "T3"
    assert level(Use.ANALYSIS, Use.SHARE, Use.CITE_BY_NAME, Use.PUBLISH) == "T4"
    assert level(Use.ANALYSIS, Use.CITE_BY_NAME, Use.PUBLISH) == "T4"
    gone = [*full(), *(answer(use, False, number=2, on=1, withdrawn=True) for use in ALL)]
    assert rules.level(gone, on=day(0)) == "T4"
    assert rules.level(gone, on=day(10)) == "T0"
    assert rules.level(full(until=5), on=day(6)) == "T0"
    assert rules.level(full(about=FIRST), on=day(6), about=T1) == "T4"
    assert rules.level(full(about=FIRST), on=day(6)) == "T0"


def what_ends_together_is_told(rules: Any) -> None:
    assert rules.reached([Use.ANALYSIS]) == frozenset(ALL)
    assert rules.reached([Use.CITE_BY_NAME]) == {Use.CITE_BY_NAME, Use.PUBLISH}
    assert rules.reached([Use.CITE_ANONYMISED]) == {Use.CITE_ANONYMISED, Use.PUBLISH}
    assert rules.reached([Use.SHARE]) == {Use.SHARE}
    assert rules.reached([Use.PUBLISH]) == {Use.PUBLISH}
    assert rules.reached([]) == frozenset()


def closed_parts_are_named(rules: Any) -> None:
    said = [*full(), answer(Use.CITE_ANONYMISED, False, about=FIRST, number=2, on=1)]
    assert rules.closed_parts(said, use=Use.CITE_ANONYMISED, on=day(10)) == [FIRST]
    assert rules.closed_parts(said, use=Use.CITE_BY_NAME, on=day(10)) == []


def reasons_are_sentences(rules: Any) -> None:
    def why(answers: list[Any], use: str = Use.CITE_BY_NAME, on: int = 99, audience: str = GROUP) -> list[str]:
        found: list[str] = rules.objections(answers, use=use, audience=audience, on=day(on), who="W-0147")
        return found

    withdrawn = answer(Use.CITE_BY_NAME, False, number=2, on=62, withdrawn=True)
    assert why([*full(), withdrawn]) == ["W-0147 withdrew consent to be cited by name on 3 March 2024."]
    refused = answer(Use.CITE_BY_NAME, False, on=62)
    assert why([*without(Use.CITE_BY_NAME), refused]) == ["On 3 March 2024 W-0147 did not consent to be cited by name."]
    assert why([*without(Use.CITE_BY_NAME), answer(Use.CITE_BY_NAME, until=62)]) == [
        "The consent of W-0147 to be cited by name expired on 3 March 2024."
    ]
    assert why(without(Use.CITE_BY_NAME)) == ["W-0147 gave no consent to be cited by name."]
    assert why(full(), Use.SHARE, audience=COURT) == [f"W-0147 gave no consent to sharing with {COURT}."]
    assert why(full(), Use.SHARE, audience="") == [
        "Say with whom it is to be shared: W-0147 consents to each body by its name."
    ]
    assert len(why([], Use.PUBLISH)) == 4  # analysis, publication, and either way of citing
    twice = [*full(), answer(Use.CITE_BY_NAME, False, number=2, on=1), withdrawn]
    assert why(twice) == ["W-0147 withdrew consent to be cited by name on 3 March 2024."]
    part = [
        *full(),
        answer(Use.CITE_BY_NAME, False, about=FIRST, number=2, on=62, withdrawn=True),
        *full(number=3, on=63),
    ]
    found = rules.objections(part, use=Use.CITE_BY_NAME, about=T1, on=day(99), who="W-0147")
    assert found == ["W-0147 withdrew consent to be cited by name on 3 March 2024."]


def the_table_says_what_stands(rules: Any) -> None:
    rows = rules.standing([*full(), answer(Use.PUBLISH, False, about=FIRST, number=2, on=1)], day(10), "W-0147")
    closed = [(row.use, row.about) for row in rows if not row.permitted]
    assert closed == [(Use.PUBLISH, FIRST)]
    assert [(row.about, row.use) for row in rows] == [(about, use) for about in ("", FIRST) for use in ALL]
    assert [row.audience for row in rows if row.use == Use.SHARE] == [GROUP, GROUP]
    nothing = rules.standing([], START, "W-0147")
    assert [row.permitted for row in nothing] == [False] * len(ALL)
    assert "W-0147 named no body to share with." in [text for row in nothing for text in row.reasons]


CHECKS = [
    silence_is_no_consent,
    a_no_is_a_no,
    a_yes_covers_its_own_use_only,
    without_analysis_nothing,
    publishing_includes_citing,
    sharing_is_with_a_named_body,
    the_audience_of_other_uses_does_not_matter,
    a_named_body_beats_every_body,
    a_later_no_to_every_body_reaches_the_named,
    the_last_day_counts_and_the_next_does_not,
    an_expired_yes_stands_like_a_no,
    the_newest_counts,
    a_withdrawal_counts_on_its_day,
    a_yes_recorded_late_does_not_undo_a_withdrawal,
    consent_does_not_begin_before_it_was_given,
    a_part_beats_the_whole,
    an_interview_reaches_its_statements,
    a_later_no_to_the_whole_reaches_the_parts,
    a_yes_to_a_part_opens_no_other,
    levels_are_those_of_the_plan,
    what_ends_together_is_told,
    closed_parts_are_named,
    reasons_are_sentences,
    the_table_says_what_stands,
]
