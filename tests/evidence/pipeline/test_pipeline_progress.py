"""Figures about reading tell nobody more than the items themselves would, and cost little to ask."""

from __future__ import annotations

import html
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from evidence.ingestion import progress
from evidence.ingestion.models import StageRun
from evidence.items.coding import MEANS, Outcome
from evidence.items.models import Item
from inquiry.jobs.models import Job, JobStatus
from tests.evidence.cast import child_of, item_of, open_batch, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture
def batch(inquiry, secretary, sent):
    made = open_batch(inquiry, secretary, "C1")
    for number in range(3):
        receive(made, secretary, path=f"{number}.txt")
    return made


def raised(batch):
    """One item of the batch, held more closely than the batch, that went wrong while its job is at work."""
    item = Item.objects.filter(batch=batch).order_by("pk")[0]
    Item.objects.filter(pk=item.pk).update(classification="C4", status="damaged", problem="Page 7 names the minister.")
    other = Item.objects.filter(batch=batch).order_by("pk")[1]
    Item.objects.filter(pk=other.pk).update(classification="C4")
    Job.objects.filter(about_id=other.pk).update(status=JobStatus.RUNNING, stage="ocr")
    return item, other


def test_a_batch_tells_nothing_of_items_that_were_raised(batch, desk, investigator):
    hidden = raised(batch)
    page = desk(investigator).get(f"/evidence/batches/{batch.ref}/progress/")
    assert page.status_code == 200
    assert page.context["progress"].total == 1
    assert "minister" not in page.text
    assert not [item.ref for item in hidden if item.ref in page.text]


def test_whoever_sees_jobs_is_told_totals_and_nothing_of_any_item(batch, desk, administrator):
    hidden = raised(batch)
    page = desk(administrator).get("/evidence/jobs/")
    assert page.context["totals"].by_outcome == [("waiting", "Waiting to be read", 2), ("damaged", "Damaged", 1)]
    assert "minister" not in page.text
    assert not [item.ref for item in hidden if item.ref in page.text]


def test_two_questions_tell_how_far_reading_is(batch, django_assert_num_queries):
    rows = Item.objects.filter(batch=batch)
    rows.filter(path="0.txt").update(status="read", read_at=timezone.now())
    rows.filter(path="1.txt").update(status="damaged", read_at=timezone.now(), problem="Broken.")
    with django_assert_num_queries(2):
        found = progress.of(rows, running=False)
    assert (found.total, found.done, found.reasons, found.over) == (3, 2, [("damaged", "Damaged", "Broken.", 1)], False)
    assert found.rate > 0
    assert found.minutes_left == 1


def test_an_answer_is_given_again_for_some_seconds(batch, secretary, investigator, django_assert_num_queries):
    first = progress.of_batch(batch, secretary)
    with django_assert_num_queries(1):  # is anything read just now?
        assert progress.of_batch(batch, secretary) == first
    raised(batch)
    assert progress.of_batch(batch, investigator).total == 1, "each person has an answer of their own"


def test_no_name_and_no_reason_is_given_to_the_cache(batch, secretary, monkeypatch):
    kept = []
    monkeypatch.setattr(progress, "_kept", lambda _name, counted, _seconds: kept.append(counted()) or kept[-1])
    one, other = Item.objects.filter(batch=batch).order_by("pk")[:2]
    Item.objects.filter(pk=one.pk).update(status="damaged", problem="Names a person.")
    Job.objects.filter(about_id=other.pk).update(status=JobStatus.RUNNING, stage="ocr")
    found = progress.of_batch(batch, secretary)
    assert ([row[2] for row in found.reasons], found.running[0][1]) == (["Names a person."], other.name)
    assert "Names a person." not in repr(kept)
    assert other.name not in repr(kept)


def read_as(batch, *outcomes):
    items = list(Item.objects.filter(batch=batch).order_by("pk"))
    for item, (outcome, problem) in zip(items, outcomes, strict=True):
        Item.objects.filter(pk=item.pk).update(status=outcome, problem=problem)
    return items


def test_every_reason_is_counted_and_leads_to_its_items(batch, desk, secretary):
    child_of(Item.objects.filter(batch=batch).order_by("pk")[0])
    said = ("read", ""), ("partly_read", "Page 2 & more."), ("unsupported", "No reader."), ("encrypted", "Locked.")
    items, browser = read_as(batch, *said), desk(secretary)
    page = browser.get(f"/evidence/batches/{batch.ref}/progress/").text
    assert "All 4 items have been read: 1 whole, 1 in part, 1 locked, 1 of kinds that are only kept." in page
    assert "Of the 4 items 1 was found inside another file." in page
    links = [html.unescape(one) for one in re.findall(r'<tr><td><a href="([^"]+)"', page)]
    listed = [[row.pk for row in browser.get(link).context["page"].rows] for link in links]
    assert sorted(listed) == [[item.pk] for item in items[1:]]
    every = browser.get(f"/evidence/?batch={batch.ref}&status=not_whole").context["page"].rows
    assert sorted(row.pk for row in every) == [item.pk for item in items[1:]]


def test_reasons_that_are_cut_off_are_counted(batch, secretary, desk, monkeypatch):
    monkeypatch.setattr(progress, "MOST_REASONS", 2)
    read_as(batch, ("damaged", "A."), ("damaged", "B."), ("damaged", "C."))
    found = progress.of_batch(batch, secretary)
    assert ([row[2] for row in found.reasons], found.unnamed) == (["A.", "B."], 1)
    assert "1 item more has another" in desk(secretary).get(f"/evidence/batches/{batch.ref}/progress/").text


def test_what_is_read_now_is_told_by_name_and_in_words(batch, desk, secretary, investigator):
    _item, other = raised(batch)
    third = Item.objects.filter(batch=batch).order_by("pk")[2]
    Job.objects.filter(about_id=third.pk).update(status=JobStatus.RUNNING, stage="ocr", done=1, total=4)
    page = desk(investigator).get(f"/evidence/batches/{batch.ref}/progress/").text
    assert all(words in page for words in (third.ref, "2.txt", "text in pictures", "1/4"))
    assert other.ref not in page


def test_the_page_and_its_panel_agree_on_what_has_arrived(inquiry, secretary, sent, desk):
    browser, fresh = desk(secretary), open_batch(inquiry, secretary, "C1")
    panel = f"/evidence/batches/{fresh.ref}/progress/"
    assert "Nothing that you may know of has arrived yet." in browser.get(panel).text
    item = receive(fresh, secretary)
    assert item.ref in browser.get(f"/evidence/batches/{fresh.ref}/").text
    assert "Nothing that you may know of has arrived yet." not in browser.get(panel).text


def test_the_slowest_stages_are_added_up_by_the_database(inquiry, secretary, sent, django_assert_num_queries):
    for seconds in (2.0, 3.0):
        item = item_of(inquiry, secretary)
        for stage, share in (("ocr", 1.0), ("text", 0.5)):
            said = {"version": "1", "outcome": "read", "findings_digest": "", "seconds": seconds * share}
            StageRun.objects.create(item=item, stage=stage, **said)
    with django_assert_num_queries(1):
        assert progress.slowest() == [("ocr", 2, 5.0), ("text", 2, 2.5)]


def test_every_outcome_has_a_word_and_a_sentence(batch, desk, secretary):
    assert set(MEANS) == set(Outcome)
    assert all(str(sentence).endswith(".") for sentence in MEANS.values())
    items = list(Item.objects.filter(batch=batch).order_by("pk"))
    for item, outcome in zip(items, ("read", "quarantined", "failed"), strict=True):
        Item.objects.filter(pk=item.pk).update(status=outcome, problem="A sentence.")
    page = desk(secretary).get(f"/evidence/batches/{batch.ref}/progress/").text
    assert "Everything in it was read." in page
    assert "nobody opens it" in page
    assert "The system, not the file, is at fault" in page
