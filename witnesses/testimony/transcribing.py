"""Transcribe recordings, correct a transcript by a further take, submit and review it. The only place that writes them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.audit.register import add
from inquiry.shared.workflow import Refused, check
from witnesses.testimony import timecodes
from witnesses.testimony.interviews import Interview
from witnesses.testimony.steps import TRANSLATE
from witnesses.testimony.transcripts import Transcript, TranscriptSegment

SPEAKER = 16  # characters of a role or code


@transaction.atomic
def begin(interview_ref: str, *, by: User, recording: str, text: str, **fields: Any) -> Transcript:
    """Put down what is heard on a recording of an interview; `text` as `timecodes.read` takes it.

    Raises:
        Interview.DoesNotExist: there is none, or `by` may not read it.
        Refused: `by` may not transcribe it.
        ValidationError: it is no recording of this interview, or the text has no time codes.
    """
    interview = Interview.objects.readable_by(by).get(ref=interview_ref)
    if recording not in interview.recordings:
        raise ValidationError({"recording": _("The interview does not name this recording: name it there first.")})
    segments = _read(text)
    row = Transcript(
        inquiry=interview.inquiry,
        witness=interview.witness,
        interview=interview,
        recording=recording,
        takes=1,
        **fields,
    )
    add(row, by=by, right=TRANSLATE, act="transcript.begin", over=interview, interview=interview, recording=recording)
    _save(row, segments, by)
    return row


@transaction.atomic
def write(ref: str, *, by: User, text: str, expected: int | None = None) -> Transcript:
    """Write the next take: the whole transcript as it is now; the takes before stay.

    Raises:
        Transcript.DoesNotExist: there is none, or `by` may not read it.
        Refused: it is locked, `by` may not, or does not see all of it; a colleague was faster (`Conflict`).
        ValidationError: the text has no time codes, or nothing differs.
    """
    transcript = _locked(ref, by)
    check(transcript, "write", by)
    if not by.may(Right.TESTIMONY_UNSHIELDED, transcript):
        sentence = _("You see this transcript with names covered, so you cannot rewrite it.")
        raise Refused(sentence, verb="write", ref=ref)
    segments = _read(text)
    if segments == [row.as_segment for row in transcript.segments()]:
        raise ValidationError({"text": _("Nothing differs from the take before.")})
    transcript.change({"takes": transcript.takes + 1}, expected=expected)
    _save(transcript, segments, by)
    audit.record("transcript.write", about=transcript, by=by, take=transcript.takes, turns=len(segments))
    return transcript


def _read(text: str) -> list[timecodes.Segment]:
    try:
        segments = timecodes.read(text)
    except timecodes.NotATranscript as problem:
        raise ValidationError({"text": str(problem)}) from problem
    if any(len(one.text) > 20_000 for one in segments):
        raise ValidationError({"text": _("A turn has at most 20,000 characters.")})
    return segments


def _save(transcript: Transcript, segments: list[timecodes.Segment], by: User) -> None:
    TranscriptSegment.objects.bulk_create(
        [
            TranscriptSegment(
                transcript=transcript, take=transcript.takes, number=number, start_ms=one.start_ms, end_ms=one.end_ms,
                speaker=one.speaker[:SPEAKER], text=one.text, created_by=by,
            )
            for number, one in enumerate(segments, start=1)
        ]
    )  # fmt: skip


@transaction.atomic
def step(ref: str, verb: str, *, by: User) -> Transcript:
    """`submit` it for review (it is locked from here), `approve` it as another person, or `send_back`."""
    transcript = _locked(ref, by)
    row = check(transcript, verb, by)
    if verb != "submit" and transcript.segments().filter(created_by=by).exists():
        raise Refused(_("Somebody who did not transcribe it has to review it."), verb=verb, ref=ref)
    transcript.change({"status": row.target})
    audit.record(f"transcript.{verb}", about=transcript, by=by, take=transcript.takes)
    return transcript


def note_read(transcript: Transcript, *, by: User, shielded: bool) -> None:
    """Record that `by` read a transcript."""
    audit.record("transcript.read", about=transcript, by=by, take=transcript.takes, shielded=shielded)


def _locked(ref: str, by: User) -> Transcript:
    seen = Transcript.objects.readable_by(by).get(ref=ref)
    return Transcript.objects.select_for_update(of=("self",)).get(pk=seen.pk)
