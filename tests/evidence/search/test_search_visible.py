"""A search shows, counts and quotes only what one may read."""

from __future__ import annotations

import pytest

from evidence.search.results import search
from tests.evidence.search.corpus import batch, item, refs

pytestmark = pytest.mark.django_db


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
    from evidence.items.models import Item

    item(batch(inquiry, secretary), "alpha")
    assert search("alpha", by=stranger, items=Item.objects.all()).total == 0
