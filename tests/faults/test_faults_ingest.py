"""Workers killed in the middle, the queue emptied, messages delivered twice: nothing is lost and nothing is doubled."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from celery import current_app
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from evidence.custody import ledger as custody
from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import local
from evidence.items.models import Item, Page
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import open_batch, receive

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]


def zipped(members: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(members):
            archive.writestr(f"{number}.txt", f"member {number} {random.random()} " * 50)
    return held.getvalue()


@pytest.fixture
def batch(inquiry, secretary):
    made = open_batch(inquiry, secretary)
    for number in range(6):
        receive(made, secretary, f"text {number}".encode() * 100, f"{number}.txt")
    receive(made, secretary, zipped(15), "fifteen.zip")
    return made


@pytest.fixture
def worker(batch, settings):
    """Starts a process that works the batch, in this test's database and store."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "inquiry.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{name}")),
        "STORAGE_ROOT": str(settings.STORAGE_ROOT),
        "UPLOAD_ROOT": str(settings.UPLOAD_ROOT),
        "SCRATCH_ROOT": str(settings.SCRATCH_ROOT),
    }
    started = []

    def start():
        command = [sys.executable, "-m", "django", "work_ingest", "--batch", batch.ref]
        started.append(subprocess.Popen(command, env=environment, cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def lose_leases():
    """A minute passes for the leases of the dead."""
    Job.objects.filter(status=JobStatus.RUNNING).update(lease_until=timezone.now())


def settled(batch):
    """Everything is there once: the invariants after each trial."""
    assert not local.open_jobs(batch.pk).exists()
    assert Item.objects.filter(parent=None).count() == 7
    assert Item.objects.exclude(parent=None).count() == 15
    assert set(Item.objects.values_list("status", flat=True)) == {"read"}
    for act, wanted in ((Act.RECEIVED, 7), (Act.UNPACKED, 15), (Act.READ, 22)):
        assert CustodyEntry.objects.filter(act=act).count() == wanted, act
    assert not Page.objects.values("item", "number").annotate(rows=Count("pk")).filter(rows__gt=1).exists()
    assert not Item.objects.annotate(texts=Count("page_set")).exclude(texts=1).filter(media_type="text/plain").exists()
    assert list(custody.problems()) == []
    numbers = sorted(int(ref[2:]) for ref in Item.objects.values_list("ref", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_workers_killed_in_the_middle(batch, worker):
    chance = random.Random(5)
    for _trial in range(4):
        process = worker()
        until = time.monotonic() + chance.uniform(1.5, 4.0)
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        lose_leases()
        Job.objects.filter(status=JobStatus.RUNNING).update(attempts=1)
    assert worker().wait(timeout=240) == 0
    settled(batch)


def test_two_workers_at_once_double_nothing(batch, worker):
    both = [worker(), worker()]
    assert [process.wait(timeout=240) for process in both] == [0, 0]
    settled(batch)


def test_an_emptied_queue_is_rung_again(batch):
    channel: Any = current_app.connection_for_write().default_channel
    queue = channel.client
    queue.flushdb()
    Job.objects.update(rung_at=None)
    assert jobs.sweep() == 7
    name = current_app.amqp.router.route({}, "evidence.tasks.ingest")["queue"].name
    assert queue.llen(name) == 7
    assert jobs.sweep() == 0, "rung a moment ago"
    queue.flushdb()


def test_a_long_backlog_is_not_rung_over_and_over(batch, monkeypatch):
    monkeypatch.setattr(jobs, "queued", lambda task: jobs.SWEEP)
    Job.objects.update(rung_at=None)
    assert jobs.sweep() == 0


def test_a_file_that_kills_its_worker_is_given_up_after_three(batch):
    from evidence.ingestion import pipeline

    job = Job.objects.order_by("pk")[0]
    for _attempt in range(3):
        assert jobs.take(job.pk) is not None
        lose_leases()
    assert jobs.take(job.pk) is None
    jobs.give_up_lost()
    assert pipeline.settle_lost() == 1
    item = Item.objects.get(pk=job.about_id)
    assert (item.status, "3 times" in item.problem) == ("failed", True)
