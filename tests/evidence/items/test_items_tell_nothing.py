"""What one may only know of tells nothing more by a filter, and what was assigned alone nothing of what it lay in."""

from __future__ import annotations

import pytest

from evidence.items import ancestry
from evidence.items.models import Item
from tests.evidence.cast import assign, child_of, item_of

pytestmark = pytest.mark.django_db
ITEMS = "/api/v1/evidence/items/"


@pytest.fixture
def listed(inquiry, secretary, sent):
    """An item that an auditor may know of, and not read."""
    item = item_of(inquiry, secretary)
    Item.objects.filter(pk=item.pk).update(status="failed")
    return item


@pytest.mark.parametrize("asked", ["batch=B-0001", "status=failed", "outcome=failed"])
def test_a_filter_does_not_tell_what_the_answer_hides(asked, listed, secretary, auditor, api):
    assert api(auditor).get(f"{ITEMS}?{asked}").data["results"] == []
    assert [row["ref"] for row in api(secretary).get(f"{ITEMS}?{asked}").data["results"]] == [listed.ref]


def test_what_all_are_told_filters_for_all(listed, auditor, api):
    assert [row["ref"] for row in api(auditor).get(f"{ITEMS}?classification=C1").data["results"]] == [listed.ref]


@pytest.mark.parametrize("asked", ["batch=B-0001", "status=failed", "status=not_whole", "problem=x", "title=letter"])
def test_the_page_s_filters_do_not_tell_it_either(asked, listed, auditor, desk):
    browser = desk(auditor)
    plain, narrowed = browser.get("/evidence/"), browser.get(f"/evidence/?{asked}")
    assert (listed.ref in plain.text, listed.ref in narrowed.text) == (True, False)
    assert listed.get_status_display() not in plain.text.split("<tbody>")[1]


@pytest.mark.parametrize("asked", ["batch=B-0001", "status=failed", "status=not_whole", "title=letter"])
def test_who_reads_it_finds_it_by_the_page_s_filters(asked, listed, secretary, desk):
    assert listed.ref in desk(secretary).get(f"/evidence/?{asked}").text


@pytest.fixture
def alone(inquiry, secretary, investigator, protection_officer, sent):
    """A member of a member of an archive, assigned to an investigator without what it lay in."""
    outer = item_of(inquiry, secretary, "C3", path="Informer.zip")
    inner = child_of(outer, b"inner", 1, b"folder/Inner.zip")
    member = child_of(inner, b"member", 1, b"deep/in.txt")
    Item.objects.update(status="read")
    assign(investigator, member, protection_officer)
    return outer, inner, member


def test_what_an_item_lay_in_is_not_told_to_whom_it_alone_was_assigned(alone, investigator, desk, api):
    outer, inner, member = alone
    client, browser = api(investigator), desk(investigator)
    one = client.get(f"{ITEMS}{member.ref}/").data
    assert (one["path"], one["name"], one["parent"]) == ("deep/in.txt", "in.txt", None)
    [row] = client.get(ITEMS).data["results"]
    assert (row["path"], row["parent"]) == ("deep/in.txt", None)
    pages = ("", f"items/{member.ref}/", f"items/{member.ref}/custody/", f"items/{member.ref}/families/")
    said = [browser.get(f"/evidence/{page}", follow=True) for page in (*pages, f"batches/{member.batch.ref}/")]
    said += [client.get(f"{ITEMS}{member.ref}/custody/")]
    assert [answer.status_code for answer in said[:3]] == [200, 200, 200]
    assert "deep/in.txt" in said[1].text
    for answer in said:
        assert not [word for word in ("Informer", "Inner.zip", outer.ref, inner.ref) if word in answer.content.decode()]


def test_as_much_of_the_way_is_told_as_one_may_read_without_a_gap(
    alone, investigator, secretary, protection_officer, api
):
    _outer, inner, member = alone
    assign(investigator, inner, protection_officer)
    one = api(investigator).get(f"{ITEMS}{member.ref}/").data
    assert (one["path"], one["parent"]) == ("folder/Inner.zip!deep/in.txt", inner.ref)
    facts = api(investigator).get(f"{ITEMS}{member.ref}/custody/").data["results"][-1]["facts"]
    assert facts["parent"] == inner.ref
    assert api(investigator).get(f"{ITEMS}{inner.ref}/").data["path"] == "folder/Inner.zip"
    whole = api(protection_officer).get(f"{ITEMS}{member.ref}/").data
    assert whole["path"] == "Informer.zip!folder/Inner.zip!deep/in.txt"


def test_where_nothing_lay_in_anything_no_question_is_asked(listed, secretary, django_assert_num_queries):
    with django_assert_num_queries(0):
        ancestry.place([listed], secretary)
    assert (listed.shown_path, listed.shown_parent) == ("letter.txt", None)


def test_the_containers_of_many_are_asked_for_level_by_level(alone, secretary, django_assert_max_num_queries):
    _outer, inner, member = alone
    more = [child_of(inner, b"%d" % number, number, b"x") for number in range(2, 9)]
    with django_assert_max_num_queries(10) as few:
        ancestry.place([member], secretary)
    with django_assert_max_num_queries(10) as many:
        ancestry.place([member, *more], secretary)
    assert len(few) == len(many)
