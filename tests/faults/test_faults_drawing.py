"""Pages that cannot be drawn: the work ends, and is not asked for again without end."""

from __future__ import annotations

import pytest
from django.utils import timezone

from evidence.ingestion import drawing, reading
from evidence.ingestion.sandbox import SandboxUnavailable
from evidence.items.models import Page
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import item_of

pytestmark = pytest.mark.django_db
MANY = 10  # more runs than a job has attempts


@pytest.fixture
def item(inquiry, secretary, sent):
    made = item_of(inquiry, secretary, content=b"original", path="letter.pdf")
    Page.objects.bulk_create(Page(item=made, number=number) for number in (1, 2, 3))
    drawing.want(made, 2, by=secretary)
    return made


def work():
    """Work what is asked for, at most `MANY` times; how many jobs there were."""
    for _run in range(MANY):
        job = Job.objects.filter(task=drawing.DRAW, status=JobStatus.QUEUED).first()
        if job is None:
            break
        drawing.run(job.pk)
    return Job.objects.filter(task=drawing.DRAW).count()


def pages(item):
    return list(Page.objects.filter(item=item).order_by("number").values_list("image_type", "wanted_at"))


def test_a_damaged_store_ends_it_and_the_pages_have_no_picture(item, settings):
    kept = settings.STORAGE_ROOT / "obj" / item.sha256[:2] / item.sha256[2:4] / item.sha256
    kept.chmod(0o600)
    kept.write_bytes(b"0riginal")
    assert work() == 1
    job = Job.objects.get(task=drawing.DRAW)
    assert (job.status, job.problem) == (JobStatus.FAILED, drawing.DAMAGED)
    assert pages(item) == [("", None), (drawing.NONE, None), (drawing.NONE, None)]


def test_without_a_sandbox_three_attempts_are_all(item, monkeypatch, secretary):
    def none():
        raise SandboxUnavailable("Files cannot be read safely on this machine.")

    monkeypatch.setattr(reading, "sandbox", none)
    assert work() == 1
    job = Job.objects.get(task=drawing.DRAW)
    assert (job.status, job.attempts) == (JobStatus.FAILED, 3)
    assert pages(item) == [("", None)] * 3
    drawing.want(item, 2, by=secretary)
    assert Job.objects.filter(task=drawing.DRAW, status=JobStatus.QUEUED).count() == 1, "whoever looks asks anew"


def test_pages_asked_for_at_the_last_moment_are_drawn(item, monkeypatch):
    def drawn(item, numbers):
        Page.objects.filter(item=item, number__in=numbers).update(image_type="image/webp", wanted_at=None)

    finish = drawing.Lease.finish

    def late(lease):
        finish(lease)
        Page.objects.filter(item=item, number=1).update(wanted_at=timezone.now())

    monkeypatch.setattr(drawing, "_draw", drawn)
    monkeypatch.setattr(drawing.Lease, "finish", late)
    job = Job.objects.get(task=drawing.DRAW)
    drawing.run(job.pk)
    assert Job.objects.filter(task=drawing.DRAW, status=JobStatus.QUEUED).count() == 1
