"""Words of a text and Kazakh stems: pure parts of the index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.search import kazakh
from evidence.search.words import normal, placed, tokens


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        ("кітап кітаптар кітабы кітаптың кітаптарда кітаптарымыз кітаптарымыздың кітаптан кітапқа кітаппен", "кітап"),
        ("қала қалалар қаланың қалаға қаладан қаламен қалалардың", "қала"),
        ("үй үйлер үйлердің үйлерге", "үй"),
        ("мектеп мектептер мектептің мектептен мектебі", "мектеп"),
        ("сот соттың сотқа соттар соттарда", "сот"),
        ("тергеу тергеуден тергеуге тергеумен", "тергеу"),
    ],
)
def test_endings_come_off(forms: str, stem: str) -> None:
    assert {kazakh.stem(form) for form in forms.split()} == {stem}


@pytest.mark.parametrize(
    "pair", [("қала", "қалам"), ("сот", "сол"), ("ата", "атақ"), ("мама", "мамай"), ("ел", "елші")]
)
def test_other_words_stay_apart(pair: tuple[str, str]) -> None:
    assert kazakh.stem(pair[0]) != kazakh.stem(pair[1])


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Ма\u00adмай", "мамай"),
        ("ЁЖ", "еж"),
        ("Мaмaй", "мамай"),
        ("Tayab’s", "tayab"),
        ("Ｆｕｌｌ", "full"),
        ("и\u0306од", "йод"),
    ],
)
def test_words_are_written_one_way(written: str, word: str) -> None:
    assert normal(written) == word


def test_a_word_broken_over_two_lines_is_found_whole_and_in_halves() -> None:
    assert [word.text for word in tokens("задер-\n  жание здесь")] == ["задер", "задержание", "жание", "здесь"]
    assert [word.text for word in tokens("Нур-\nСултан")] == ["нур", "султан"]


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    last = 0
    for word in tokens(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.position in (last, last + 1)
        last = word.position


@given(st.text(max_size=200) | st.text(alphabet="аб-_\n \u00adx'", max_size=60))
def test_the_index_is_told_the_same_places(text: str) -> None:
    assert placed(text) == [(word.position, word.text) for word in tokens(text)]
