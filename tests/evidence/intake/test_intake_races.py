"""Two at once at the intake: nothing enters a batch that is being closed, and no upload becomes two items."""

from __future__ import annotations

import io

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence import storage
from evidence.intake import actions as intake
from evidence.intake import uploads
from evidence.items.models import Item
from inquiry.shared.workflow import Refused
from tests.evidence.cast import open_batch, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(inquiry, secretary, sent):
    return open_batch(inquiry, secretary)


@pytest.fixture
def upload(batch, secretary):
    """An upload of which everything has arrived."""
    made = uploads.begin(batch=batch.ref, path="a.txt", size=5, by=secretary)
    uploads.append(made, io.BytesIO(b"hello"), at=0)
    return made


def test_the_batch_is_locked_while_an_item_enters_it(batch, secretary):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        receive(batch, secretary)
    locks = [number for number, query in enumerate(asked) if "FOR NO KEY UPDATE OF" in query["sql"]]
    enters = [number for number, query in enumerate(asked) if query["sql"].startswith('INSERT INTO "evidence_item"')]
    assert locks
    assert locks[0] < enters[0]


def test_a_batch_closed_while_bytes_arrive_takes_them_no_more(batch, secretary, monkeypatch):
    put = storage.put

    def closes(stream, **said):
        intake.close(batch.ref, by=secretary)
        return put(stream, **said)

    monkeypatch.setattr(storage, "put", closes)
    with pytest.raises(Refused, match="closed"):
        receive(batch, secretary)
    assert not Item.objects.exists()


def test_bytes_cleared_away_before_they_are_entered_make_no_item(batch, secretary, monkeypatch):
    put = storage.put

    def clears(stream, **said):
        stored = put(stream, **said)
        default_storage.delete(stored.key)  # somebody else read it wrongly and took it away
        return stored

    monkeypatch.setattr(storage, "put", clears)
    with pytest.raises(OSError, match="no longer has"):
        receive(batch, secretary)
    monkeypatch.undo()
    assert not Item.objects.exists()
    assert storage.present(receive(batch, secretary).sha256)


def test_what_an_item_knows_of_is_never_cleared_away(batch, secretary, monkeypatch):
    item = receive(batch, secretary, b"the same")
    monkeypatch.setattr(storage, "_digest", lambda _file: "0" * 64)
    with pytest.raises(storage.StoreDamaged):
        receive(batch, secretary, b"the same")
    monkeypatch.undo()
    with storage.opened(storage.key_of(item.sha256), item.sha256):
        pass


def test_an_upload_that_two_hosts_finish_becomes_one_item(upload, secretary, monkeypatch):
    real, theirs = intake.receive, []

    def late(file, **said):
        theirs.append(real(io.BytesIO(b"hello"), **said))  # another host was faster
        return real(file, **said)

    monkeypatch.setattr(intake, "receive", late)
    item = uploads.finish(upload, by=secretary)
    assert [item] == theirs == list(Item.objects.all())


def test_an_upload_given_up_meanwhile_leaves_no_item(upload, secretary, monkeypatch):
    put = storage.put

    def gives_up(stream, **said):
        stored = put(stream, **said)
        uploads.give_up(upload, by=None)
        return stored

    monkeypatch.setattr(storage, "put", gives_up)
    with pytest.raises(intake.TakenAlready):
        uploads.finish(upload, by=secretary)
    assert not Item.objects.exists()
