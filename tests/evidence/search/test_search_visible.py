"""A search shows, counts and quotes only what one may read, from the moment on that one may not."""

from __future__ import annotations

import pytest

from evidence.items.coding import Classification
from evidence.items.models import Item
from evidence.search import keeping, queue
from evidence.search.query import QueryError
from evidence.search.results import found_ids, search
from inquiry.accounts.models import Assignment
from inquiry.commission.mandate.models import MandateArea
from tests.evidence.cast import assign
from tests.evidence.search.corpus import batch, catch_up, item, refs

pytestmark = pytest.mark.django_db


@pytest.fixture
def never_indexed(monkeypatch):
    """From its call on nobody indexes: what a search answers is what the index held before."""

    def stop():
        monkeypatch.setattr(keeping, "catch_up", lambda most=0: None)

    return stop


def test_what_one_may_not_read_is_neither_found_nor_counted(inquiry, secretary, stranger, outsider, protection_officer):
    open_ = item(batch(inquiry, secretary, "C1"), "alpha beta")
    item(batch(inquiry, protection_officer, "C3"), "alpha beta")
    answer = search("alpha", by=secretary)
    assert (refs(answer.hits), answer.total) == ({open_.ref}, 1)
    assert [code for code, _number in answer.facets["classification"]] == ["C1"]
    for nobody in (stranger, outsider):
        answer = search("alpha", by=nobody)
        assert (answer.total, len(answer.hits)) == (0, 0)
        assert not any(answer.facets.values())
    assert search("alpha", by=protection_officer).total == 2


def test_narrowing_never_widens(inquiry, secretary, stranger):
    item(batch(inquiry, secretary), "alpha")
    assert search("alpha", by=stranger, items=Item.objects.all()).total == 0


def test_narrowing_to_items_and_to_an_inquiry(inquiry, other_inquiry, secretary):
    one = item(batch(inquiry, secretary), "alpha")
    item(batch(inquiry, secretary), "alpha")
    assert found_ids("alpha", by=secretary, items=Item.objects.filter(pk=one.pk)) == [one.pk]
    assert search("alpha", by=secretary, inquiry=inquiry).total == 2
    assert search("alpha", by=secretary, inquiry=other_inquiry).total == 0


def test_an_assignment_opens_at_once_and_its_end_closes_at_once(
    inquiry, protection_officer, commissioner, never_indexed
):
    closed = item(batch(inquiry, protection_officer, "C3"), "alpha beta", language="en")
    catch_up()
    never_indexed()
    assert search("alpha", by=commissioner).total == 0
    assign(commissioner, closed, protection_officer)
    answer = search("alpha", by=commissioner)
    assert (refs(answer.hits), answer.total, answer.facets["language"]) == ({closed.ref}, 1, [("en", 1)])
    Assignment.objects.filter(user=commissioner).delete()
    answer = search("alpha", by=commissioner)
    assert (answer.hits, answer.total) == ([], 0)
    assert not any(answer.facets.values())


def test_an_assigned_batch_opens_what_is_in_it(inquiry, protection_officer, commissioner):
    box = batch(inquiry, protection_officer, "C3")
    closed = item(box, "alpha")
    assign(commissioner, box, protection_officer)
    assert found_ids("alpha", by=commissioner) == [closed.pk]


def test_a_raised_classification_closes_at_once_in_hits_counts_and_facets(
    inquiry, secretary, protection_officer, never_indexed
):
    kept = item(batch(inquiry, secretary), "alpha", language="en")
    raised = item(batch(inquiry, secretary), "alpha", language="ru")
    assert search("alpha", by=secretary).total == 2
    never_indexed()
    Item.objects.filter(pk=raised.pk).update(classification=Classification.RESTRICTED)  # however it is changed
    assert queue.stale() == [raised.pk]
    answer = search("alpha", by=secretary)
    assert (refs(answer.hits), answer.total, answer.facets["language"]) == ({kept.ref}, 1, [("en", 1)])
    assert found_ids("alpha", by=secretary) == [kept.pk]


def test_what_the_database_does_not_confirm_is_in_nothing(inquiry, secretary, never_indexed):
    kept = item(batch(inquiry, secretary), "alpha")
    hidden = item(batch(inquiry, secretary), "alpha")
    assert search("alpha", by=secretary).total == 2
    never_indexed()
    Item.objects.filter(pk=hidden.pk).update(classification=Classification.SEALED)
    queue.IndexPending.objects.all().delete()  # as if nothing had been noted
    answer = search("alpha", by=secretary)
    assert (refs(answer.hits), answer.total) == ({kept.ref}, 1)


def test_what_waits_is_counted_among_what_one_may_read(inquiry, secretary, stranger, protection_officer, never_indexed):
    seen = item(batch(inquiry, secretary), "alpha")
    catch_up()
    never_indexed()
    for _number in range(3):
        item(batch(inquiry, protection_officer, "C3"), "alpha")
    assert search("alpha", by=secretary).waiting == 0
    Item.objects.filter(pk=seen.pk).update(title="beta")
    assert search("alpha", by=secretary).waiting == 1
    assert search("alpha", by=stranger).waiting == 0
    assert search("alpha", by=protection_officer).waiting == 4


def test_areas_of_other_inquiries_cannot_be_tried(inquiry, other_inquiry, secretary):
    MandateArea.objects.create(inquiry=other_inquiry, code="X9", title="Hidden", created_by=secretary)
    MandateArea.objects.create(inquiry=inquiry, code="M2", title="Ours", created_by=secretary)
    assert search("area:M2", by=secretary).total == 0
    with pytest.raises(QueryError, match="There is no area"):
        search("area:X9", by=secretary)


def test_a_batch_and_an_item_are_named_only_to_who_may_read_them(inquiry, secretary, protection_officer):
    closed = item(batch(inquiry, protection_officer, "C3"), "alpha")
    for named in (f"ref:{closed.ref}", f"batch:{closed.batch.ref}"):
        assert found_ids(named, by=protection_officer) == [closed.pk]
    assert found_ids(f"ref:{closed.ref}", by=secretary) == []
    with pytest.raises(QueryError):
        found_ids(f"batch:{closed.batch.ref}", by=secretary)
