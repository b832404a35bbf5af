"""Excerpts: taken once, seen by exactly those who read the item, and honest about a text that became another."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from evidence.custody.models import Act, CustodyEntry
from evidence.excerpts import actions, passages, reading
from evidence.excerpts.models import Excerpt
from evidence.items.models import Item, Page
from evidence.viewer import actions as viewer
from inquiry.audit.models import Entry
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.viewer.made import LINES, scanned_item

pytestmark = pytest.mark.django_db
QUOTE = "cancellation received"


@pytest.fixture
def scan(inquiry, secretary, sent):
    return scanned_item(inquiry, secretary, [["first"], LINES])


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def test_an_excerpt_keeps_the_passage_its_place_and_its_digests(scan, commissioner):
    taken = actions.take(ref=scan.ref, page=2, start=9, end=32, by=commissioner, note="why")
    assert (taken.quote, taken.start, taken.end, taken.of_version) == (QUOTE, 10, 31, 0)
    assert taken.quote_digest == sha(QUOTE)
    assert taken.text_digest == sha("\n".join(LINES))
    (box,) = taken.boxes
    assert 0 < box[0] < box[2] < 1
    assert taken.ref.startswith("EX-")
    entry = Entry.objects.get(act="evidence.take_excerpt")
    assert (entry.about, entry.facts["excerpt"]) == (scan.ref, taken.ref)
    assert QUOTE not in str(entry.facts)
    assert CustodyEntry.objects.filter(item=scan, act=Act.EXCERPTED).count() == 1
    assert actions.take(ref=scan.ref, page=2, start=10, end=31, by=commissioner, note="why") == taken


def test_a_passage_is_found_by_its_words_whatever_lies_between_them(scan, secretary):
    taken = actions.take(ref=scan.ref, page=2, quote=" evening   Жанболат\tМамай ", by=secretary)
    assert taken.quote == "evening\nЖанболат Мамай"
    assert len(taken.boxes) == 2


@pytest.mark.parametrize(
    "given",
    [
        {"start": 5, "end": 5}, {"start": 0, "end": 9999}, {"start": 9, "end": 10}, {"quote": "not there"}, {"quote": " "},
        {"start": 0, "end": 6, "quote": "another"}, {}, {"quote": "Notice", "version": 3},
    ],
)  # fmt: skip
def test_what_the_page_does_not_say_is_refused(given, scan, secretary):
    with pytest.raises(Refused):
        actions.take(ref=scan.ref, page=2, by=secretary, **given)
    assert not Excerpt.objects.exists()


def test_exactly_those_who_read_the_item_see_its_excerpts(inquiry, scan, secretary, investigator, outsider, desk):
    taken = actions.take(ref=scan.ref, page=2, quote=QUOTE, by=secretary)
    other = person("secretariat", inquiry)
    assert desk(other).get(taken.url).status_code == 200
    assert QUOTE in desk(other).get("/evidence/excerpts/?words=cancellation").text
    Item.objects.filter(pk=scan.pk).update(classification="C4")
    for user in (other, investigator, outsider):
        assert desk(user).get(taken.url).status_code == 404
        assert QUOTE not in desk(user).get("/evidence/excerpts/?words=cancellation").text
        assert not Excerpt.objects.visible_to(user).exists()
    with pytest.raises(Item.DoesNotExist):
        actions.take(ref=scan.ref, page=2, quote=QUOTE, by=outsider)


def standing(excerpt):
    return reading.today([excerpt])[0].found.standing


def test_a_text_that_became_another_is_noticed_and_the_quote_found_again_or_not(scan, secretary):
    taken = actions.take(ref=scan.ref, page=2, quote=QUOTE, by=secretary)
    assert standing(taken) == passages.Standing.SAME
    row = Page.objects.get(item=scan, number=2)
    row.text = "Read anew.\n" + row.text
    row.save()
    found = reading.today([taken])[0].found
    assert (found.standing, found.span) == (passages.Standing.MOVED, (21, 42))
    viewer.correct(ref=scan.ref, page=2, text="Nothing of the kind", reason="r", by=secretary)
    assert standing(taken) == passages.Standing.GONE


def test_an_excerpt_from_a_corrected_text_keeps_its_version_and_its_place_on_the_picture(scan, secretary):
    text = "\n".join(LINES).replace("received", "recieved") + "\nadded"
    viewer.correct(ref=scan.ref, page=2, text=text, reason="r", by=secretary)
    taken = actions.take(ref=scan.ref, page=2, quote="Notice of cancellation", by=secretary)
    assert taken.of_version == 1
    assert len(taken.boxes) == 1
    assert actions.take(ref=scan.ref, page=2, quote="cancellation recieved", by=secretary).boxes == []
    machine = actions.take(ref=scan.ref, page=2, quote=QUOTE, version=0, by=secretary)
    assert standing(machine) == passages.Standing.GONE


def test_the_page_marks_the_passage_and_lists_it(scan, secretary, commissioner, desk):
    taken = actions.take(ref=scan.ref, page=2, quote=QUOTE, by=secretary)
    html = desk(commissioner).get(taken.page_url).text
    assert "data-chosen" in html
    assert taken.ref in html
    text = desk(commissioner).get(taken.page_url + "&view=text").text
    assert f'<mark class="excerpt" data-s="10">{QUOTE}</mark>' in text


def test_it_is_never_changed_and_taken_back_with_a_reason_by_those_who_may(scan, secretary, commissioner, desk):
    taken = actions.take(ref=scan.ref, page=2, quote=QUOTE, by=secretary)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Excerpt.objects.filter(pk=taken.pk).update(quote="other")
    with pytest.raises(Refused):
        actions.withdraw(taken.ref, by=commissioner, reason="not mine")
    browser = desk(secretary)
    assert browser.post(taken.url + "withdraw/", {"reason": "wrong page"}).status_code == 302
    assert "wrong page" in desk(commissioner).get(taken.url).text
    assert CustodyEntry.objects.get(item=scan, act=Act.WITHDRAWN).facts["excerpt"] == taken.ref
    with pytest.raises(Refused):
        actions.withdraw(taken.ref, by=secretary, reason="again")
    assert taken.ref not in browser.get("/evidence/excerpts/").text
    assert taken.ref in browser.get("/evidence/excerpts/?withdrawn=on").text
    assert "data-chosen" not in browser.get(taken.page_url).text


def test_by_form_with_a_selection_with_words_and_with_neither(scan, secretary, desk):
    browser = desk(secretary)
    address = f"/evidence/items/{scan.ref}/pages/2/excerpt/"
    page = browser.get(address + "?start=10&end=31&version=0").text
    assert QUOTE in page
    said = {"version": 0, "start": 10, "end": 31, "quote": "of cancellation", "note": ""}
    assert browser.post(address, said).status_code == 302
    assert Excerpt.objects.get().quote == "of cancellation"  # what was typed afterwards counts
    assert browser.post(address, {"version": 0, "first": 1, "last": 2}).status_code == 302
    assert Excerpt.objects.order_by("-pk")[0].quote == "Notice of"
    for bad in ({}, {"first": 3, "last": 2}, {"quote": "not there"}):
        assert browser.post(address, {"version": 0, **bad}).status_code in (409, 422)
    assert Excerpt.objects.count() == 2


def test_excerpts_by_api(scan, secretary, commissioner, outsider, api):
    asked = {"item": scan.ref, "page": 2, "quote": QUOTE, "note": "n"}
    made = api(commissioner).post("/api/v1/evidence/excerpts/", asked, format="json")
    assert made.status_code == 201, made.data
    ref = made.data["ref"]
    assert (made.data["standing"], made.data["url"]) == ("same", f"/evidence/excerpts/{ref}/")
    assert api(outsider).get(f"/api/v1/evidence/excerpts/{ref}/").status_code == 404
    assert api(outsider).post("/api/v1/evidence/excerpts/", asked, format="json").status_code == 400
    assert api(secretary).get(f"/api/v1/evidence/excerpts/?item={scan.ref}").data["results"][0]["ref"] == ref
    assert (
        api(secretary).post("/api/v1/evidence/excerpts/", {"item": scan.ref, "page": 2}, format="json").status_code
        == 400
    )
    assert made.data["allowed_actions"] == ["withdraw"]
    gone = api(commissioner).post(f"/api/v1/evidence/excerpts/{ref}/withdraw/", {"reason": "r"}, format="json")
    assert gone.data["withdrawn_because"] == "r"


def test_the_list_notes_the_reading_of_each_quote_that_it_shows(scan, secretary, protection_officer, desk):
    actions.take(ref=scan.ref, page=2, start=10, end=31, by=secretary)
    Item.objects.filter(pk=scan.pk).update(classification="C3")
    assert QUOTE in desk(protection_officer).get("/evidence/excerpts/").text
    entry = Entry.objects.get(act="evidence.read", by=protection_officer)
    assert (entry.about, entry.facts["page"]) == (scan.ref, 2)


@given(st.text("ab \n", max_size=24), st.text("ab ", max_size=6), st.integers(0, 24))
def test_a_quote_is_where_its_words_stand_whatever_blanks_are_between(text, quote, near):
    words = r"\s+".join(quote.split())
    there = [match.span() for match in re.finditer(words, text)] if words else []
    assert passages.by_quote(text, quote, near) == min(there, key=lambda span: abs(span[0] - near), default=None)


def test_a_quote_is_not_made_an_expression_that_tries_every_way(monkeypatch):
    def forbidden(*_given):
        raise AssertionError("a quote of somebody else's words as an expression")

    for name in ("finditer", "compile", "search"):
        monkeypatch.setattr(passages.re, name, forbidden)
    assert passages.by_quote("a " * 2000 + "a b", "a " * 1000 + "b") == (2002, 4003)
