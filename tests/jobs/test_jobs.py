"""Jobs: one lease at a time, three attempts, nothing lost when a worker or the queue is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus

TASK = "inquiry.tasks.sweep_jobs"


class About:
    KIND = "IQ"

    def __init__(self, inquiry):
        self.pk, self.ref, self.inquiry_id = inquiry.pk, inquiry.ref, inquiry.pk


@pytest.fixture
def job(inquiry, secretary, sent):
    return jobs.ask(TASK, About(inquiry), by=secretary)


def expire(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_asking_rings_after_the_commit(inquiry, secretary, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = jobs.ask(TASK, About(inquiry), by=secretary)
        assert sent == []
    assert sent == [(TASK, made.pk)]


def test_asking_twice_is_one_job(job, inquiry, secretary):
    assert jobs.ask(TASK, About(inquiry), by=secretary).pk == job.pk


def test_a_second_delivery_finds_the_lease_taken(job):
    assert jobs.take(job.pk) is not None
    assert jobs.take(job.pk) is None


def test_a_dead_workers_job_is_taken_again(job):
    first = jobs.take(job.pk)
    expire(job)
    second = jobs.take(job.pk)
    assert second.attempts == first.attempts + 1
    assert not jobs.finish(first), "the first worker has lost its lease"
    assert jobs.finish(second)


def test_after_three_lost_attempts_it_is_given_up_with_a_sentence(job):
    for _ in range(3):
        assert jobs.take(job.pk)
        expire(job)
    assert jobs.take(job.pk) is None
    jobs.sweep()
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "3 times" in job.problem


def test_the_sweeper_rings_for_what_the_queue_lost(job, monkeypatch):
    rung = []
    monkeypatch.setattr("inquiry.jobs.actions.ring", lambda task, pk: rung.append(pk))
    Job.objects.filter(pk=job.pk).update(rung_at=timezone.now() - timedelta(hours=1))
    jobs.sweep()
    assert rung == [job.pk]


def test_what_is_over_is_never_taken_again(job):
    taken = jobs.take(job.pk)
    assert jobs.finish(taken)
    assert jobs.take(job.pk) is None
