"""Recordings played in the page: ranges to those who may hear them, never a file to keep, stopped by a withdrawal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from evidence import storage
from evidence.items import playing
from evidence.items.models import Item
from evidence.items.playing import span_of
from inquiry.accounts import actions as accounts
from inquiry.audit.models import Entry
from inquiry.demonstration.documents.tones import recording
from tests.conftest import person
from tests.evidence.cast import item_of
from tests.witnesses.telling import consented, held, withdrawn, witness_of
from witnesses.testimony import taking

SOUND = recording([(0.2, 440), (0.1, 0), (0.2, 660)])


@pytest.fixture
def item(inquiry: Any, investigator: Any) -> Any:
    """A recording that was read: its type comes from its content."""
    made = item_of(inquiry, investigator, "C3", content=SOUND, path="interview.wav")
    Item.objects.filter(pk=made.pk).update(media_type="audio/x-wav", status="read")
    return Item.objects.get(pk=made.pk)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_recording_is_streamed_inline_in_ranges(desk, item, investigator):
    browser = desk(investigator)
    whole = browser.get(f"/evidence/items/{item.ref}/play/")
    assert (whole.status_code, whole["Content-Type"], whole["Content-Disposition"]) == (200, "audio/wav", "inline")
    assert "no-store" in whole["Cache-Control"]
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert body(whole) == SOUND
    part = browser.get(f"/evidence/items/{item.ref}/play/", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 10-19/{len(SOUND)}")
    assert body(part) == SOUND[10:20]
    beyond = browser.get(f"/evidence/items/{item.ref}/play/", headers={"Range": f"bytes={len(SOUND)}-"})
    assert beyond.status_code == 416


def test_each_playing_is_recorded(desk, item, investigator):
    browser = desk(investigator)
    body(browser.get(f"/evidence/items/{item.ref}/play/", headers={"Range": "bytes=0-99"}))
    body(browser.get(f"/evidence/items/{item.ref}/play/", headers={"Range": "bytes=100-"}))
    facts = [
        one.facts for one in Entry.objects.filter(act="recording.play", about=item.ref, by=investigator).order_by("pk")
    ]
    assert facts == [{"first": 0, "last": 99}, {"first": 100, "last": len(SOUND) - 1}]


@pytest.mark.parametrize("destination", ["document", "iframe", "empty", "image"])
def test_a_browser_that_would_keep_or_show_it_alone_gets_nothing(desk, item, investigator, destination):
    answer = desk(investigator).get(f"/evidence/items/{item.ref}/play/", headers={"Sec-Fetch-Dest": destination})
    assert answer.status_code == 409
    assert SOUND[:40] not in answer.content


@pytest.mark.parametrize("destination", ["audio", "video"])
def test_a_player_gets_it(desk, item, investigator, destination):
    answer = desk(investigator).get(f"/evidence/items/{item.ref}/play/", headers={"Sec-Fetch-Dest": destination})
    assert body(answer) == SOUND


@pytest.mark.parametrize(
    ("role", "assigned", "code"),
    [
        ("investigator", False, 404), ("investigator", True, 200), ("translator", False, 404), ("translator", True, 200),
        ("protection_officer", False, 200), ("commissioner", True, 404), ("legal_analyst", False, 404),
        ("legal_analyst", True, 200), ("secretariat", False, 404), ("auditor", False, 404),
        ("administrator", False, 404), ("", False, 404),
    ],
)  # fmt: skip
def test_what_is_held_closely_is_heard_by_whoever_may_have_its_bytes(
    desk, inquiry, item, protection_officer, role, assigned, code
):
    reader = person(role, inquiry)
    if assigned:
        accounts.assign(reader, item, by=protection_officer)
    assert desk(reader).get(f"/evidence/items/{item.ref}/play/").status_code == code


@pytest.mark.parametrize("level", ["C0", "C1"])
@pytest.mark.parametrize("role", ["secretariat", "commissioner", "investigator", "legal_analyst", "protection_officer"])
def test_a_film_that_is_held_openly_is_played_by_whoever_may_read_it(desk, inquiry, item, role, level):
    Item.objects.filter(pk=item.pk).update(classification=level)
    assert body(desk(person(role, inquiry)).get(f"/evidence/items/{item.ref}/play/")) == SOUND


@pytest.mark.django_db(databases=("default", "vault"))
@pytest.mark.parametrize("role", ["secretariat", "commissioner", "legal_analyst"])
def test_the_recording_of_an_interview_stays_behind_its_right_and_so_does_every_copy(
    desk, inquiry, item, investigator, protection_officer, role
):
    copy = item_of(inquiry, investigator, "C1", content=SOUND, path="again.wav")
    Item.objects.update(classification="C1", media_type="audio/x-wav", status="read")
    interview = held(witness_of(inquiry, investigator), investigator)
    reader = person(role, inquiry)
    accounts.assign(reader, item, by=protection_officer)
    paths = [f"/evidence/items/{one.ref}/play/" for one in (item, copy)]
    assert [desk(reader).get(path).status_code for path in paths] == [200, 200]
    taking.change(interview.ref, by=investigator, recordings=[item.ref])
    assert [desk(reader).get(path).status_code for path in paths] == [404, 404]
    assert [desk(protection_officer).get(path).status_code for path in paths] == [200, 200]


def test_what_is_hidden_reads_like_what_is_missing(desk, item, outsider):
    browser = desk(outsider)
    hidden, missing = (browser.get(f"/evidence/items/{ref}/play/") for ref in (item.ref, "E-999999"))
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


@pytest.mark.parametrize(
    ("media_type", "status"), [("text/html", "read"), ("image/svg+xml", "read"), ("audio/x-wav", "waiting")]
)
def test_only_what_its_content_says_is_sound_or_video_is_played(desk, item, investigator, media_type, status):
    Item.objects.filter(pk=item.pk).update(media_type=media_type, status=status)
    assert desk(investigator).get(f"/evidence/items/{item.ref}/play/").status_code == 404


def test_bytes_that_are_others_are_not_played(desk, item, investigator):
    path = Path(default_storage.path(storage.key_of(item.sha256)))
    path.chmod(0o600)
    path.write_bytes(SOUND[:-1] + b"\x01")
    answer = desk(investigator).get(f"/evidence/items/{item.ref}/play/")
    assert answer.status_code == 409
    assert not Entry.objects.filter(act="recording.play").exists()


@pytest.mark.django_db(databases=("default", "vault"))
def test_a_withdrawal_stops_the_next_range(desk, inquiry, item, investigator, protection_officer):
    witness = witness_of(inquiry, investigator)
    interview = held(witness, investigator)
    taking.change(interview.ref, by=investigator, recordings=[item.ref])
    consented(witness, investigator, "T2")
    translator = person("translator", inquiry)
    for record in (item, witness):
        accounts.assign(translator, record, by=protection_officer)
    browser = desk(translator)
    path, some = f"/evidence/items/{item.ref}/play/", {"Range": "bytes=0-9"}
    assert browser.get(path, headers=some).status_code == 206
    withdrawn(witness, protection_officer)
    assert browser.get(path, headers=some).status_code == 404
    assert desk(protection_officer).get(path, headers=some).status_code == 206


@pytest.mark.django_db(databases=("default", "vault"))
def test_assigned_to_the_item_but_not_to_the_witness_hears_nothing(
    desk, inquiry, item, investigator, protection_officer
):
    witness = witness_of(inquiry, investigator)
    interview = held(witness, investigator)
    taking.change(interview.ref, by=investigator, recordings=[item.ref])
    consented(witness, investigator, "T2")
    translator = person("translator", inquiry)
    accounts.assign(translator, item, by=protection_officer)
    assert desk(translator).get(f"/evidence/items/{item.ref}/play/").status_code == 404


@pytest.mark.django_db(databases=("default", "vault"))
def test_the_recording_of_an_interview_is_taken_away_by_nobody(desk, inquiry, item, investigator):
    browser, path = desk(investigator), f"/evidence/items/{item.ref}/download/"
    assert body(browser.post(path)) == SOUND
    interview = held(witness_of(inquiry, investigator), investigator)
    taking.change(interview.ref, by=investigator, recordings=[item.ref])
    assert browser.post(path).status_code == 409
    assert Entry.objects.filter(act="evidence.download").count() == 1


@given(st.integers(1, 10_000), st.integers(0, 12_000), st.none() | st.integers(0, 12_000))
def test_a_range_lies_within_the_file(size, first, last):
    span = span_of(f"bytes={first}-{'' if last is None else last}", size)
    if first >= size or (last is not None and last < first):
        assert span is None
    else:
        assert span == (first, min(size - 1, last if last is not None else size - 1))


@given(st.integers(1, 10_000), st.integers(0, 12_000))
def test_the_end_of_a_file_is_asked_for_by_its_length(size, tail):
    assert span_of(f"bytes=-{tail}", size) == ((max(size - tail, 0), size - 1) if tail else None)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=--1", "bytes=-"])
def test_what_is_no_single_range_gives_the_whole(asked):
    assert span_of(asked, 10) == (0, 9)


def test_streams_that_are_none_bring_no_page_down(inquiry, investigator, sent):
    item = item_of(inquiry, investigator, "C1", path="a.mp4")
    item.media_type, item.claimed = "video/mp4", {"streams": ["h264", 5, None]}
    assert playing.as_it_is(item)
    item.claimed = {"streams": ["h264", {"kind": "video", "codec": "mpeg4"}]}
    assert not playing.as_it_is(item)
