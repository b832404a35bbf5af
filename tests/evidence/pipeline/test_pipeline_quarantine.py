"""What was quarantined says nothing by another door, and no reading under way ends as if nothing had been found."""

from __future__ import annotations

import pytest

from evidence.excerpts import actions as excerpts
from evidence.ingestion import clamd, malware, pipeline, stages, twins, writing
from evidence.ingestion.lease import Lease
from evidence.ingestion.models import StageRun
from evidence.items.models import Item, Page
from evidence.search import keeping, queue
from evidence.search.models import IndexPending
from evidence.search.results import search
from evidence.viewer import actions as viewer
from inquiry.jobs import actions as jobs
from inquiry.jobs.models import Job
from tests.evidence.cast import item_of
from tests.evidence.search import corpus
from tests.evidence.viewer.made import read_item

pytestmark = pytest.mark.django_db
FOUND = clamd.Verdict(signature="Tests.Evil", version="1")


def test_excerpts_and_corrections_say_nothing_until_it_is_released(
    inquiry, secretary, protection_officer, sent, desk, api
):
    item = read_item(inquiry, secretary, ["It says xyzzy plugh."])
    taken = excerpts.take(ref=item.ref, page=1, by=secretary, quote="xyzzy plugh")
    viewer.correct(ref=item.ref, page=1, text="It says qwfpg.", reason="r", by=secretary)
    pages = ("excerpts/", f"excerpts/{taken.ref}/", f"items/{item.ref}/", f"items/{item.ref}/pages/1/history/")
    doors = [(desk(secretary), f"/evidence/{page}") for page in pages]
    doors += [(api(secretary), f"/api/v1/evidence/{page}") for page in ("excerpts/", pages[1], "corrections/")]

    def said():
        texts = [browser.get(address).content.decode() for browser, address in doors]
        return [address for (_b, address), text in zip(doors, texts, strict=True) if "xyzzy" in text or "qwfpg" in text]

    assert len(said()) == len(doors)
    malware._close(item, FOUND)
    assert said() == []
    malware.release(item.ref, by=protection_officer, reason="A false alarm")
    assert set(pages[:2]) <= {address.removeprefix("/evidence/") for address in said()}


def test_its_words_are_not_counted_before_it_is_indexed_anew(inquiry, secretary, monkeypatch):
    item = corpus.item(corpus.batch(inquiry, secretary), "xyzzy words")
    corpus.catch_up()
    monkeypatch.setattr(keeping, "catch_up", lambda *_args: None)
    assert search("xyzzy", by=secretary).total == 1
    malware._close(item, FOUND)
    assert (search("xyzzy", by=secretary).total, queue.stale()) == (0, [item.pk])


@pytest.mark.parametrize(("was", "becomes", "access"), [("read", "failed", False), ("quarantined", "waiting", True)])
def test_only_quarantine_takes_an_entry_out_at_once(was, becomes, access, inquiry, secretary):
    item = corpus.item(corpus.batch(inquiry, secretary), "words", status=was)
    IndexPending.objects.all().delete()
    Item.objects.filter(pk=item.pk).update(status=becomes)
    assert list(IndexPending.objects.values_list("item_id", "access")) == [(item.pk, access)]


@pytest.fixture
def clean(settings, monkeypatch):
    """A scanner that found nothing yet; how often it was asked."""
    settings.CLAMD = "somewhere"
    asked: list[int] = []
    monkeypatch.setattr(malware, "passes", lambda item, _lease: asked.append(item.pk) or True)
    return asked


def under_way(inquiry, by):
    """An item all of whose stages ran; page 2 was left for another round of OCR."""
    item = item_of(inquiry, by, content=b"same bytes")
    Page.objects.create(item=item, number=1, text="Words")
    for stage, version in stages.versions().items():
        left = [2] if stage == "ocr" else []
        StageRun.objects.create(item=item, stage=stage, version=version, outcome="read", left=left)
    return item


def run(item):
    pipeline.run(Job.objects.get(about_id=item.pk, task=pipeline.INGEST).pk)
    item.refresh_from_db()
    return item.status, Page.objects.filter(item=item).exists(), Job.objects.get(about_id=item.pk).status


def found_in(other):
    """The scanner learns of it, at the other item with these bytes."""
    malware._ran(other, FOUND, passed=False, seconds=0.0)
    malware._close(other, FOUND)


@pytest.mark.parametrize("released", [False, True])
def test_what_is_found_in_its_twin_meanwhile_closes_it_too(
    released, clean, inquiry, secretary, protection_officer, sent, monkeypatch
):
    item, other = under_way(inquiry, secretary), item_of(inquiry, secretary, content=b"same bytes")
    if released:
        malware._close(item, FOUND)
        malware.release(item.ref, by=protection_officer, reason="A false alarm")

    def last_round(item, _asked, lease):
        found_in(other)
        StageRun.objects.filter(item=item, stage="ocr").update(left=[])
        writing.end_again(item, lease)

    monkeypatch.setattr(pipeline, "_ocr_round", last_round)
    if released:
        monkeypatch.setattr(pipeline, "_first_pass", lambda item, lease: last_round(item, [], lease) or [])
    status, pages, job = run(item)
    assert (status, job) == (("read" if released else "quarantined"), "done")
    assert not pages
    assert clean == [item.pk]


def test_what_was_found_before_this_reading_began_is_the_scanner_s_to_say(clean, inquiry, secretary, sent, monkeypatch):
    item, other = under_way(inquiry, secretary), item_of(inquiry, secretary, content=b"same bytes")
    found_in(other)

    def last_round(item, _asked, lease):
        StageRun.objects.filter(item=item, stage="ocr").update(left=[])
        writing.end_again(item, lease)

    monkeypatch.setattr(pipeline, "_ocr_round", last_round)
    assert run(item) == ("read", True, "done")
    assert clean == [item.pk]


def test_nothing_is_taken_over_from_a_twin_in_which_something_was_found_meanwhile(clean, inquiry, secretary, sent):
    twin, item = (item_of(inquiry, secretary, content=b"same bytes") for _ in range(2))
    job = jobs.take(Job.objects.get(about_id=item.pk).pk)
    found_in(twin)
    with Lease(job) as lease:
        twins.copy(item, twin, lease)
    item.refresh_from_db()
    assert item.status == "quarantined"
