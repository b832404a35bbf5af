"""A paused batch: nothing of it is taken, nothing counts as an attempt, and it goes on where it was."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils import timezone

from evidence.ingestion import pausing, pipeline
from evidence.items.models import Item
from inquiry.audit.models import Entry
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus, WaitsFor
from inquiry.shared.workflow import Refused
from tests.evidence.cast import open_batch, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(inquiry, secretary, sent):
    cache.clear()
    made = open_batch(inquiry, secretary)
    for number in range(3):
        receive(made, secretary, path=f"{number}.txt")
    return made


def work():
    for pk in list(Job.objects.order_by("pk").values_list("pk", flat=True)):
        pipeline.run(pk)


def test_nothing_of_a_paused_batch_is_taken_and_no_attempt_is_counted(batch, secretary):
    pausing.pause(batch.ref, by=secretary)
    work()
    assert set(Job.objects.values_list("status", "attempts", "waits_for")) == {("queued", 0, WaitsFor.PAUSE)}
    assert set(Item.objects.values_list("status", flat=True)) == {"waiting"}
    Job.objects.update(rung_at=None)
    assert jobs.sweep() == 0, "nobody rings for what is paused"


def test_what_comes_into_a_paused_batch_waits_too(batch, secretary):
    pausing.pause(batch.ref, by=secretary)
    late = receive(batch, secretary, path="late.txt")
    job = Job.objects.get(about_id=late.pk)
    assert job.waits_for == ""
    pipeline.run(job.pk)
    job.refresh_from_db()
    assert (job.waits_for, job.attempts) == (WaitsFor.PAUSE, 0)


def test_what_is_being_read_is_read_to_its_end(batch, secretary):
    running = jobs.take(Job.objects.order_by("pk")[0].pk)
    pausing.pause(batch.ref, by=secretary)
    running.refresh_from_db()
    assert running.status == JobStatus.RUNNING
    assert jobs.finish(running)


def test_it_goes_on_and_everything_is_read(batch, secretary, sent, django_capture_on_commit_callbacks):
    pausing.pause(batch.ref, by=secretary)
    work()
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True):
        pausing.resume(batch.ref, by=secretary)
    assert len(sent) == 3
    work()
    assert set(Item.objects.values_list("status", flat=True)) == {"read"}
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_other_batches_are_read_meanwhile(batch, inquiry, secretary):
    other = receive(open_batch(inquiry, secretary), secretary)
    pausing.pause(batch.ref, by=secretary)
    work()
    other.refresh_from_db()
    assert other.status == "read"


def test_both_steps_are_audited_and_neither_is_done_twice(batch, secretary):
    pausing.pause(batch.ref, by=secretary)
    with pytest.raises(Refused, match="paused already"):
        pausing.pause(batch.ref, by=secretary)
    pausing.resume(batch.ref, by=secretary)
    with pytest.raises(Refused, match="not paused"):
        pausing.resume(batch.ref, by=secretary)
    acts = Entry.objects.filter(about=batch.ref, act__in=["batch.pause", "batch.resume"]).order_by("pk")
    assert [(entry.act, entry.facts["waiting"]) for entry in acts] == [("batch.pause", 3), ("batch.resume", 3)]


def test_whoever_may_not_retry_may_not_pause(batch, commissioner):
    with pytest.raises(Refused):
        pausing.pause(batch.ref, by=commissioner)


def test_the_page_says_paused_and_offers_to_go_on(batch, desk, secretary):
    browser = desk(secretary)
    address = f"/evidence/batches/{batch.ref}/"
    assert browser.post(f"{address}pause/").status_code == 302
    page = browser.get(address).text
    assert "Reading paused" in page
    assert f"{address}resume/" in page
    assert "Nothing of this batch is read until" in browser.get(f"{address}progress/").text
    assert browser.post(f"{address}resume/").status_code == 302
    assert "Pause reading" in browser.get(address).text


def test_the_api_pauses_and_resumes(batch, api, secretary):
    client, address = api(secretary), f"/api/v1/evidence/batches/{batch.ref}/"
    assert "pause" in client.get(address).json()["allowed_actions"]
    assert client.post(f"{address}pause/").json()["paused_at"]
    assert "resume" in client.get(address).json()["allowed_actions"]
    assert client.post(f"{address}resume/").json()["paused_at"] is None


def test_a_clock_that_was_put_back_keeps_no_job(batch):
    far = timezone.now() + timezone.timedelta(days=3650)
    job = Job.objects.order_by("pk")[0]
    assert jobs.take(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=far, rung_at=far)
    assert jobs.take(job.pk), "a lease of ten years is a dead worker's"
