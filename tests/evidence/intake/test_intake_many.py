"""Many files at once: a handful in one transaction, in order, each with its custody; what cannot come holds nothing up."""

from __future__ import annotations

import hashlib
import io
from contextlib import nullcontext
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.custody import ledger as custody
from evidence.custody.models import Act, CustodyEntry
from evidence.intake import actions as intake
from evidence.intake import receiving
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.jobs.models import Job
from inquiry.shared.workflow import Refused
from tests.evidence.cast import item_of, open_batch

pytestmark = pytest.mark.django_db


def offered(content: bytes, path="a.txt", **said):
    return receiving.Offered(path, partial(nullcontext, io.BytesIO(content)), len(content), **said)


@pytest.fixture
def batch(inquiry, secretary, sent):
    return open_batch(inquiry, secretary)


def received(batch, by, files):
    return list(receiving.receive_each(files, batch=batch.ref, by=by))


def test_each_has_its_row_custody_and_job_in_the_order_they_came(batch, secretary, monkeypatch):
    monkeypatch.setattr(receiving, "HANDFUL", 4)
    done = received(batch, secretary, [offered(b"%d" % n, f"папка/{n}.txt".encode()) for n in range(10)])
    items = [one.item for one in done]
    assert [item.path for item in items] == [f"папка/{n}.txt" for n in range(10)]
    assert [item.sha256 for item in items] == [hashlib.sha256(b"%d" % n).hexdigest() for n in range(10)]
    numbers = [int(item.ref[2:]) for item in items]
    assert numbers == list(range(numbers[0], numbers[0] + 10))
    assert set(CustodyEntry.objects.values_list("act", "number", "by")) == {(Act.RECEIVED, 1, secretary.pk)}
    assert CustodyEntry.objects.count() == Job.objects.count() == 10
    assert [entry.facts["items"] for entry in Entry.objects.filter(act="evidence.receive_many", about=batch.ref)] == [
        4,
        4,
        2,
    ]
    assert list(custody.problems()) == []


def test_repeats_are_known_before_and_within_a_handful(inquiry, batch, secretary):
    first = item_of(inquiry, secretary, content=b"old")
    done = received(batch, secretary, [offered(b"new"), offered(b"old"), offered(b"new"), offered(b"other")])
    items = [Item.objects.get(pk=one.item.pk) for one in done]
    assert [item.duplicate_of for item in items] == [None, first, items[0], None]


def test_what_cannot_be_read_or_differs_is_told_and_the_others_are_received(batch, secretary, settings, tmp_path):
    gone = receiving.Offered(b"gone.txt", (tmp_path / "gone.txt").open)
    lies = offered(b"lies", b"lies.txt", claimed_digest="0" * 64)
    done = received(batch, secretary, [offered(b"one"), gone, lies, offered(b"two")])
    assert [one.item is None for one in done] == [False, True, True, False]
    assert ("No such file" in done[1].problem, "differs" in done[2].problem) == (True, True)
    assert len([path for path in (settings.STORAGE_ROOT / "obj").rglob("*") if path.is_file()]) == 2


def test_a_break_in_the_middle_leaves_whole_handfuls_only(batch, secretary, monkeypatch):
    monkeypatch.setattr(receiving, "HANDFUL", 3)
    real, times = receiving._note, []

    def breaks(*said):
        times.append(1)
        if len(times) == 2:
            raise RuntimeError
        real(*said)

    monkeypatch.setattr(receiving, "_note", breaks)
    with pytest.raises(RuntimeError):
        received(batch, secretary, [offered(b"%d" % n) for n in range(9)])
    assert Item.objects.count() == Job.objects.count() == CustodyEntry.objects.count() == 3
    assert list(custody.problems()) == []


def test_statements_do_not_grow_with_the_files(batch, secretary):
    def asked(files):
        with CaptureQueriesContext(connection) as seen:
            received(batch, secretary, files)
        return len(seen)

    few = asked([offered(b"a%d" % n) for n in range(3)])
    assert asked([offered(b"b%d" % n) for n in range(60)]) == few


def test_a_closed_batch_takes_nothing(batch, secretary):
    intake.close(batch.ref, by=secretary)
    with pytest.raises(Refused, match="closed"):
        received(batch, secretary, [offered(b"x")])
    assert not Item.objects.exists()
