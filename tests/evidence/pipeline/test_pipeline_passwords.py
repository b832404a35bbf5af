"""Locked files from job to outcome: said to be locked, opened by what is put on their batch's list, in that batch only."""

from __future__ import annotations

import io

import py7zr
import pytest

from evidence.ingestion import locked, pipeline, reading
from evidence.intake import passwords
from evidence.intake.entering import INGEST
from evidence.items.models import Item
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import open_batch, receive

pytestmark = pytest.mark.django_db
WORD = "сыр-7"


@pytest.fixture(scope="module", autouse=True)
def one_sandbox():
    yield
    reading.stop()


def work():
    while job := Job.objects.filter(task=INGEST, status=JobStatus.QUEUED).order_by("pk").first():
        pipeline.run(job.pk)


def sealed(**members):
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w", password=WORD, header_encryption=True) as archive:
        for name, content in members.items():
            archive.writestr(content.encode(), name)
    return file.getvalue()


def test_a_password_opens_its_own_batch_and_says_which_it_was(inquiry, secretary, sent, desk):
    content = sealed(**{"a.txt": "Бірінші хат", "b.txt": "second"})
    ours, theirs = open_batch(inquiry, secretary), open_batch(inquiry, secretary)
    item = receive(ours, secretary, content, "locked.7z")
    work()
    item.refresh_from_db()
    assert (item.status, item.problem) == ("encrypted", "The archive is locked with a password.")
    passwords.add(ours.ref, by=secretary, label="wrong one", password="x")
    passwords.add(ours.ref, by=secretary, label="the letter", password=WORD)
    assert locked.read_locked_again(ours.ref, by=secretary) == 1
    work()
    item.refresh_from_db()
    assert (item.status, item.claimed["opened_with"], item.children.count()) == ("read", 2, 2)
    shown = desk(secretary).get(f"/evidence/batches/{ours.ref}/passwords/").text
    assert item.ref in shown.partition("the letter")[2]
    other = receive(theirs, secretary, content, "same.7z")
    work()
    other.refresh_from_db()
    assert (other.status, other.children.count()) == ("encrypted", 0), "the list of another batch opens nothing here"
    assert Item.objects.filter(status="waiting").count() == 0
    assert WORD not in str(list(Job.objects.values()))
