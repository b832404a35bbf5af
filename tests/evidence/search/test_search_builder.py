"""The form for people who do not type queries: what it composes, that it can always be read, that it finds."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.search.builder import composed
from evidence.search.grammar import parse
from evidence.search.query import QueryError
from tests.evidence.search.corpus import batch, item


@pytest.mark.parametrize(
    ("filled", "query"),
    [
        ({}, ""),
        ({"all": "meeting cancelled"}, "meeting cancelled"),
        ({"all": "AND (x) OR"}, '"AND" x "OR"'),
        ({"phrase": "house arrest"}, '"house arrest"'),
        ({"phrase": 'a "b" c'}, '"a b c"'),
        ({"any": "letter e-mail"}, "(letter OR e-mail)"),
        ({"none": "draft copy", "all": "plan"}, "plan NOT draft NOT copy"),
        ({"names": "Zhanbolat Mamay, Тоқаев"}, '(("Zhanbolat" NEAR/2 "Mamay") OR "Тоқаев")'),
        ({"names": "A B C"}, '(("A" NEAR/2 "B") AND ("B" NEAR/2 "C"))'),
        ({"names": "Mam*ev, O'Neil"}, '(Mam*ev OR "O\'Neil")'),
        ({"near_first": "police", "near_second": "night square", "distance": 5}, 'police NEAR/5 "night square"'),
        ({"type": "pdf", "lang": "kk", "has": "ocr"}, "type:pdf lang:kk has:ocr"),
        ({"sender": "anna@example.org", "provider": "A body"}, 'from:"anna@example.org" provider:"A body"'),
        ({"since": date(2022, 1, 5)}, "date:2022-01-05.."),
        ({"since": date(2022, 1, 5), "until": date(2022, 2, 1)}, "date:2022-01-05..2022-02-01"),
        ({"all": "type:pdf http://x"}, '"type:pdf" "http://x"'),
    ],
)
def test_what_is_filled_in_becomes_a_query(filled, query):
    assert composed(filled) == query
    if query:
        parse(query)


words = st.text(alphabet='ab жқ"«»()*?~-:/ANDORT1', max_size=20)


@given(st.fixed_dictionaries(dict.fromkeys(("all", "phrase", "any", "names", "near_first", "near_second"), words)))
def test_whatever_is_filled_in_can_be_read_or_is_complained_about(filled):
    query = composed(filled)
    complaint = _complaint(query) if query else None
    if complaint is not None:
        assert any(sign in query for sign in "*?~"), complaint.sentence  # a wildcard where none can stand


def _complaint(query: str) -> QueryError | None:
    try:
        parse(query)
    except QueryError as error:
        return error
    return None


@pytest.mark.django_db
def test_the_page_shows_the_query_that_it_made_and_what_it_finds(inquiry, secretary, desk):
    made = item(batch(inquiry, secretary), "The meeting was cancelled at night", language="en")
    asked = {"build": "1", "all": "meetings", "phrase": "at night", "distance": ""}
    shown = desk(secretary).get("/evidence/search/", asked).content.decode()
    assert 'value="meetings &quot;at night&quot;"' in shown
    assert made.ref in shown
    assert 'name="all" value="meetings"' in shown


@pytest.mark.django_db
def test_a_field_that_makes_no_sense_is_told_beside_it(inquiry, secretary, desk):
    answer = desk(secretary).get("/evidence/search/", {"build": "1", "near_first": "police"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'name="near_first" value="police"' in shown
    above, _form = shown.split('id="query-help"')
    assert "Two are needed" in above  # where one looks first, with a way to the field
    assert 'href="#id_near_second"' in above
    assert '<details class="card no-print" id="query-help">' in shown  # shut, so that the form stands below the message


@pytest.mark.django_db
def test_a_name_is_found_in_either_order_as_in_lists_of_names(inquiry, secretary, desk):
    made = item(batch(inquiry, secretary), "Akhmetova Gulnar", language="en")
    other = item(batch(inquiry, secretary), "Гульнар Маратовна Ахметова", language="ru")
    item(batch(inquiry, secretary), "Gulnar", language="en")
    shown = desk(secretary).get("/evidence/search/", {"build": "1", "names": "Gulnar Akhmetova"}).content.decode()
    assert "2 items found" in shown
    assert made.ref in shown
    assert other.ref in shown
