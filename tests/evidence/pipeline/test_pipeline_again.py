"""Reading again: a whole batch in a few statements, and what waited for a sandbox that holds."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from evidence import tasks
from evidence.custody import ledger as custody
from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import again, pipeline, reading, sandbox, state
from evidence.intake.entering import INGEST
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import item_of, open_batch, receive

pytestmark = pytest.mark.django_db
ENDED = "2026-01-01T00:00Z"


@pytest.fixture
def batch(inquiry, secretary, sent):
    made = open_batch(inquiry, secretary, "C1")
    for number in range(4):
        receive(made, secretary, path=f"{number}.txt")
    Item.objects.exclude(path="3.txt").update(status="failed", problem="Broken.")
    Item.objects.filter(path="0.txt").update(classification="C4")
    Job.objects.update(status=JobStatus.FAILED, ended_at=ENDED)
    return made


def test_the_failed_items_of_a_batch_are_read_again(batch, desk, secretary, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk(secretary).post(f"/evidence/batches/{batch.ref}/read-again/")
    assert answer.status_code == 302
    asked = Item.objects.filter(path__in=["1.txt", "2.txt"])
    assert set(asked.values_list("status", "problem", "custody_count")) == {("waiting", "", 2)}
    assert Item.objects.get(path="0.txt").status == "failed", "not theirs to know of"
    assert CustodyEntry.objects.filter(act=Act.RETRIED).count() == 2
    assert [said[:8] for said in custody.problems()] == [Item.objects.get(path="0.txt").ref], "raised by no act, above"
    assert Entry.objects.get(act="evidence.read_again").facts == {"items": 2}
    fresh = Job.objects.filter(task=INGEST, status=JobStatus.QUEUED)
    assert sorted(fresh.values_list("about_id", flat=True)) == sorted(asked.values_list("pk", flat=True))
    assert sorted(sent) == sorted((INGEST, pk) for pk in fresh.values_list("pk", flat=True))


def test_the_number_of_statements_does_not_grow_with_the_batch(batch, secretary, django_assert_max_num_queries):
    for number in range(4, 40):
        receive(batch, secretary, path=f"{number}.txt")
    Item.objects.update(status="failed")
    with django_assert_max_num_queries(40):
        assert again.read_batch_again(batch.ref, by=secretary) == 39


def test_of_many_jobs_the_first_are_rung_and_the_sweeper_rings_the_rest(batch, secretary, sent, monkeypatch):
    monkeypatch.setattr(jobs, "SWEEP", 1)
    again.read_batch_again(batch.ref, by=secretary)
    fresh = Job.objects.filter(task=INGEST, status=JobStatus.QUEUED).order_by("pk")
    assert [job.rung_at is None for job in fresh] == [False, True]
    monkeypatch.setattr(jobs, "queued", lambda task: 0)
    assert jobs.sweep() == 1


@pytest.fixture
def leaking(monkeypatch):
    """A machine on which one attempt to break out is not denied; returns what mends it."""
    cache.clear()
    reading.stop()
    found = {"tcp": False, "fork": True}
    monkeypatch.setattr(sandbox.Sandbox, "probe", lambda self: sandbox.Probe(self.level, dict(found)))
    yield lambda: found.update(tcp=True)
    reading.stop()


def test_where_the_sandbox_does_not_hold_nothing_is_read_and_the_item_waits(inquiry, secretary, sent, leaking):
    item = item_of(inquiry, secretary, content=b"words")
    job = Job.objects.get(about_id=item.pk)
    pipeline.run(job.pk)
    assert pipeline.settle_lost() == 0
    job.refresh_from_db()
    item.refresh_from_db()
    assert (job.status, job.problem) == (JobStatus.FAILED, sandbox.LEAKS)
    assert (item.status, item.problem) == ("waiting", "")
    assert state.sandbox_state()["holds"] is False
    assert again.held_up().get() == item


def test_once_it_holds_what_waited_is_read(inquiry, secretary, sent, leaking):
    item = item_of(inquiry, secretary, content=b"words")
    pipeline.run(Job.objects.get(about_id=item.pk).pk)
    assert tasks.try_sandbox() is False
    assert not Job.objects.open().exists()
    leaking()
    assert tasks.try_sandbox() is True
    pipeline.run(Job.objects.open().get().pk)
    item.refresh_from_db()
    assert item.status == "read"
    assert state.sandbox_state()["holds"] is True


def test_a_worker_that_starts_has_the_sandbox_tried(monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.try_sandbox, "delay", lambda: asked.append(1))
    tasks.worker_ready.send(sender=None)
    assert asked == [1]
