"""The query language: what it means, where it complains, and that it never breaks."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.search.grammar import parse
from evidence.search.query import And, Field, Near, Not, Or, Phrase, QueryError, Word, wanted


def one(*words: str) -> Phrase:
    return Phrase(tuple(Word(word) for word in words))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("мамай", one("мамай")),
        ("a b", And((one("a"), one("b")))),
        ("a AND b OR c", Or((And((one("a"), one("b"))), one("c")))),
        ("a OR b c", Or((one("a"), And((one("b"), one("c")))))),
        ("a (b OR c)", And((one("a"), Or((one("b"), one("c")))))),
        ("NOT a b", And((Not(one("a")), one("b")))),
        ("NOT NOT a", Not(Not(one("a")))),
        ("a NOT (b OR c)", And((one("a"), Not(Or((one("b"), one("c"))))))),
        ('"foo bar"', one("foo", "bar")),
        ("«два слова»", one("два", "слова")),
        ("“two words”", one("two", "words")),
        ("cancel*", Phrase((Word("cancel", prefix=True),))),
        ('"was cancel*"', Phrase((Word("was"), Word("cancel", prefix=True)))),
        ("Касым-Жомарт", one("касым", "жомарт")),
        ("and or not и или не", And(tuple(one(word) for word in "and or not и или не".split()))),  # noqa: SIM905
        ("ORANGE", one("orange")),
        ("10:30", one("10", "30")),
        ("http://example.org/a", one("http", "example", "org", "a")),
        ("type:pdf", Field("type", "pdf", 0, 8)),
        ('provider:"A body" x', And((Field("provider", "A body", 0, 17), one("x")))),
        ("a & b", And((one("a"), one("b")))),
        ("ёж", one("еж")),
        ("Мам*ев", Phrase((Word("мам*ев", pattern=True),))),
        ("wom?n where?", And((Phrase((Word("wom?n", pattern=True),)), one("where")))),
        ('"was c?lled xy*"', Phrase((Word("was"), Word("c?lled", pattern=True), Word("xy", prefix=True)))),
        ("мамай~ tokayev~2", And((Phrase((Word("мамай", fuzzy=1),)), Phrase((Word("tokayev", fuzzy=2),))))),
        ('a NEAR/3 "b c"', Near(one("a"), one("b", "c"), 3)),
        ("a NEAR b c", And((Near(one("a"), one("b"), 10), one("c")))),
        ("NOT a NEAR/2 b", Not(Near(one("a"), one("b"), 2))),
        ("(a OR b) NEAR/2 c", Or((Near(one("a"), one("c"), 2), Near(one("b"), one("c"), 2)))),
    ],
)
def test_a_query_means(query: str, tree: object) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "sentence", "place"),
    [
        ("", "Type what to look for", ""),
        ("& —", "no word in this query", "& —"),
        ("AND foo", "needs something before it and after it", "AND"),
        ("foo OR OR b", "needs something before it and after it", "OR"),
        ("foo AND", "Something is missing after AND", "AND"),
        ("NOT", "Something is missing after NOT", "NOT"),
        ("NOT &", "NOT needs a word", ""),
        ("(a", "bracket is not closed", "("),
        ("b (a", "bracket is not closed", "("),
        ("a)", "never opened", ")"),
        ("()", "missing before this bracket", ")"),
        ('x "abc', "quotation mark has no partner", '"'),
        ("zzz:bar", "There is no field “zzz”. There are: type", "zzz:"),
        ("type:", "A value is missing after type:", "type:"),
        ("a*c", "at least two letters", "a*c"),
        ("*ab", "beginning of a word before the star", "*ab"),
        ("x ab~3", "One or two letters", "ab~3"),
        ("ab~", "too short", "ab~"),
        ("абвг~2", "too short", "абвг~2"),
        ("a-bcd~", "one whole word", "a-bcd~"),
        ("abc NEAR/99 d", "from 1 to 30", "NEAR/99"),
        ("abc NEAR/0 d", "from 1 to 30", "NEAR/0"),
        ("a NEAR/2 b NEAR/2 c", "NEAR joins two", "NEAR/2"),
        ("a NEAR/3 type:pdf", "between words, phrases", "NEAR/3"),
        ("a NEAR/3 (b c)", "between words, phrases", "NEAR/3"),
        ("a NEAR", "Something is missing after NEAR", "NEAR"),
        ("NEAR/4 b", "needs something before it", "NEAR/4"),
        ("form:x", "Did you mean from:", "form:"),
        ("x a*", "at least two letters", "a*"),
        ("x aa*a*a*a*a*z", "in 4 places at most", "aa*a*a*a*a*z"),
        ("x ab" + "?" * 70 + "*", "64 letters at most", "ab" + "?" * 70 + "*"),
        ("*", "beginning of a word before the star", "*"),
        ("(" * 40 + "a" + ")" * 40, "nested too deeply", "(" * 40 + "a" + ")" * 40),
        ("a " * 70, "64 words at most", "a " * 70),
    ],
)
def test_a_complaint_is_a_sentence_and_points_at_its_place(query: str, sentence: str, place: str) -> None:
    with pytest.raises(QueryError, match=sentence) as error:
        parse(query)
    assert query[error.value.start : error.value.end] == place


pieces = st.sampled_from(
    [
        '"',
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "NEAR/3",
        "NEAR",
        "?",
        "~",
        "ab~2",
        "a?b",
        "type:",
        "foo:",
        "*",
        "слово",
        "a-b",
        "«",
        "”",
        "date:2022",
        "-",
        ":",
    ]
)


@given(
    st.one_of(
        st.text(max_size=60), st.lists(pieces, max_size=12).map(" ".join), st.lists(pieces, max_size=12).map("".join)
    )
)
def test_whatever_is_typed_gives_a_tree_or_a_complaint(query: str) -> None:
    complaint = _complaint(query)
    if complaint is not None:
        assert complaint.sentence
        assert 0 <= complaint.start <= complaint.end <= max(len(query), 1)


def _complaint(query: str) -> QueryError | None:
    try:
        list(wanted(parse(query)))
    except QueryError as error:
        return error
    return None


@given(st.text(alphabet='()NOT "*', max_size=1200))
def test_depth_does_not_break_it(query: str) -> None:
    with contextlib.suppress(QueryError):
        parse(query)
