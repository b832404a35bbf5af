"""Describing forgets nothing: what stood there before is kept, where whoever may read the item finds it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from evidence.custody.models import Act, CustodyEntry
from evidence.items import actions
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.commission.mandate.models import MandateArea
from inquiry.shared.tables import Conflict
from inquiry.shared.workflow import Refused
from tests.evidence.cast import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(inquiry, secretary, sent):
    return item_of(inquiry, secretary, "C1")


def area_of(inquiry, by, code="A1"):
    return MandateArea.objects.create(inquiry=inquiry, created_by=by, code=code, title="Detention")


def test_what_stood_there_before_is_kept(item, secretary):
    actions.describe(item.ref, by=secretary, title="First", relevance="key")
    actions.describe(item.ref, by=secretary, title="Second", relevance="relevant", place="")
    said = CustodyEntry.objects.filter(item=item, act=Act.DESCRIBED).latest("number").facts
    assert said["changes"] == {"title": ["First", "Second"], "relevance": ["key", "relevant"]}


def test_the_audit_does_not_say_what_the_item_says(item, secretary):
    actions.describe(item.ref, by=secretary, title="A name", relevance="key")
    told = Entry.objects.get(act="evidence.describe").facts
    assert told == {"fields": ["relevance", "title"], "changes": {"relevance": ["not_reviewed", "key"]}}


def test_a_change_of_areas_is_kept(item, inquiry, secretary):
    area = area_of(inquiry, secretary)
    actions.describe(item.ref, by=secretary, areas=[area])
    item.refresh_from_db()
    assert (list(item.areas.all()), item.revision) == ([area], 2)
    assert CustodyEntry.objects.get(item=item, act=Act.DESCRIBED).facts["changes"] == {"areas": [[], [area.ref]]}
    assert Entry.objects.get(act="evidence.describe").facts["changes"] == {"areas": [[], [area.ref]]}


def test_an_area_of_another_inquiry_is_refused(item, other_inquiry, secretary, outsider):
    with pytest.raises(ValidationError):
        actions.describe(item.ref, by=secretary, title="x", areas=[area_of(other_inquiry, outsider)])
    item.refresh_from_db()
    assert (item.title, item.revision) == ("", 1)


def test_saving_what_stands_there_already_is_no_act(item, inquiry, secretary):
    area = area_of(inquiry, secretary)
    actions.describe(item.ref, by=secretary, title="Letter", dated="2023-01-16", areas=[area])
    actions.describe(item.ref, by=secretary, expected=2, title="Letter", dated="2023-01-16", areas=[area])
    item.refresh_from_db()
    assert item.revision == 2
    assert CustodyEntry.objects.filter(item=item, act=Act.DESCRIBED).count() == 1
    with pytest.raises(Conflict):
        actions.describe(item.ref, by=secretary, expected=1, title="Letter")


def test_custody_shows_the_change_to_whoever_may_read(item, secretary, auditor, desk):
    actions.describe(item.ref, by=secretary, title="First")
    actions.describe(item.ref, by=secretary, title="Second")
    address = f"/evidence/items/{item.ref}/custody/"
    assert "title: First → Second" in desk(secretary).get(address).text
    assert "First" not in desk(auditor).get(address).text


def test_what_a_colleague_changed_meanwhile_is_named_and_stays(inquiry, item, secretary, second_secretary, desk):
    other = item_of(inquiry, secretary)
    seen = [f"{item.ref}:1", f"{other.ref}:1"]
    actions.describe(other.ref, by=second_secretary, relevance="not_relevant")
    said = {"verb": "relevance:key", "ref": [item.ref, other.ref], "revision": seen, "confirmed": "yes"}
    answer = desk(secretary).post("/evidence/change/", said, follow=True)
    assert "1 item was changed" in answer.text
    assert f"look at them again: {other.ref}." in answer.text
    assert list(Item.objects.order_by("pk").values_list("relevance", flat=True)) == ["key", "not_relevant"]


def test_several_are_changed_all_or_none(inquiry, item, secretary, protection_officer):
    other = item_of(inquiry, secretary)
    with pytest.raises(ValidationError):
        actions.describe_several({item.ref: "1", other.ref: "1"}, by=secretary, relevance="none of ours")
    with pytest.raises(Refused):
        actions.describe_several({item.ref: "1", other.ref: "1"}, by=protection_officer, relevance="key")
    assert set(Item.objects.values_list("revision", flat=True)) == {1}
