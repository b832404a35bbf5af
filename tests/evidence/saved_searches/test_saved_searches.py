"""Saved searches: what is new is told to the owner, with the owner's rights of now, and to nobody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from evidence.items.models import Item, Page
from evidence.saved_searches import actions, watching
from evidence.saved_searches.models import SavedSearch
from evidence.search import queue
from evidence.search.engine import Unavailable
from evidence.search.query import QueryError
from inquiry.accounts.models import RoleHeld
from inquiry.audit.models import Entry
from inquiry.shared.tables import Conflict
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.search.corpus import batch, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(inquiry, secretary):
    return batch(inquiry, secretary)


@pytest.fixture
def search(inquiry, secretary, box):
    item(box, "alpha of old")
    return actions.save(inquiry=inquiry, by=secretary, name="First letters", query="alpha")


def asked(search):
    SavedSearch.objects.update(checked_at=None)
    assert watching.run() == 1
    search.refresh_from_db()
    return search


def new(search, user):
    return set(search.news_for(user).values_list("ref", flat=True))


def test_only_what_came_later_is_new_and_until_it_was_seen(search, secretary, box):
    assert new(asked(search), secretary) == set()
    later, _other = item(box, "alpha of today"), item(box, "beta")
    assert new(asked(search), secretary) == {later.ref}
    assert new(asked(search), secretary) == {later.ref}
    search = actions.mark_seen(search.ref, by=secretary)
    assert new(asked(search), secretary) == set()
    last = item(box, "alpha of tomorrow")
    assert new(asked(search), secretary) == {last.ref}


def test_what_came_after_the_page_was_shown_is_still_told(search, secretary, box, desk, api):
    first = item(box, "alpha of today")
    page = desk(secretary).get(asked(search).url).text
    assert f'name="seen" value="{first.ref}"' in page
    later = item(box, "alpha of tonight")
    assert new(asked(search), secretary) == {first.ref, later.ref}
    desk(secretary).post(f"{search.url}seen/", {"seen": first.ref})
    search.refresh_from_db()
    assert new(search, secretary) == {later.ref}
    assert new(asked(search), secretary) == {later.ref}
    address = f"/api/v1/evidence/saved-searches/{search.ref}/mark_seen/"
    for given, left in ((first.ref, 1), (later.ref, 0)):
        assert api(secretary).post(address, {"items": [given]}, format="json").json()["new"] == left


def test_a_machine_without_index_tells_nothing_and_forgets_nothing(search, secretary, box, monkeypatch):
    later = item(box, "alpha of today")
    asked(search)
    SavedSearch.objects.update(checked_at=None)

    def nowhere(*_args, **_more):
        raise Unavailable("There is no index.")

    monkeypatch.setattr(watching, "found_ids", nowhere)
    assert watching.run() == 0
    search.refresh_from_db()
    assert (search.checked_at, new(search, secretary)) == (None, {later.ref})


@pytest.mark.parametrize("error", [RuntimeError, QueryError])
def test_one_that_cannot_be_asked_holds_up_no_other(error, search, inquiry, secretary, box, monkeypatch):
    good = actions.save(inquiry=inquiry, by=secretary, name="Second letters", query="beta")
    later, real = item(box, "beta of today"), watching.found_ids

    def breaks(text, **more):
        if text == "alpha":
            raise error("It breaks.")
        return real(text, **more)

    monkeypatch.setattr(watching, "found_ids", breaks)
    monkeypatch.setattr(watching, "AT_ONCE", 1)
    assert watching.run() == 1
    good.refresh_from_db()
    assert new(good, secretary) == {later.ref}


def test_text_that_is_read_again_is_not_news(search, secretary, inquiry):
    old = Item.objects.get()
    Page.objects.filter(item=old).update(text="alpha, read better")
    queue.note([old.pk])
    assert new(asked(search), secretary) == set()


def test_what_begins_to_answer_is_news(search, secretary, box):
    other = item(box, "beta")
    asked(search)
    Page.objects.filter(item=other).update(text="beta alpha")
    queue.note([other.pk])
    assert new(asked(search), secretary) == {other.ref}


def test_it_is_not_asked_again_within_five_minutes(search):
    assert watching.run() == 1
    assert watching.run() == 0


def test_rights_lost_tell_nothing_at_once(search, secretary, box, desk):
    later = item(box, "alpha of today", title="A title")
    asked(search)
    assert "1 new item" in desk(secretary).get("/evidence/searches/overview/").text
    Item.objects.filter(pk=later.pk).update(classification="C4")
    assert new(search, secretary) == set()
    page = desk(secretary).get(search.url).text
    assert later.ref not in page
    assert "0 new items" in page
    assert "nothing new" in desk(secretary).get("/evidence/searches/overview/").text


def test_whoever_left_the_inquiry_is_told_nothing(search, secretary, box, desk):
    item(box, "alpha of today")
    RoleHeld.objects.filter(user=secretary).delete()
    assert asked(search).news == []
    fresh = type(secretary).objects.get(pk=secretary.pk)
    assert not SavedSearch.objects.visible_to(fresh).exists()
    assert desk(fresh).get(search.url).status_code == 404


def test_the_owners_rights_count_not_those_of_whoever_looks(
    inquiry, search, protection_officer, commissioner, secretary
):
    mine = actions.save(inquiry=inquiry, by=commissioner, name="n", query="gamma", shared=True)
    actions.remove(search.ref, by=secretary)
    item(batch(inquiry, protection_officer, "C4"), "gamma")
    assert asked(mine).news == []


def test_shared_ones_are_seen_by_the_team_without_news_and_changed_by_the_owner_alone(
    search, secretary, inquiry, outsider, auditor, box, desk
):
    other = person("secretariat", inquiry)
    assert desk(other).get(search.url).status_code == 404
    actions.change(search.ref, by=secretary, shared=True)
    item(box, "alpha of today")
    search = asked(search)
    page = desk(other).get(search.url)
    assert page.status_code == 200
    assert "since you looked" not in page.text
    assert new(search, other) == set()
    for verb in (actions.mark_seen, actions.remove):
        with pytest.raises(Refused):
            verb(search.ref, by=other)
    for user in (outsider, auditor):
        assert desk(user).get(search.url).status_code == 404


def test_a_query_that_cannot_be_read_is_refused_and_one_that_no_longer_can_says_so(search, secretary, inquiry, desk):
    with pytest.raises(ValidationError):
        actions.save(inquiry=inquiry, by=secretary, name="n", query='"alpha')
    SavedSearch.objects.update(query="colour:red")
    assert watching.run() == 0
    page = desk(secretary).get(search.url).text
    assert "cannot be read any more" in page
    assert "cannot be read any more" in desk(secretary).get("/evidence/searches/overview/").text


def test_a_query_from_an_address_that_cannot_be_read_is_told_at_once_with_its_place(search, inquiry, secretary, desk):
    browser = desk(secretary)
    page = browser.get("/evidence/searches/new/?q=(broken").text
    assert 'role="alert"' in page
    assert "<code><mark>(</mark>broken</code>" in page
    assert "(broken</textarea>" in page
    assert "<mark>" not in browser.get("/evidence/searches/new/?q=whole").text
    refused = browser.post("/evidence/searches/new/", {"name": "n", "query": "a AND"})
    assert (refused.status_code, "<code>a <mark>AND</mark></code>" in refused.text) == (422, True)
    changed = browser.post(f"{search.url}change/", {"name": "n", "query": "a AND", "revision": str(search.revision)})
    assert "<code>a <mark>AND</mark></code>" in changed.text


def test_one_that_was_not_asked_yet_says_so_and_how_often_it_is(search, secretary, desk):
    page = desk(secretary).get(search.url).text
    assert "not yet" in page
    assert "Nothing new." not in page
    assert "every 5 minutes" in page
    page = desk(secretary).get(asked(search).url).text
    assert "Nothing new." in page
    assert "not yet" not in page


def test_another_query_begins_anew_and_a_colleagues_change_is_not_lost(search, secretary, box):
    item(box, "alpha beta")
    item(box, "beta")
    asked(search)
    with pytest.raises(Conflict):
        actions.change(search.ref, by=secretary, expected=7, query="beta")
    search = actions.change(search.ref, by=secretary, expected=search.revision, query="beta")
    assert new(asked(search), secretary) == set()
    assert len(search.known) == 2


def test_neither_name_nor_query_stands_in_the_audit(search, secretary):
    actions.change(search.ref, by=secretary, query="beta", name="Second")
    actions.remove(search.ref, by=secretary)
    said = str(list(Entry.objects.filter(act__startswith="saved_search.").values_list("act", "facts")))
    assert "saved_search.save" in said
    assert not {word for word in ("alpha", "beta", "letters", "Second") if word in said}
    assert SavedSearch.objects.get().query == "-"


def test_the_pages_and_the_api_do_all_of_it(inquiry, secretary, box, desk, api):
    browser, client = desk(secretary), api(secretary)
    assert "alpha</textarea>" in browser.get("/evidence/searches/new/?q=alpha").text
    answer = browser.post("/evidence/searches/new/", {"name": "Letters", "query": "alpha", "alert": "on"})
    search = SavedSearch.objects.get()
    assert answer.headers["Location"] == search.url
    assert browser.post("/evidence/searches/new/", {"name": "n", "query": "(alpha"}).status_code == 422
    later = item(box, "alpha")
    asked(search)
    said = client.get(f"/api/v1/evidence/saved-searches/{search.ref}/").json()
    assert (said["new"], said["new_items"]) == (1, [later.ref])
    assert later.ref in browser.get(search.url).text
    seen = client.post(f"/api/v1/evidence/saved-searches/{search.ref}/mark_seen/", {}, format="json")
    assert seen.json()["new"] == 0
    changed = {"name": "Other", "query": "beta", "revision": str(search.revision)}
    assert browser.post(f"{search.url}change/", changed).status_code == 302
    assert "Other" in browser.get("/evidence/searches/").text
    assert browser.post(f"{search.url}remove/").headers["Location"] == "/evidence/searches/"
    assert browser.get(search.url).status_code == 404


def test_the_register_of_evidence_leads_to_what_is_made_of_it(inquiry, secretary, desk):
    browser = desk(secretary)
    page = browser.get("/evidence/").text
    for address, words in (("searches", "Saved searches"), ("names", "Lists of names"), ("excerpts", "Excerpts")):
        assert page.split(f'href="/evidence/{address}/"')[1].partition("</a>")[0].endswith(words)
        assert browser.get(f"/evidence/{address}/").status_code == 200
