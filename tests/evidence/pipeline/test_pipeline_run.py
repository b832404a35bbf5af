"""From job to outcome: pages, facts, members, duplicates, failures; every one ends, none twice."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import pipeline, reading, together, writing
from evidence.ingestion.models import StageRun
from evidence.ingestion.sandbox import SandboxUnavailable
from evidence.intake.entering import INGEST
from evidence.items import actions as items
from evidence.items.models import Item, Page
from evidence.search.results import found_ids
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import item_of, open_batch, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def one_sandbox():
    yield
    reading.stop()


def work(batch=None):
    """Work every job that waits, until none does."""
    while job := Job.objects.filter(task=INGEST, status=JobStatus.QUEUED).order_by("pk").first():
        pipeline.run(job.pk)


def zipped(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_a_text_is_read(inquiry, secretary, sent):
    item = item_of(inquiry, secretary, content="Письмо министру.\nВторая строка.".encode(), path="письмо.txt")
    work()
    item.refresh_from_db()
    assert (item.status, item.problem, item.media_type) == ("read", "", "text/plain")
    assert "министру" in Page.objects.get(item=item).text
    assert found_ids("министр", by=secretary) == [item.pk]
    assert [line.act for line in CustodyEntry.objects.filter(item=item).order_by("number")] == [Act.RECEIVED, Act.READ]
    assert Job.objects.get(about_ref=item.ref).status == JobStatus.DONE
    assert writing.is_read(writing.runs_so_far(item))


def test_members_become_children_one_level_down(inquiry, secretary, sent):
    inner = zipped(**{"deep.txt": "deep"})
    outer = item_of(inquiry, secretary, content=zipped(**{"a.txt": "first", "inner.zip": inner}), path="outer.zip")
    work()
    paths = list(Item.objects.order_by("pk").values_list("path", "depth", "status"))
    assert ("outer.zip!a.txt", 1, "read") in paths
    assert ("outer.zip!inner.zip!deep.txt", 2, "read") in paths
    assert {status for _path, _depth, status in paths} == {"read"}
    assert CustodyEntry.objects.filter(item__parent=outer, act=Act.UNPACKED).count() == 2


def test_a_duplicate_takes_the_findings_over(inquiry, secretary, sent, monkeypatch):
    content = zipped(**{"a.txt": "first", "b.txt": "second"})
    first = item_of(inquiry, secretary, content=content, path="one.zip")
    work()
    second = item_of(inquiry, secretary, content=content, path="two.zip")
    monkeypatch.setattr(pipeline, "read", None)
    work()
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.status, second.duplicate_of, second.claimed) == ("read", first, first.claimed)
    assert list(second.children.order_by("order").values_list("name", "status")) == [
        ("a.txt", "read"),
        ("b.txt", "read"),
    ]
    assert all(child.duplicate_of for child in second.children.all())
    assert StageRun.objects.filter(item=second, copied=True).exists()
    assert "second" in Page.objects.get(item__parent=second, item__name="b.txt").text


def test_a_file_that_is_not_what_it_promises_ends_with_a_sentence(inquiry, secretary, sent):
    item = item_of(inquiry, secretary, content=b"%PDF-1.7\n" + b"broken" * 50, path="broken.pdf")
    work()
    item.refresh_from_db()
    assert item.status == "damaged"
    assert item.problem.endswith(".")


def test_a_message_delivered_twice_does_nothing_the_second_time(inquiry, secretary, sent):
    item = item_of(inquiry, secretary, content=b"once", path="once.txt")
    job = Job.objects.get(about_ref=item.ref)
    for _ in range(5):
        pipeline.run(job.pk)
    assert CustodyEntry.objects.filter(item=item, act=Act.READ).count() == 1
    assert Page.objects.filter(item=item).count() == 1


def test_work_that_broke_off_before_the_end_goes_on(inquiry, secretary, sent, monkeypatch):
    item = item_of(inquiry, secretary, content=zipped(**{f"{n}.txt": f"text {n}" for n in range(5)}), path="five.zip")
    whole = writing.kept

    def breaks(child, order):
        if order == 4:
            raise OSError("the disk is full")
        return whole(child, order)

    monkeypatch.setattr(writing, "HANDFUL", 2)
    monkeypatch.setattr(writing, "kept", breaks)
    job = Job.objects.get(about_ref=item.ref)
    pipeline.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts, item.children.count()) == (JobStatus.QUEUED, 1, 2)
    monkeypatch.setattr(writing, "kept", whole)
    work()
    item.refresh_from_db()
    assert (item.status, item.children.count()) == ("read", 5)


def test_a_defect_of_ours_fails_after_three_attempts_with_a_sentence(inquiry, secretary, sent, monkeypatch):
    item = item_of(inquiry, secretary, path="letter.txt")

    def broken(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(writing, "first", broken)
    work()
    item.refresh_from_db()
    job = Job.objects.get(about_ref=item.ref)
    assert (item.status, job.status, job.attempts) == ("failed", JobStatus.FAILED, 3)
    assert "defect" in item.problem
    assert CustodyEntry.objects.filter(item=item, act=Act.FAILED).count() == 1


def test_without_a_sandbox_nothing_is_read(inquiry, secretary, sent, monkeypatch):
    item = item_of(inquiry, secretary)

    def none():
        raise SandboxUnavailable("Files cannot be read safely on this machine.")

    monkeypatch.setattr(reading, "sandbox", none)
    work()
    item.refresh_from_db()
    said = "Files cannot be read safely on this machine. It was tried 3 times. Tell the operator"
    assert (item.status, item.problem.startswith(said)) == ("failed", True)


def test_bytes_that_changed_in_the_store_are_never_read(inquiry, secretary, sent, settings):
    item = item_of(inquiry, secretary, content=b"original", path="letter.txt")
    kept = settings.STORAGE_ROOT / "obj" / item.sha256[:2] / item.sha256[2:4] / item.sha256
    kept.chmod(0o600)
    kept.write_bytes(b"0riginal")
    work()
    item.refresh_from_db()
    assert item.status == "failed"
    assert CustodyEntry.objects.filter(item=item, act=Act.FIXITY_FAILED).count() == 1


def test_items_of_jobs_that_were_given_up_get_their_outcome(inquiry, secretary, sent):
    item = item_of(inquiry, secretary)
    Job.objects.filter(about_ref=item.ref).update(status="failed", problem="Given up.", ended_at="2026-01-01T00:00Z")
    assert pipeline.settle_lost() == 1
    assert pipeline.settle_lost() == 0
    item.refresh_from_db()
    assert (item.status, item.problem) == ("failed", "Given up.")


def test_nothing_is_left_in_the_scratch_folder(inquiry, secretary, sent, settings):
    receive(open_batch(inquiry, secretary), secretary, content=zipped(**{"a.txt": "a"}), path="a.zip")
    work()
    assert list(settings.SCRATCH_ROOT.iterdir()) == []


def test_what_a_dead_worker_held_goes_before_the_rest_of_the_queue(inquiry, secretary, sent):
    lost, other = item_of(inquiry, secretary, path="lost.pdf"), item_of(inquiry, secretary, path="other.pdf")
    job = jobs.take(Job.objects.get(about_id=lost.pk).pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    together.run(Job.objects.get(about_id=other.pk).pk)
    assert not Job.objects.open().exists()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("done", 2)


@pytest.mark.parametrize("together_", [False, True])
def test_a_language_that_somebody_described_is_not_written_over(inquiry, secretary, sent, together_):
    item = receive(open_batch(inquiry, secretary), secretary, "Свидетель говорил на площади.".encode(), "a.txt")
    items.describe(item.ref, by=secretary, language="kk")
    (together if together_ else pipeline).run(Job.objects.get(about_id=item.pk).pk)
    item.refresh_from_db()
    assert (item.status, item.language) == ("read", "kk")
    items.read_again(item.ref, by=secretary)
    pipeline.run(Job.objects.open().get(about_id=item.pk).pk)
    item.refresh_from_db()
    assert (item.status, item.language) == ("read", "kk")


def test_a_language_that_nobody_described_is_what_was_read(inquiry, secretary, sent):
    item = receive(open_batch(inquiry, secretary), secretary, "Свидетель говорил на площади.".encode(), "a.txt")
    items.describe(item.ref, by=secretary, title="A letter")
    pipeline.run(Job.objects.get(about_id=item.pk).pk)
    item.refresh_from_db()
    assert item.language == "ru"
