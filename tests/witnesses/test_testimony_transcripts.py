"""Transcripts: of the interview's recordings only, corrected by takes, reviewed by another, beside the player."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from inquiry.accounts import actions as accounts
from inquiry.shared.workflow import Refused
from tests.conftest import person
from tests.evidence.cast import item_of
from tests.witnesses.telling import consented, held, withdrawn, witness_of
from witnesses.testimony import taking, transcribing
from witnesses.testimony.transcripts import Transcript, TranscriptSegment

pytestmark = pytest.mark.django_db(databases=("default", "vault"))
TEXT = "[00:00:00] Q: What did you see?\n[00:00:02] A: Soldiers, at the gate."


@pytest.fixture
def witness(inquiry: Any, investigator: Any) -> Any:
    made = witness_of(inquiry, investigator)
    consented(made, investigator, "T2")
    return made


@pytest.fixture
def interview(inquiry: Any, witness: Any, investigator: Any) -> Any:
    item = item_of(inquiry, investigator, "C3", path="tone.wav")
    return taking.change(held(witness, investigator).ref, by=investigator, recordings=[item.ref])


@pytest.fixture
def transcript(interview: Any, investigator: Any) -> Any:
    return transcribing.begin(
        interview.ref, by=investigator, recording=interview.recordings[0], language="en", text=TEXT
    )


def test_turns_have_times_speakers_and_words(transcript):
    rows = [(row.start_ms, row.end_ms, row.speaker, row.text) for row in transcript.segments()]
    assert rows == [(0, 2000, "Q", "What did you see?"), (2000, None, "A", "Soldiers, at the gate.")]


def test_only_a_recording_of_the_interview_is_transcribed(inquiry, interview, investigator):
    other = item_of(inquiry, investigator, "C3")
    with pytest.raises(ValidationError):
        transcribing.begin(interview.ref, by=investigator, recording=other.ref, text=TEXT)


def test_text_without_time_codes_is_refused(interview, investigator):
    with pytest.raises(ValidationError, match="time code"):
        transcribing.begin(interview.ref, by=investigator, recording=interview.recordings[0], text="They came.")


def test_a_correction_is_a_further_take(transcript, investigator):
    transcribing.write(transcript.ref, by=investigator, text=TEXT.replace("gate", "wall"))
    transcript.refresh_from_db()
    assert transcript.takes == 2
    assert [row.text for row in transcript.segments()][1] == "Soldiers, at the wall."
    assert transcript.segment_set.filter(take=1)[1].text == "Soldiers, at the gate."
    with pytest.raises(ValidationError, match="Nothing differs"):
        transcribing.write(transcript.ref, by=investigator, text=TEXT.replace("gate", "wall"))


def test_it_is_locked_on_submitting_and_reviewed_by_another(
    inquiry, transcript, witness, investigator, protection_officer
):
    transcribing.step(transcript.ref, "submit", by=investigator)
    with pytest.raises(Refused):
        transcribing.write(transcript.ref, by=investigator, text="[00:01] A: otherwise")
    with pytest.raises(Refused, match="second person"):
        transcribing.step(transcript.ref, "approve", by=investigator)
    translator = person("translator", inquiry)
    accounts.assign(translator, witness, by=protection_officer)
    assert transcribing.step(transcript.ref, "send_back", by=translator).status == "draft"
    transcribing.write(transcript.ref, by=translator, text="[00:01] A: otherwise")
    transcribing.step(transcript.ref, "submit", by=translator)
    with pytest.raises(Refused, match="not transcribe"):
        transcribing.step(transcript.ref, "approve", by=translator)


def test_turns_are_never_changed(transcript):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TranscriptSegment.objects.filter(transcript=transcript).update(text="Nobody.")


def test_a_withdrawal_closes_it(desk, inquiry, transcript, witness, protection_officer, commissioner):
    accounts.assign(commissioner, witness, by=protection_officer)
    browser = desk(commissioner)
    assert "Soldiers" in browser.get(f"/testimony/transcripts/{transcript.ref}/").content.decode()
    withdrawn(witness, protection_officer)
    assert browser.get(f"/testimony/transcripts/{transcript.ref}/").status_code == 404
    assert not Transcript.objects.visible_to(commissioner).exists()


@pytest.mark.parametrize(
    ("role", "code"), [("auditor", 404), ("secretariat", 404), ("legal_analyst", 404), ("commissioner", 404), ("", 404)]
)
def test_nobody_else_finds_it_whatever_the_consent(desk, inquiry, transcript, witness, investigator, role, code):
    consented(witness, investigator, "T4")
    assert desk(person(role, inquiry)).get(f"/testimony/transcripts/{transcript.ref}/").status_code == code


def test_whoever_may_not_hear_it_reads_without_a_player(
    desk, inquiry, transcript, witness, investigator, protection_officer, legal_analyst
):
    accounts.assign(legal_analyst, witness, by=protection_officer)
    path = f"/testimony/transcripts/{transcript.ref}/"
    assert "<audio" in desk(investigator).get(path).content.decode()
    text = desk(legal_analyst).get(path).content.decode()
    assert "<audio" not in text
    assert "00:00:02" in text


def test_it_is_made_and_corrected_on_its_pages(desk, interview, investigator):
    browser = desk(investigator)
    form = {"recording": interview.recordings[0], "language": "en", "source": "human", "text": "no time"}
    path = f"/testimony/interviews/{interview.ref}/transcribe/"
    answer = browser.post(path, form)
    assert answer.status_code == 422
    assert "no time" in answer.content.decode()
    assert browser.post(path, {**form, "text": TEXT}).status_code == 302
    made = Transcript.objects.get()
    page = f"/testimony/transcripts/{made.ref}/"
    assert "[00:00:02] A: Soldiers" in browser.get(f"{page}write/").content.decode()
    assert browser.post(f"{page}write/", {"text": "[0:01] A: Yes.", "revision": made.revision}).status_code == 302
    assert browser.post(f"{page}steps/submit/").status_code == 302
    assert "Submitted, locked" in browser.get(page).content.decode()
