"""Transcripts in three forms, and back; what is no transcript is refused with the line."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from witnesses.testimony.timecodes import NotATranscript, Segment, clock, read, written

SPEAKERS = st.sampled_from(["", "Q", "A", "INT-02", "Судья"])
SAID = (
    st.text(alphabet="абвAbc ,.!-", min_size=1, max_size=30)
    .map(str.strip)
    .filter(lambda one: one and not one.startswith(","))
)


@st.composite
def transcripts(draw):
    """Turns one after the other, each with an end but perhaps the last."""
    times = sorted(draw(st.lists(st.integers(0, 90_000_000), min_size=2, max_size=12, unique=True)))
    rows = [Segment(start, end, draw(SPEAKERS), draw(SAID)) for start, end in itertools.pairwise(times)]
    return rows if draw(st.booleans()) else [*rows, Segment(times[-1], None, draw(SPEAKERS), draw(SAID))]


@given(transcripts())
def test_what_was_typed_comes_back_as_it_was(rows):
    assert read(written(rows)) == rows


@given(transcripts())
def test_subrip_and_webvtt_say_the_same(rows):
    rows = [row for row in rows if row.end_ms is not None]
    times = [(clock_of(row.start_ms), clock_of(row.end_ms), said(row)) for row in rows]
    webvtt = "WEBVTT\n\nNOTE by hand\n\n" + "\n\n".join(f"{a} --> {b} align:start\n{t}" for a, b, t in times)
    subrip = "\ufeff" + "\r\n\r\n".join(
        f"{n}\r\n{a.replace('.', ',')} --> {b.replace('.', ',')}\r\n{t}" for n, (a, b, t) in enumerate(times, start=1)
    )
    assert read(webvtt) == rows
    assert read(subrip) == rows


def clock_of(milliseconds):
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def said(row):
    return f"{row.speaker}: {row.text}" if row.speaker else row.text


@given(st.integers(0, 359_999_999))
def test_a_clock_reads_back(milliseconds):
    assert read(f"[{clock(milliseconds)}] A: yes")[0].start_ms == milliseconds


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        rows = read(text)
    except NotATranscript:
        return
    assert rows
    assert all(row.text for row in rows)


def test_turns_are_put_into_the_order_of_their_times():
    rows = read("[00:00:09] A: later\n[00:00:01] Q: sooner")
    assert [(row.start_ms, row.end_ms, row.text) for row in rows] == [(1000, 9000, "sooner"), (9000, None, "later")]


def test_a_line_without_a_time_belongs_to_the_turn_before():
    assert read("[0:05] A: first\nsecond line")[0].text == "first\nsecond line"


def test_a_voice_tag_names_the_speaker():
    assert read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v INT-02>What <i>happened</i>?</v>") == [
        Segment(1000, 2000, "INT-02", "What happened?")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no time code"),
        ("Q: What happened?", "Line 1"),
        ("WEBVTT\n\n00:0x --> 00:02.000\nhello", "cannot be read"),
        ("00:00:05,000 --> 00:00:02,000\nhello", "ends before it begins"),
        ("[999:00:00] Q: hello", "hundred hours"),
    ],
    ids=["nothing", "no time", "broken time", "backwards", "too long"],
)
def test_what_is_no_transcript_is_refused(text, said):
    with pytest.raises(NotATranscript, match=said):
        read(text)
