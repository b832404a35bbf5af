"""Transcripts with time codes: SubRip, WebVTT, or typed as `[00:01:23] Q: What happened?`. Pure.

Times are milliseconds from the beginning of the recording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

CLOCK = r"(?:(?P<h{0}>\d{{1,3}}):)?(?P<m{0}>[0-5]?\d):(?P<s{0}>[0-5]?\d)(?:[.,](?P<f{0}>\d{{1,3}}))?"
CUE = re.compile(rf"^\s*{CLOCK.format(1)}\s*-->\s*{CLOCK.format(2)}(?:\s.*)?$")
TYPED = re.compile(rf"^\s*\[{CLOCK.format(1)}(?:\s*[-–]\s*{CLOCK.format(2)})?\]\s*(?P<said>.*)$")
SPEAKER = re.compile(r"^(?P<who>[\w][\w .-]{0,15}):\s+(?P<said>.*)$", re.DOTALL | re.UNICODE)
VOICE = re.compile(r"^<v(?:\.[^ >]*)?\s+(?P<who>[^>]{1,16})>(?P<said>.*)$", re.DOTALL)
TAGS = re.compile(r"</?(?:b|i|u|c|v|lang|ruby|rt|font|\d\d:)[^>]*>", re.IGNORECASE)
BLOCKS = re.compile(r"\n[^\S\n]*\n+")
MOST = 20_000  # segments
LONGEST = 100 * 3600 * 1000  # milliseconds; nobody speaks for longer on one recording


class NotATranscript(ValueError):
    """The text has no time codes where they are needed. The message is a sentence that names the line."""


@dataclass(frozen=True, slots=True)
class Segment:
    """From `start_ms` to `end_ms` (None: until the next) `speaker`, by role or code, said `text`."""

    start_ms: int
    end_ms: int | None
    speaker: str
    text: str


def read(text: str) -> list[Segment]:
    """The segments of a transcript in any of the three forms, in the order of their times.

    Raises:
        NotATranscript: a line has no time code that can be read, an end before its start, or there is none at all.
    """
    plain = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    found = _cues(plain) if "-->" in plain else _typed(plain)
    if not found:
        raise NotATranscript(_("There is no time code in this text. Write each turn as [00:01:23] Q: What happened?"))
    if len(found) > MOST:
        raise NotATranscript(_("At most %(most)s turns in one transcript.") % {"most": MOST})
    return _closed(sorted(found, key=lambda one: one.start_ms))


def _cues(text: str) -> list[Segment]:
    """SubRip and WebVTT alike: blocks with a line of times; what has none (a number, NOTE, STYLE) is passed over."""
    found = []
    for block in BLOCKS.split(text):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines) if "-->" in line), None)
        if at is None:
            continue
        times = CUE.match(lines[at])
        if times is None:
            raise NotATranscript(_("These times cannot be read: %(line)s") % {"line": lines[at].strip()[:80]})
        said = "\n".join(line.strip() for line in lines[at + 1 :] if line.strip())
        if said:
            found.append(_segment(times, said, lines[at]))
    return found


def _typed(text: str) -> list[Segment]:
    """One turn to a time code; lines without one belong to the turn before them."""
    found: list[Segment] = []
    for number, line in enumerate(text.split("\n"), start=1):
        times = TYPED.match(line)
        if times:
            found.append(_segment(times, times["said"], line))
        elif line.strip() and found:
            last = found[-1]
            found[-1] = replace(last, text=f"{last.text}\n{line.strip()}".strip())
        elif line.strip():
            sentence = _("Line %(number)s has no time code. Begin it with one, for example [00:01:23].")
            raise NotATranscript(sentence % {"number": number})
    return [one for one in found if one.text]


def _segment(times: re.Match[str], said: str, line: str) -> Segment:
    start = _milliseconds(times, 1)
    end = _milliseconds(times, 2) if times["s2"] is not None else None
    if end is not None and end < start:
        raise NotATranscript(_("This turn ends before it begins: %(line)s") % {"line": line.strip()[:80]})
    voice = VOICE.match(said)
    plain = TAGS.sub("", voice["said"] if voice else said).strip()
    if voice:
        return Segment(start, end, voice["who"].strip(), plain)
    spoken = SPEAKER.match(plain)
    return (
        Segment(start, end, spoken["who"].strip(), spoken["said"].strip()) if spoken else Segment(start, end, "", plain)
    )


def _milliseconds(times: re.Match[str], which: int) -> int:
    hours, minutes, seconds = (int(times[f"{part}{which}"] or 0) for part in "hms")
    found = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((times[f"f{which}"] or "0").ljust(3, "0"))
    if found > LONGEST:
        raise NotATranscript(_("A recording is not longer than a hundred hours."))
    return found


def _closed(rows: list[Segment]) -> list[Segment]:
    """Each turn without an end ends where the next begins; the last stays open."""
    following = [one.start_ms for one in rows[1:]]
    return [
        replace(one, end_ms=following[n]) if one.end_ms is None and n < len(following) else one
        for n, one in enumerate(rows)
    ]


def clock(milliseconds: int) -> str:
    """`00:01:23`; parts of a second are shown where there are any: `00:01:23.450`."""
    seconds, rest = divmod(milliseconds, 1000)
    whole = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{whole}.{rest:03d}" if rest else whole


def written(rows: list[Segment]) -> str:
    """Segments as they are typed; `read` gives them back."""
    return "\n".join(_line(one) for one in rows)


def _line(one: Segment) -> str:
    until = f"–{clock(one.end_ms)}" if one.end_ms is not None else ""
    who = f"{one.speaker}: " if one.speaker else ""
    return f"[{clock(one.start_ms)}{until}] {who}{one.text}"
