"""What a search finds: inflected words, names across scripts, phrases, prefixes, fields, over pages of an item."""

from __future__ import annotations

import pytest

from evidence.items.models import Item, Page
from evidence.search import queue
from evidence.search.query import QueryError
from evidence.search.results import search
from tests.evidence.search.corpus import batch, catch_up, item, refs

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers(inquiry, secretary):
    return batch(inquiry, secretary)


def found(query, by):
    return refs(search(query, by=by).hits)


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("ru", "Ма\u00adмаем подписан договор", "договора"),
        ("ru", "о досудебных договорённостях сторон", "договоренность"),
        ("en", "All meetings were cancelled.", "meeting cancel"),
        ("kk", "Кітаптарымыздың беттері", "кітап"),
        ("kk", "Полиция бөлімшелеріне", "бөлімше"),
        ("kk", "Бұл договорды бұзды", "договора"),
        ("ru", "Встреча с Жанболатом Мамаем", "Mamay"),
        ("ru", "Встреча с Жанболатом Мамаем", '"Zhanbolat Mamay"'),
        ("kk", "Жанболат Мамайдың ісі", "Janbolat Mamai"),
        ("en", "Mr Zhanbolat Mamay was arrested", "Мамай"),
        ("en", "Mr Zhanbolat Mamay was arrested", "Мамаю"),
        ("ru", "Жанбoлат Мaмaй", "мамай"),
        ("ru", "Правозащитница Аселью", "Asel"),
        ("ru", "задер-\nжание активиста", "задержание"),
        ("ru", "Касым-Жомарт Токаев", "Kassym-Jomart"),
        ("en", "the letter ICM0000123_0004 says", "icm0000123"),
        ("", "договорённостью", "договорен*"),
        ("ru", "Указ №1234 от 5 января", "1234"),
        ("en", "Tayab's letter", "Tayab"),
    ],
)
def test_a_form_finds_another(papers, secretary, language, text, query):
    made = item(papers, text, language=language)
    item(papers, "Совсем другое, quite different, мүлдем басқа", language=language)
    assert found(query, secretary) == {made.ref}


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Мама мыла раму, маме и мамой", "Мамай"),
        ("Rushanara Ali spoke", '"Tayab Ali"'),
        ("Ali met Tayab", '"Tayab Ali"'),
    ],
)
def test_false_friends_are_not_found(papers, secretary, text, query):
    item(papers, text)
    assert found(query, secretary) == set()


def test_words_may_stand_on_different_pages_and_not_speaks_of_the_item(papers, secretary):
    both = item(papers, "alpha", "beta")
    one = item(papers, "alpha", "gamma")
    assert found("alpha beta", secretary) == {both.ref}
    assert found("alpha NOT beta", secretary) == {one.ref}
    assert found('"alpha beta"', secretary) == set()
    assert found("(beta OR gamma) alpha", secretary) == {both.ref, one.ref}


def test_the_hit_names_its_page_and_marks_its_words(papers, secretary):
    item(papers, "nothing here", "before the Мамаем after", language="ru")
    [hit] = search("Mamay", by=secretary).hits
    assert hit.page == 2
    assert [piece.text for piece in hit.pieces if piece.hit] == ["Мамаем"]
    assert "".join(piece.text for piece in hit.pieces) == "before the Мамаем after"


def test_a_page_that_says_it_more_closely_comes_first(papers, secretary):
    exact = item(papers, "cancelled " * 5, language="en")
    item(papers, "cancellation " + "word " * 200, language="en")
    assert search("cancelled", by=secretary).hits[0].item == exact


def test_fields(papers, secretary, inquiry):
    pdf = item(papers, "same", media_type="application/pdf", name="a.pdf", dated="2022-01-05", language="en")
    mail = item(
        papers,
        "same",
        media_type="message/rfc822",
        claimed={"claimed_from": "Anna <anna@example.org>"},
        dated="2022-03",
    )
    other = item(batch(inquiry, secretary, provided_by="A body"), "same", dated="", classification="C0")
    assert found("type:pdf", secretary) == {pdf.ref}
    assert found("same type:mail", secretary) == {mail.ref}
    assert found("from:anna", secretary) == {mail.ref}
    assert found("lang:en", secretary) == {pdf.ref}
    assert found('provider:"a body"', secretary) == {other.ref}
    assert found("class:public", secretary) == {other.ref}
    assert found(f"ref:{pdf.ref.lower()}", secretary) == {pdf.ref}
    assert found(f"batch:{other.batch.ref} OR type:pdf", secretary) == {other.ref, pdf.ref}
    assert found("date:2022-01-04..2022-01-10", secretary) == {pdf.ref}
    assert found("date:2022", secretary) == {pdf.ref, mail.ref}
    assert found("NOT type:pdf", secretary) == {mail.ref, other.ref}


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("same date:someday", "date:someday"),
        ("class:C9", "class:C9"),
        ("lang:12", "lang:12"),
        ("lang:xx a", "lang:xx"),
        ("a type:nonsense", "type:nonsense"),
        ("type:no/such", "type:no/such"),
        ("batch:B-9999", "batch:B-9999"),
    ],
)
def test_a_value_that_makes_no_sense_is_shown_at_its_place(secretary, query, place):
    with pytest.raises(QueryError) as error:
        search(query, by=secretary)
    assert query[error.value.start : error.value.end] == place


@pytest.mark.parametrize("query", ["lang:fr", "type:xyz", "type:application/x-odd", "type:application/x-o*"])
def test_an_unknown_value_is_one_where_the_person_may_read_an_item_of_it(
    papers, secretary, inquiry, protection_officer, query
):
    odd = {"language": "fr", "name": "a.xyz", "media_type": "application/x-odd"}
    item(batch(inquiry, protection_officer, "C4"), "alpha", **odd)
    with pytest.raises(QueryError):
        search(query, by=secretary)
    made = item(papers, "alpha", **odd)
    assert found(query, secretary) == {made.ref}


@pytest.mark.parametrize("query", ["lang:kk", "lang:russian", "type:docx", "type:.PST", "type:image/jpeg", "type:mail"])
def test_a_known_value_may_find_nothing(papers, secretary, query):
    assert found(query, secretary) == set()


def test_a_batch_out_of_sight_is_told_of_as_one_that_is_not_there(inquiry, secretary, protection_officer):
    hidden = item(batch(inquiry, protection_officer, "C4"), "alpha").batch.ref
    said = []
    for ref in (hidden, "B-9999"):
        with pytest.raises(QueryError) as error:
            search(f"batch:{ref}", by=secretary)
        said.append(error.value.sentence.replace(ref, "…"))
    assert said[0] == said[1]


def test_facets_and_count_are_of_everything_found(papers, secretary):
    for number in range(3):
        item(papers, f"alpha {number}", language="ru")
    item(papers, "alpha", language="en", media_type="application/pdf")
    answer = search("alpha", by=secretary, size=2)
    assert (answer.total, len(answer.hits), answer.next_offset) == (4, 2, 2)
    assert answer.facets["language"] == [("ru", 3), ("en", 1)]
    assert answer.facets["batch_id"] == [(papers.pk, 4)]
    rest = search("alpha", by=secretary, size=2, offset=2)
    assert not refs(answer.hits) & refs(rest.hits)
    assert rest.next_offset is None


def test_writing_again_replaces_and_dropping_forgets(papers, secretary):
    made = item(papers, "alpha")
    assert found("alpha", secretary) == {made.ref}
    Page.objects.filter(item=made).update(text="beta \ud7ff")
    queue.note([made.pk])
    assert found("alpha", secretary) == set()
    assert found("beta", secretary) == {made.ref}


def test_what_is_not_read_yet_is_found_by_its_name_and_status(papers, secretary):
    made = item(papers, status="waiting", name="beta.pdf")
    assert found("beta status:waiting", secretary) == {made.ref}
    Item.objects.filter(pk=made.pk).update(status="read")
    assert found("status:waiting", secretary) == set()
    assert found("beta status:read", secretary) == {made.ref}


def test_more_than_a_few_wait_for_the_indexer_and_the_answer_says_so(papers, secretary):
    for _number in range(45):
        item(papers, "alpha")
    early = search("alpha", by=secretary)
    assert (early.total, early.waiting) == (0, 45)
    catch_up()
    late = search("alpha", by=secretary)
    assert (late.total, late.waiting) == (45, 0)
