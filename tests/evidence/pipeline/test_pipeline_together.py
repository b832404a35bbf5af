"""Small texts read together say exactly what each says read alone; whatever is none of them takes the usual way."""

from __future__ import annotations

import pytest

from evidence.custody.models import CustodyEntry
from evidence.ingestion import pausing, pipeline, reading, together
from evidence.ingestion.models import StageRun
from evidence.intake.entering import INGEST
from evidence.items.models import Item, Page
from evidence.search.results import found_ids
from evidence.storage import StoreDamaged
from inquiry.jobs import neighbours
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import open_batch, receive

pytestmark = pytest.mark.django_db
TEXTS = ("Свидетель говорил на площади.", "Ол алаңда сөйледі, бостандық туралы.", "A witness spoke on the square.")
KNOWN = ("status", "problem", "media_type", "language", "pages", "page_unit", "text_chars", "ocr_pages", "claimed")


@pytest.fixture(scope="module", autouse=True)
def one_sandbox():
    yield
    reading.stop()


def texts(inquiry, by, *, salt=""):
    batch = open_batch(inquiry, by)
    return [receive(batch, by, f"{said} {salt}".encode(), f"{at}.txt") for at, said in enumerate(TEXTS)]


def job_of(item):
    return Job.objects.get(task=INGEST, about_id=item.pk)


def said_of(item):
    item.refresh_from_db()
    runs = StageRun.objects.filter(item=item).order_by("stage")
    last = CustodyEntry.objects.filter(item=item).latest("number")
    return (
        [getattr(item, name) for name in KNOWN],
        list(Page.objects.filter(item=item).values_list("number", "text", "source")),
        list(runs.values_list("stage", "version", "outcome", "findings_digest", "left")),
        (last.number, last.act, last.facts),
        job_of(item).status,
    )


def test_together_they_say_what_each_says_alone(inquiry, secretary, sent):
    alone = texts(inquiry, secretary)
    for item in alone:
        pipeline.run(job_of(item).pk)
    Item.objects.filter(pk__in=[item.pk for item in alone]).update(sha256="0" * 64)  # no twin to copy from
    both = texts(inquiry, secretary)
    Item.objects.filter(pk__in=[item.pk for item in both]).update(duplicate_of=None)
    together.run(job_of(both[0]).pk)
    assert [said_of(item) for item in both] == [said_of(item) for item in alone]
    assert set(found_ids("площадь", by=secretary)) == {alone[0].pk, both[0].pk}


def test_one_ringing_reads_the_neighbours_too(inquiry, secretary, sent):
    items = texts(inquiry, secretary)
    together.run(job_of(items[0]).pk)
    assert {job_of(item).status for item in items} == {JobStatus.DONE}
    together.run(job_of(items[1]).pk)  # its own ringing finds nothing left to do
    assert CustodyEntry.objects.filter(item=items[1]).count() == 2


def test_what_only_looks_like_text_is_read_by_itself(inquiry, secretary, sent):
    batch = open_batch(inquiry, secretary)
    plain = receive(batch, secretary, b"a plain letter of some words", "a.txt")
    page = receive(batch, secretary, b"<html><body><p>One</p><p>two</p><script>x()</script></body></html>", "b.txt")
    wide = receive(batch, secretary, "Письмо министру".encode("utf-16"), "c.txt")
    together.run(job_of(plain).pk)
    for item in (plain, page, wide):
        item.refresh_from_db()
    assert [item.status for item in (plain, page, wide)] == ["read"] * 3
    assert page.media_type == "text/html"
    assert "министру" in Page.objects.get(item=wide).text


def test_a_paused_batch_is_left_alone(inquiry, secretary, sent):
    items = texts(inquiry, secretary)
    pausing.pause(items[0].batch.ref, by=secretary)
    together.run(job_of(items[0]).pk)
    assert {job_of(item).status for item in items} == {JobStatus.QUEUED}
    assert {job_of(item).attempts for item in items} == {0}


def test_a_lease_lost_meanwhile_writes_nothing(inquiry, secretary, sent, monkeypatch):
    items = texts(inquiry, secretary)

    def loses(jobs):
        Job.objects.filter(pk=jobs[1].pk).update(lease_owner="somebody else")
        return finish(jobs)

    finish = neighbours.finish
    monkeypatch.setattr(neighbours, "finish", loses)
    together.run(job_of(items[0]).pk)
    assert not Page.objects.filter(item__in=items).exists()
    assert not StageRun.objects.filter(item__in=items).exists()


def test_one_whose_bytes_are_gone_takes_no_other_along(inquiry, secretary, sent, monkeypatch):
    items = texts(inquiry, secretary)
    whole = together.storage.opened

    def gone(key, sha256):
        if sha256 == items[1].sha256:
            raise StoreDamaged(key)
        return whole(key, sha256)

    monkeypatch.setattr(together.storage, "opened", gone)
    together.run(job_of(items[0]).pk)
    for item in items:
        item.refresh_from_db()
    assert [item.status for item in items] == ["read", "failed", "read"]
