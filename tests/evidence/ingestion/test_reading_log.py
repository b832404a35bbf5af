"""How an item was read, for the operator: what the log repeats of the file is for those who read the file."""

from __future__ import annotations

import pytest

from evidence.ingestion.models import StageRun
from evidence.items.models import Item
from tests.conftest import person
from tests.evidence.cast import item_of

pytestmark = pytest.mark.django_db
SAID = "KeyError: 'Account of the witness'"


@pytest.fixture
def item(inquiry, secretary, sent):
    made = item_of(inquiry, secretary, "C1")
    Item.objects.filter(pk=made.pk).update(status="damaged")
    StageRun.objects.create(item=made, stage="text", version="1", outcome="damaged", problem="Odd cell B7.", log=[SAID])
    return made


def test_whoever_may_only_list_the_item_sees_that_it_ended_and_not_by_what_words(item, inquiry, desk):
    page = desk(person("auditor", inquiry)).get(f"/evidence/items/{item.ref}/log/")
    assert page.status_code == 200
    assert "Damaged" in page.text
    assert "Account of the witness" not in page.text
    assert "Odd cell" not in page.text


def test_whoever_reads_it_reads_its_log_too(item, secretary, desk):
    page = desk(secretary).get(f"/evidence/items/{item.ref}/log/")
    assert "Account of the witness" in page.text
    assert "Odd cell" in page.text
