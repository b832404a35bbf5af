"""The search page and the API: what they show, to whom they open, what the audit keeps of it."""

from __future__ import annotations

import pytest

from evidence.items.models import Item
from evidence.search.facets import facets
from evidence.search.grammar import parse
from evidence.search.query import Field, in_words, leaves, wanted
from evidence.search.results import search
from evidence.viewer.actions import correct
from inquiry.audit.models import Entry
from tests.evidence.search.corpus import batch, item

pytestmark = pytest.mark.django_db
PAGE, API = "/evidence/search/", "/api/v1/search/"


@pytest.fixture(autouse=True)
def _address(monkeypatch):
    monkeypatch.setattr(Item, "url", property(lambda item: f"/evidence/items/{item.ref}/"))


@pytest.fixture
def papers(inquiry, secretary):
    return batch(inquiry, secretary)


def test_the_page_quotes_marks_and_leads_to_the_hit(papers, secretary, desk):
    made = item(papers, "nothing", "Встреча с <b>Мамаем</b>", language="ru", title="A <i>title</i>")
    shown = desk(secretary).get(PAGE, {"q": "Mamay"}).content.decode()
    assert f'href="/evidence/items/{made.ref}/?page=2&amp;q=Mamay"' in shown
    assert "&lt;b&gt;<mark>Мамаем</mark>&lt;/b&gt;" in shown
    assert "A &lt;i&gt;title&lt;/i&gt;" in shown
    assert "1 item found" in shown


def test_a_complaint_keeps_what_was_typed_and_marks_the_place(inquiry, secretary, desk):
    answer = desk(secretary).get(PAGE, {"q": "meeting AND"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'value="meeting AND"' in shown
    assert "Something is missing after AND." in shown
    assert "<code>meeting <mark>AND</mark></code>" in shown


def test_facets_lead_to_a_narrower_query(papers, secretary, desk):
    item(papers, "alpha", language="ru")
    item(papers, "alpha", language="en")
    shown = desk(secretary).get(PAGE, {"q": "alpha OR beta"}).content.decode()
    assert 'href="?q=%28alpha%20OR%20beta%29%20lang%3Aru"' in shown


@pytest.mark.parametrize("asked", ["alpha OR(beta)", '"alpha"OR"beta"', "alpha  OR\tbeta"])
def test_a_facet_leads_to_as_many_as_it_says(papers, secretary, asked):
    item(papers, "alpha", language="ru")
    item(papers, "alpha", language="en")
    item(papers, "beta", language="en")
    [language] = [one for one in facets(asked, search(asked, by=secretary)) if one.name == "language"]
    assert {line.value: line.number for line in language.lines} == {"ru": 1, "en": 2}
    for line in language.lines:
        assert search(line.query, by=secretary).total == line.number


def test_a_row_says_what_it_is_when_from_whom_and_which_one_it_repeats(
    inquiry, papers, secretary, protection_officer, desk
):
    mail = {"media_type": "message/rfc822", "claimed": {"claimed_sent_at": "2024-02-04T10:11:12+06:00"}}
    first = item(papers, "alpha", provider="A body", **mail)
    item(papers, "alpha", duplicate_of=first)
    hidden = item(batch(inquiry, protection_officer, "C4"), "alpha")
    item(papers, "alpha", duplicate_of=hidden, dated="2022-01-05", media_type="image/tiff")
    shown = desk(secretary).get(PAGE, {"q": "alpha"}).content.decode()
    assert "<bdi>E-mail</bdi> · <bdi>2024-02-04 10:11 by its own account</bdi> · <bdi>A body</bdi>" in shown
    assert "5 January 2022" in shown
    assert shown.count(f'<span class="ref">{papers.ref}</span>') == 3
    assert shown.count("the same bytes as") == 1
    assert f"the same bytes as {first.ref}" in shown
    assert hidden.ref not in shown


def test_types_are_told_in_the_words_of_items(papers, secretary, desk):
    item(papers, "alpha", media_type="message/rfc822")
    item(papers, "alpha", media_type="image/tiff")
    shown = desk(secretary).get(PAGE, {"q": "alpha"}).content.decode()
    assert 'type%3Amessage/rfc822">e-mail</a>' in shown
    assert ">image (image/tiff)</a>" in shown


@pytest.mark.parametrize(
    ("query", "handed_on"),
    [
        ("type:text has:text", ""),
        ("type:text alpha", "?page=1&amp;q=alpha"),
        ('type:text "alpha beta" NOT gamma', "?page=1&amp;q=%22alpha+beta%22"),
        ("NOT gamma alpha", "?page=1&amp;q=NOT+gamma+alpha"),
    ],
)
def test_only_what_is_looked_for_in_words_is_handed_on(papers, secretary, desk, query, handed_on):
    made = item(papers, "Alpha beta")
    shown = desk(secretary).get(PAGE, {"q": query}).content.decode()
    assert f'href="/evidence/items/{made.ref}/{handed_on}"' in shown


@pytest.mark.parametrize(
    "query",
    [
        'type:pdf (Mamay~ OR x) police NEAR/5 "at night"',
        'lang:ru (cancel* wom?n OR "alpha beta*")',
        "from:x alpha NEAR/3 beta colour~2",
    ],
)
def test_what_is_handed_on_means_the_same_words(query):
    node = parse(query)
    again = parse(in_words(node, query))
    assert list(wanted(again)) == list(wanted(node))
    assert not any(isinstance(one, Field) for one in leaves(again))


def test_a_corrected_page_is_quoted_as_corrected_and_else_marked(papers, secretary, desk):
    made = item(papers, "alpha the rnachine readlng", language="en")
    correct(ref=made.ref, page=1, text="alpha the machine reading", reason="misread", by=secretary, expected=0)
    browser = desk(secretary)
    shown = browser.get(PAGE, {"q": "alpha"}).content.decode()
    assert "<mark>alpha</mark> the machine reading" in shown
    assert "rnachine" not in shown
    assert "as the machine read it; corrected" not in shown
    shown = browser.get(PAGE, {"q": "rnachine"}).content.decode()
    assert "alpha the <mark>rnachine</mark> readlng</p>" in shown
    assert "as the machine read it; corrected" in shown


def test_pages_of_an_answer(papers, secretary, desk):
    for _number in range(25):
        item(papers, "alpha")
    shown = desk(secretary).get(PAGE, {"q": "alpha"}).content.decode()
    assert "1–20 of 25" in shown
    assert "?q=alpha&amp;from=20" in shown
    assert "21–25 of 25" in desk(secretary).get(PAGE, {"q": "alpha", "from": "20"}).content.decode()
    for odd in ("-1", "x", "99999999", "²"):
        assert desk(secretary).get(PAGE, {"q": "alpha", "from": odd}).status_code == 200


def test_to_whoever_reads_no_evidence_there_is_no_such_page(papers, stranger, auditor, desk):
    item(papers, "alpha")
    for nobody in (stranger, auditor):
        assert desk(nobody).get(PAGE, {"q": "alpha"}).status_code == 404


def test_one_works_in_one_inquiry(papers, other_inquiry, outsider, desk):
    item(papers, "alpha")
    assert "Nothing found" in desk(outsider).get(PAGE, {"q": "alpha"}).content.decode()


def test_the_audit_keeps_the_count_and_what_protected_was_quoted_but_not_the_words(inquiry, protection_officer, desk):
    kept = item(batch(inquiry, protection_officer, "C3"), "alpha")
    desk(protection_officer).get(PAGE, {"q": "alpha"})
    entry = Entry.objects.filter(act="evidence.search").latest("pk")
    assert (entry.by, entry.inquiry_id) == (protection_officer, inquiry.pk)
    assert {**entry.facts, "asked": ""} == {"asked": "", "results": 1, "offset": 0, "quoted": [kept.ref]}
    assert "alpha" not in str(entry.facts), "words that were searched for may be somebody's name"


def test_the_api_answers_alike(papers, secretary, api):
    made = item(papers, "Встреча с Мамаем", language="ru")
    answer = api(secretary).get(API, {"q": "Mamay", "limit": 5})
    assert answer.status_code == 200
    body = answer.json()
    assert (body["total"], body["next_offset"], body["waiting"]) == (1, None, 0)
    [hit] = body["results"]
    assert (hit["ref"], hit["page"], hit["batch"]) == (made.ref, 1, papers.ref)
    assert [piece["text"] for piece in hit["snippet"] if piece["hit"]] == ["Мамаем"]
    assert {facet["name"]: facet["lines"] for facet in body["facets"]}["language"] == [
        {"value": "ru", "words": "Russian", "number": 1}
    ]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"q": "  "}, 400),
        ({"q": "(a"}, 400),
        ({"q": "a", "limit": "1000"}, 400),
        ({"q": "a", "offset": "-1"}, 400),
        ({"q": "a", "page": "2"}, 400),
        ({"q": "a", "inquiry": "IQ-9999"}, 404),
        ({"q": "a\x00b"}, 404),
        ({"q": "a", "offset": "1000"}, 200),
    ],
)
def test_the_api_refuses_with_a_problem(inquiry, secretary, api, asked, status):
    answer = api(secretary).get(API, asked)
    assert answer.status_code == status
    if status != 200:
        assert answer["Content-Type"].startswith("application/problem+json")
    if asked.get("q") == "(a":
        assert (answer.json()["start"], answer.json()["end"]) == (0, 1)


def test_the_api_is_closed_to_strangers_and_outsiders_find_nothing(papers, stranger, outsider, api):
    item(papers, "alpha")
    assert api(stranger, []).get(API, {"q": "alpha"}).status_code == 404
    assert api(outsider).get(API, {"q": "alpha"}).json()["total"] == 0
