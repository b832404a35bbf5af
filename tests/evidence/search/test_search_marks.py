"""Which words of a page answer: told without trying what cannot be, whatever the page and the query are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.search.lexemes import expression, fitting
from evidence.search.query import Near, Phrase, QueryError, Word
from evidence.search.results import search
from evidence.search.snippets import hits
from evidence.search.words import Found, tokens
from inquiry.accounts.models import Inquiry, User
from tests.evidence.search import corpus


@given(st.text("ab*?", max_size=9).map(lambda text: re.sub(r"\*+", "*", text)), st.text("abc", max_size=9))
def test_a_pattern_fits_what_its_expression_fits(pattern: str, word: str) -> None:
    assert fitting(pattern)(word) == bool(re.fullmatch(expression(pattern), word))


def test_many_stars_are_no_many_ways() -> None:
    class Looked(str):
        """A word that counts how often a part is looked for in it."""

        __slots__ = ()
        asked: ClassVar[Counter[str]] = Counter()

        def find(self, *args: object) -> int:
            self.asked["find"] += 1
            return super().find(*args)  # type: ignore[arg-type]

    assert not fitting("aa" + "*a" * 20 + "*z*z")(Looked("a" * 64))
    assert Looked.asked["find"] <= 22


def _page(said: str) -> list[Found]:
    return list(tokens(said))


def _near(distance: int) -> Near:
    return Near(Phrase((Word("protest"),)), Phrase((Word("police"), Word("car"))), distance)


@pytest.mark.django_db
@given(st.lists(st.sampled_from(["protest", "police", "car", "x"]), max_size=14), st.integers(1, 5))
def test_near_is_what_it_says(said: list[str], distance: int) -> None:
    firsts = [at for at, word in enumerate(said) if word == "protest"]
    seconds = [at for at in range(len(said) - 1) if said[at : at + 2] == ["police", "car"]]
    pairs = [(a, b) for a in firsts for b in seconds if 0 < b - a <= distance or 0 < a - (b + 1) <= distance]
    assert hits([_near(distance)], _page(" ".join(said)), "en") == {at for a, b in pairs for at in (a, b, b + 1)}


@pytest.mark.django_db
def test_near_looks_once_for_each_place(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[int] = Counter()

    def counting(numbers: list[int], wanted: int) -> int:
        asked[len(numbers)] += 1
        return bisect_left(numbers, wanted)

    monkeypatch.setattr("evidence.search.snippets.bisect_left", counting)
    for size in (100, 1000):
        assert len(hits([_near(5)], _page("protest police car " * size), "en")) == 3 * size
        assert asked[size] <= 4 * size


@pytest.mark.django_db
@pytest.mark.parametrize("query", [f"{'a' * 400}~ NEAR/30 {'b' * 400}~", f"alpha OR {'abcdefghij' * 6}~ NEAR/2 beta"])
def test_a_word_that_may_be_written_in_too_many_ways_is_a_sentence(
    inquiry: Inquiry, secretary: User, query: str
) -> None:
    corpus.item(corpus.batch(inquiry, secretary), "alpha beta")
    corpus.catch_up()
    with pytest.raises(QueryError, match="Type it in full"):
        search(query, by=secretary)
    assert search("alpha~ NEAR/2 betta~", by=secretary).total == 1
