"""Items that an older stage has read: that stage alone reads again, and nothing is there twice."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.cache import cache

from evidence.custody.models import Act, CustodyEntry
from evidence.ingestion import again, pipeline, reading, renewing, stages
from evidence.ingestion.models import StageRun
from evidence.items import actions as items
from evidence.items.models import Item, Page
from inquiry.audit.models import Entry
from inquiry.jobs.models import Job
from tests.evidence.cast import open_batch, receive

pytestmark = pytest.mark.django_db


def zipped():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("one.txt", "the first letter")
        archive.writestr("two.txt", "the second letter")
    return held.getvalue()


def work():
    while open_ := list(Job.objects.open().order_by("pk").values_list("pk", flat=True)):
        for pk in open_:
            pipeline.run(pk)


@pytest.fixture
def batch(inquiry, secretary, sent):
    cache.clear()
    made = open_batch(inquiry, secretary)
    receive(made, secretary, b"a letter about the seventh of January", "letter.txt")
    receive(made, secretary, zipped(), "two.zip")
    work()
    assert set(Item.objects.values_list("status", flat=True)) == {"read"}
    return made


def age(item, *names):
    """As if stages had read it before they were changed."""
    StageRun.objects.filter(item=item, stage__in=names).update(version="0")


def asked(monkeypatch):
    seen = []
    read = reading.read

    def told(item, request, on_stage=None):
        seen.append((item.name, request.stages))
        return read(item, request, on_stage)

    monkeypatch.setattr(renewing, "read", told)
    return seen


def test_nothing_is_older_when_nothing_changed(batch, secretary):
    assert again.read_older_again(batch.ref, by=secretary) == 0


def test_only_the_older_stage_and_what_follows_reads_again(batch, secretary, monkeypatch):
    letter, seen = Item.objects.get(name="letter.txt"), asked(monkeypatch)
    age(letter, "metadata")
    kept = dict(StageRun.objects.filter(item=letter).exclude(stage="metadata").values_list("stage", "ended_at"))
    assert again.read_older_again(batch.ref, by=secretary) == 1
    work()
    assert seen == [("letter.txt", ("metadata",))]
    letter.refresh_from_db()
    assert letter.status == "read"
    runs = StageRun.objects.filter(item=letter)
    assert {run.stage: run.ended_at for run in runs if run.stage != "metadata"} == kept
    assert dict(runs.values_list("stage", "version")) == stages.versions()


def test_a_language_that_somebody_described_stays(batch, secretary):
    letter = Item.objects.get(name="letter.txt")
    items.describe(letter.ref, by=secretary, language="kk")
    age(letter, "language")
    again.read_older_again(batch.ref, by=secretary)
    work()
    letter.refresh_from_db()
    assert (letter.status, letter.language) == ("read", "kk")


def test_text_is_replaced_and_stands_once(batch, secretary):
    letter = Item.objects.get(name="letter.txt")
    Page.objects.filter(item=letter).update(text="what an older reader made of it")
    Page.objects.create(item=letter, number=2, text="a page that there never was")
    age(letter, "text")
    again.read_older_again(batch.ref, by=secretary)
    work()
    assert list(Page.objects.filter(item=letter).values_list("number", "text")) == [
        (1, "a letter about the seventh of January")
    ]


def test_what_was_found_inside_is_there_once(batch, secretary):
    archive = Item.objects.get(name="two.zip")
    before = list(archive.children.order_by("order").values_list("ref", "name"))
    age(archive, "unpack", "identify")
    again.read_older_again(batch.ref, by=secretary)
    work()
    assert list(archive.children.order_by("order").values_list("ref", "name")) == before


def test_what_an_older_version_did_not_find_comes_behind(batch, secretary):
    archive = Item.objects.get(name="two.zip")
    lost = archive.children.get(name="one.txt")
    Item.objects.filter(pk=lost.pk).update(parent=None, depth=0, order=0)  # as if it had never been found there
    age(archive, "unpack")
    again.read_older_again(batch.ref, by=secretary)
    work()
    assert sorted(archive.children.values_list("order", "name")) == [(2, "two.txt"), (3, "one.txt")]


def test_custody_and_audit_say_which_versions(batch, secretary):
    letter = Item.objects.get(name="letter.txt")
    age(letter, "text", "language")
    again.read_older_again(batch.ref, by=secretary)
    work()
    line = CustodyEntry.objects.get(item=letter, act=Act.RETRIED)
    assert line.facts == {"older": {"text": "0", "language": "0"}}
    last = CustodyEntry.objects.filter(item=letter, act=Act.READ).order_by("-number")[0]
    assert last.facts["versions"] == stages.versions()
    assert Entry.objects.get(act="evidence.read_older_again").facts == {"items": 1}


def test_a_reading_that_breaks_off_leaves_what_was_read_before(batch, secretary, monkeypatch):
    letter = Item.objects.get(name="letter.txt")
    age(letter, "text")
    again.read_older_again(batch.ref, by=secretary)
    monkeypatch.setattr("evidence.ingestion.wire.Receiver.take", lambda *given: (_ for _ in ()).throw(EOFError()))
    work()
    letter.refresh_from_db()
    assert letter.status == "read"
    assert Page.objects.get(item=letter).text == "a letter about the seventh of January"


def test_the_page_counts_them_beside_its_button(batch, desk, secretary):
    age(Item.objects.get(name="letter.txt"), "text")
    cache.clear()
    page = desk(secretary).get(f"/evidence/batches/{batch.ref}/progress/").text
    assert "Read 1 item again that an older version has read" in page
    assert desk(secretary).post(f"/evidence/batches/{batch.ref}/read_older_again/").status_code == 302
    assert Item.objects.filter(status="waiting").count() == 1


def test_the_api_has_both_read_again(batch, api, secretary):
    client = api(secretary)
    age(Item.objects.get(name="letter.txt"), "text")
    assert client.post(f"/api/v1/evidence/batches/{batch.ref}/read_older_again/").status_code == 200
    assert client.post(f"/api/v1/evidence/batches/{batch.ref}/read_failed_again/").status_code == 200
    assert Item.objects.filter(status="waiting").count() == 1
