"""Custody holds: numbered without gaps, chained, and any change made behind its back is named."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from evidence.custody import fixity, ledger
from evidence.custody.models import Act, CustodyEntry
from evidence.items import actions
from evidence.items.models import Item
from inquiry.audit.models import Entry
from tests.evidence.cast import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(inquiry, secretary, sent):
    item = item_of(inquiry, secretary, content=b"original")
    actions.describe(item.ref, by=secretary, title="A letter")
    item_of(inquiry, secretary)
    ledger.seal()
    return item


def forge(sql, *values):
    """What somebody with the database in their hands does."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE evidence_custodyentry DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE evidence_custodyentry ENABLE ALWAYS TRIGGER append_only_row")


def test_what_was_recorded_holds(item):
    assert ledger.verify().problems == ()
    assert ledger.verify().links == 3


def test_an_entry_is_refused_any_change(item):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        CustodyEntry.objects.update(act=Act.READ)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE evidence_custodyentry SET facts = '{}' WHERE number = 2", "not what was recorded"),
        ("UPDATE evidence_custodyentry SET act = 'viewed' WHERE number = 2", "not what was recorded"),
        ("UPDATE evidence_item SET sha256 = repeat('0', 64)", "digest"),
        ("UPDATE evidence_item SET classification = 'C0'", "stands as C0"),
        ("UPDATE evidence_item SET custody_count = 9", "gap"),
    ],
)
def test_a_change_behind_its_back_is_found(item, sql, said):
    forge(sql)
    assert any(said in problem for problem in ledger.verify().problems)


def test_a_failure_reaches_people_until_the_bytes_are_back(item, secretary, settings, desk):
    kept = settings.STORAGE_ROOT / "obj" / item.sha256[:2] / item.sha256[2:4] / item.sha256
    kept.chmod(0o600)
    kept.write_bytes(b"0riginal")
    assert fixity.check_some() == 1
    first = Item.objects.get(pk=item.pk).damaged_at
    assert fixity.check_some() == 1
    assert Item.objects.get(pk=item.pk).damaged_at == first
    assert Entry.objects.filter(act="evidence.fixity_failed", about=item.ref, by=None).count() == 2
    assert "1 original is not what was received" in desk(secretary).get("/evidence/jobs/").text
    kept.write_bytes(b"original")
    assert fixity.check_some() == 0
    assert "not what was received" not in desk(secretary).get("/evidence/jobs/").text


def test_those_unasked_longest_are_asked_first(item, monkeypatch):
    newer = Item.objects.exclude(pk=item.pk).get()
    monkeypatch.setattr(fixity, "SOME", 1)
    for _ in range(3):
        fixity.check_some()
    asked = CustodyEntry.objects.filter(act=Act.FIXITY_HELD).order_by("pk").values_list("item", flat=True)
    assert list(asked) == [item.pk, newer.pk, item.pk]


def test_bytes_are_asked_about_again(item, settings):
    assert fixity.check_some() == 0
    kept = settings.STORAGE_ROOT / "obj" / item.sha256[:2] / item.sha256[2:4] / item.sha256
    kept.chmod(0o600)
    kept.write_bytes(b"0riginal")
    assert fixity.check_some(Item.objects.filter(pk=item.pk)) == 1
    assert CustodyEntry.objects.filter(item=item, act=Act.FIXITY_FAILED).count() == 1
