"""Which pages of an item a query stands on, and where on a page."""

from __future__ import annotations

import json

import pytest

from evidence.items.models import Page, pack_words
from evidence.search.pages import hits_on, pages_hit
from evidence.search.results import found_ids
from tests.evidence.search.corpus import batch, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(inquiry, secretary):
    made = item(batch(inquiry, secretary), "one", language="ru")
    rows = [["Встреча", 0.1, 0.1, 0.3, 0.2, 90], ["с", 0.3, 0.1, 0.35, 0.2, 90], ["Мамаем", 0.4, 0.1, 0.6, 0.2, 80]]
    texts = {1: "Повестка", 2: "Встреча с Мамаем", 3: "мама мыла раму"}
    for number, text in texts.items():
        words = pack_words(json.dumps(rows)) if number == 2 else b""
        Page.objects.update_or_create(item=made, number=number, defaults={"text": text, "words_packed": words})
    return made


def test_pages_and_places_of_a_hit(scan):
    assert pages_hit(scan, "Mamay OR повестки") == [1, 2]
    assert pages_hit(scan, '"Мамай встреча"') == []
    assert [box.text for box in hits_on(scan, "Mamay", 2)] == ["Мамаем"]
    [box] = hits_on(scan, "Mamay", 2)
    assert (box.x, box.y, round(box.w, 3), round(box.h, 3)) == (0.4, 0.1, 0.2, 0.1)
    assert hits_on(scan, "Mamay", 1) == []


@pytest.mark.parametrize("query", ["", "(", "type:pdf", "NOT Мамай"])
def test_nothing_is_marked_where_nothing_is_looked_for(scan, query):
    assert pages_hit(scan, query) == []
    assert hits_on(scan, query, 2) == []


def test_found_ids_are_those_that_one_may_read(inquiry, secretary, protection_officer, stranger):
    seen = item(batch(inquiry, secretary), "alpha")
    item(batch(inquiry, protection_officer, "C3"), "alpha")
    assert found_ids("alpha", by=secretary) == [seen.pk]
    assert found_ids("alpha", by=stranger) == []
