"""Recordings made playable on demand: once, told in custody, and never asked for without end."""

from __future__ import annotations

import pytest

from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import converting, reading
from evidence.ingestion.sandbox import SandboxUnavailable
from evidence.items import playing
from evidence.items.models import Item
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import item_of
from tests.evidence.ingestion import media

pytestmark = pytest.mark.django_db
MANY = 10  # more runs than a job has attempts


@pytest.fixture
def item(inquiry, investigator, sent):
    """A film in a codec that no browser decodes."""
    made = item_of(inquiry, investigator, "C3", content=media.film(2), path="a.mkv")
    streams = [{"kind": "video", "codec": "mpeg4"}]
    Item.objects.filter(pk=made.pk).update(media_type="video/x-matroska", status="read", claimed={"streams": streams})
    return Item.objects.get(pk=made.pk)


def work() -> int:
    """Work what is asked for, at most `MANY` times; how many jobs there were."""
    for _run in range(MANY):
        job = Job.objects.filter(task=converting.CONVERT, status=JobStatus.QUEUED).first()
        if job is None:
            break
        converting.run(job.pk)
    return Job.objects.filter(task=converting.CONVERT).count()


def test_it_is_made_once_told_and_played_in_ranges(item, investigator, desk):
    browser = desk(investigator)
    assert browser.get(f"/evidence/items/{item.ref}/play/").status_code == 404
    converting.want(item, by=investigator)
    assert work() == 1
    item.refresh_from_db()
    assert item.preview_type == "video/webm"
    assert CustodyEntry.objects.filter(item=item, act=Act.CONVERTED).count() == 1
    whole = browser.get(f"/evidence/items/{item.ref}/play/")
    content = b"".join(whole.streaming_content)
    assert (whole["Content-Type"], content[:4]) == ("video/webm", b"\x1aE\xdf\xa3")
    part = browser.get(f"/evidence/items/{item.ref}/play/", headers={"Range": "bytes=0-9"})
    assert part["Content-Range"] == f"bytes 0-9/{len(content)}"
    converting.want(item, by=investigator)
    assert work() == 1


def test_what_cannot_be_made_is_not_asked_for_again(item, investigator, monkeypatch):
    Item.objects.filter(pk=item.pk).update(media_type="text/plain")
    item.refresh_from_db()
    converting.want(item, by=investigator)
    work()
    item.refresh_from_db()
    assert (item.preview_digest, item.preview_type) == ("", converting.NONE)
    converting.want(item, by=investigator)
    assert work() == 1
    assert playing.played(item) is None


def test_without_a_sandbox_three_attempts_are_all(item, investigator, monkeypatch):
    def none():
        raise SandboxUnavailable("Files cannot be read safely on this machine.")

    monkeypatch.setattr(reading, "sandbox", none)
    converting.want(item, by=investigator)
    assert work() == 1
    job = Job.objects.get(task=converting.CONVERT)
    assert (job.status, job.attempts) == (JobStatus.FAILED, 3)
    item.refresh_from_db()
    assert item.preview_type == ""


def test_bytes_that_are_others_are_not_made_playable(item, investigator, settings):
    kept = settings.STORAGE_ROOT / "obj" / item.sha256[:2] / item.sha256[2:4] / item.sha256
    kept.chmod(0o600)
    kept.write_bytes(media.film(1))
    converting.want(item, by=investigator)
    assert work() == 1
    assert Job.objects.get(task=converting.CONVERT).problem == converting.DAMAGED


@pytest.mark.parametrize("status", ["waiting", "quarantined"])
def test_what_is_not_read_or_locked_away_is_not_asked_for(item, investigator, status):
    Item.objects.filter(pk=item.pk).update(status=status)
    item.refresh_from_db()
    converting.want(item, by=investigator)
    assert work() == 0


@pytest.mark.parametrize(
    ("media_type", "codec", "plays"),
    [
        ("video/mp4", "h264", True), ("video/mp4", "hevc", False), ("video/quicktime", "mjpeg", False),
        ("video/x-matroska", "h264", False), ("audio/mpeg", "mp3float", True), ("audio/amr", "amrnb", False),
    ],
)  # fmt: skip
def test_browsers_play_by_type_and_codec(media_type, codec, plays):
    streams = [{"kind": "video" if media_type.startswith("video") else "audio", "codec": codec}]
    assert playing.as_it_is(Item(media_type=media_type, claimed={"streams": streams})) is plays
