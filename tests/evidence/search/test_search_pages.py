"""Which pages of an item a query stands on, and where on a page."""

from __future__ import annotations

import pytest

from evidence.items.models import Page
from evidence.search.models import IndexState
from evidence.search.pages import pages_hit
from evidence.search.query import QueryError
from evidence.search.results import found_ids
from evidence.viewer import hits
from tests.evidence.search.corpus import batch, catch_up, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(inquiry, secretary):
    made = item(batch(inquiry, secretary), "one", language="ru")
    texts = {1: "Повестка", 2: "Встреча с Мамаем", 3: "мама мыла раму"}
    for number, text in texts.items():
        Page.objects.update_or_create(item=made, number=number, defaults={"text": text})
    return made


def test_pages_of_a_hit(scan):
    assert pages_hit(scan, "Mamay OR повестки") == [1, 2]
    assert pages_hit(scan, '"Мамай встреча"') == []


@pytest.mark.parametrize("query", ["", "(", "type:pdf", "NOT Мамай"])
def test_nothing_is_marked_where_nothing_is_looked_for(scan, query):
    assert pages_hit(scan, query) == []


def test_found_ids_are_those_that_one_may_read(inquiry, secretary, protection_officer, stranger):
    seen = item(batch(inquiry, secretary), "alpha")
    item(batch(inquiry, protection_officer, "C3"), "alpha")
    assert found_ids("alpha", by=secretary) == [seen.pk]
    assert found_ids("alpha", by=stranger) == []


@pytest.fixture
def book(inquiry, secretary):
    """An item whose pages are asked of the index."""
    return item(batch(inquiry, secretary), "alpha beta", *["nothing"] * 7, "alpha", language="en")


def test_the_pages_of_a_long_item_are_asked_of_the_index(book):
    catch_up()
    assert pages_hit(book, "alpha") == [1, 9]


def test_without_an_index_the_page_is_shown_and_says_that_hits_cannot_be_told(book, secretary, desk):
    catch_up()
    IndexState.objects.update(folder="elsewhere", host="another-machine")
    with pytest.raises(QueryError):
        pages_hit(book, "alpha")
    answer = desk(secretary).get(f"/evidence/items/{book.ref}/", {"q": "alpha", "page": "1"})
    assert answer.status_code == 200
    assert "The index of words is not on this machine" in answer.content.decode()


def test_a_star_for_too_many_words_is_a_sentence_not_a_failure(inquiry, secretary):
    words = " ".join(f"alpha{number:05}" for number in range(17_000))
    book = item(batch(inquiry, secretary), *["nothing"] * 6, words)
    catch_up()
    found = hits.pages(book, '"alpha* alpha*"', 1)
    assert (list(found.numbers), found.problem) == ([], "Too many words fit. Type more letters before the star.")


def test_what_was_looked_for_cannot_be_tried_against_the_cache(scan, settings):
    before = hits._key(scan, "Mamay")
    settings.SECRET_KEY = "another-key-of-another-installation"
    assert hits._key(scan, "Mamay") != before
