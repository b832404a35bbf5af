"""A disk that is nearly full takes nothing in, and says so before the bytes are sent."""

from __future__ import annotations

import base64
import os
from collections import namedtuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evidence.intake import actions as intake
from evidence.intake import rules, uploads
from evidence.intake.models import Upload
from evidence.items.models import Item
from inquiry.audit.models import Entry
from tests.evidence.cast import open_batch

GB = 2**30
Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("size", "free", "total", "fits"),
    [
        (1 * GB, 2 * GB, 10 * GB, True),
        (1 * GB + 1, 2 * GB, 10 * GB, False),
        (0, 1 * GB, 10 * GB, True),
        (0, 4 * GB, 100 * GB, False),
        (5 * GB, 10 * GB, 100 * GB, True),
    ],
)
def test_a_gigabyte_or_a_twentieth_stays_free(size, free, total, fits):
    sentence = rules.objection_to_space(size, free=free, total=total)
    assert (sentence == "") is fits
    assert fits or sentence.endswith(".")


@pytest.fixture
def full(monkeypatch):
    monkeypatch.setattr(intake.shutil, "disk_usage", lambda place: Usage(10 * GB, 8 * GB, 2 * GB))


@pytest.fixture
def batch(inquiry, secretary, sent):
    return open_batch(inquiry, secretary)


def begin(browser, batch, size):
    said = f"filename {base64.b64encode(b'a').decode()},batch {base64.b64encode(batch.ref.encode()).decode()}"
    return browser.post("/evidence/uploads/", headers={"Upload-Length": str(size), "Upload-Metadata": said})


@pytest.mark.django_db
def test_an_upload_that_leaves_too_little_is_refused_with_507(full, batch, desk, secretary):
    answer = begin(desk(secretary), batch, 3 * GB // 2)
    assert (answer.status_code, "room on the disk" in answer.text) == (507, True)
    assert not Upload.objects.exists()
    assert Entry.objects.filter(act="refused").exists()
    assert begin(desk(secretary), batch, GB // 2).status_code == 201


@pytest.mark.django_db
def test_what_was_promised_to_others_is_no_room_and_what_of_it_arrived_counts_once(batch, secretary, monkeypatch):
    usage = Usage(10 * GB, 8 * GB, 2 * GB)
    monkeypatch.setattr(intake.shutil, "disk_usage", lambda place: usage)
    first = uploads.begin(batch=batch.ref, path="a", size=GB // 2, by=secretary)
    uploads.begin(batch=batch.ref, path="b", size=GB // 2, by=secretary)
    with pytest.raises(intake.NoRoom):
        uploads.begin(batch=batch.ref, path="c", size=1, by=secretary)
    uploads._file(first).touch()
    os.truncate(uploads._file(first), GB // 4)
    usage = Usage(10 * GB, 8 * GB + GB // 4, 2 * GB - GB // 4)
    with pytest.raises(intake.NoRoom):
        uploads.begin(batch=batch.ref, path="c", size=1, by=secretary)
    uploads.give_up(first, by=secretary)
    usage = Usage(10 * GB, 8 * GB, 2 * GB)
    assert uploads.begin(batch=batch.ref, path="c", size=GB // 2, by=secretary).pk


@pytest.mark.django_db
def test_what_arrived_of_a_promise_is_not_asked_for_again(batch, secretary, monkeypatch):
    first = uploads.begin(batch=batch.ref, path="a", size=GB // 2, by=secretary)
    os.truncate(uploads._file(first), GB // 2)
    monkeypatch.setattr(intake.shutil, "disk_usage", lambda place: Usage(10 * GB, 8 * GB, GB + GB // 4))
    assert uploads.begin(batch=batch.ref, path="b", size=GB // 4, by=secretary).pk


@pytest.mark.django_db
def test_files_of_a_plain_form_are_refused_with_the_sentence(batch, desk, secretary, monkeypatch):
    monkeypatch.setattr(intake.shutil, "disk_usage", lambda place: Usage(10 * GB, 9 * GB, GB))
    sent = {"files": [SimpleUploadedFile("a.txt", b"a")]}
    answer = desk(secretary).post(f"/evidence/batches/{batch.ref}/", sent)
    assert "room on the disk" in answer.text
    assert not Item.objects.exists()
