"""The picture of the dealings: one line per record, each step where it stands in time, imprecise ones as bars. Pure.

SVG with presentation attributes only, so that it shows under a strict policy, prints, and can stand in a PDF. Shapes differ
as well as colours; each mark says in a `<title>` what it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from inquiry.cooperation import sentences
from inquiry.cooperation.values import Happening, Line, Mark, Party
from inquiry.shared.dates import Moment
from inquiry.shared.drawing.scale import Scale, scale_over
from inquiry.shared.drawing.svg import framed, ruled, text

WIDTH, LEFT, RIGHT, TOP, ROW, HEAD = 960, 250, 16, 34, 26, 24
TONES = {
    Mark.ASKED: "#4a6fa5", Mark.GIVEN: "#2f7d4f", Mark.SET: "#7a5ca8", Mark.TAKEN_BACK: "#b7612a", Mark.REFUSED: "#b03a36",
    Mark.OTHER: "#7d8590",
}  # fmt: skip


def scale_of(parties: Sequence[Party]) -> Scale | None:
    """The span of every time that bounds something; None when nothing is dated."""
    moments = [
        one for party in parties for line in party.lines for step in line.happenings for one in (step.at, step.set_for)
    ]
    bounds = (bound for one in moments if one for bound in (one.earliest, one.latest) if bound)
    return scale_over(bounds, LEFT, WIDTH - RIGHT)


def timeline(parties: Sequence[Party], scale: Scale | None = None, *, name: str = "timeline") -> str:
    """The SVG of these parties' lines; empty when nothing is dated.

    Args:
        scale: to give several pictures the same axis.
        name: makes the ids of title and description unique on a page.
    """
    scale = scale or scale_of(parties)
    if scale is None:
        return ""
    y, parts = TOP, []
    for party in parties:
        parts.append(text(8, y + 16, party.name, weight="600", most=60))
        y += HEAD
        for line in party.lines:
            parts.append(_line(line, y, scale))
            y += ROW
    foot = y + 8
    height = foot + 26
    ticks = (tick for stretch in scale.stretches for tick in stretch.ticks)
    return framed(
        ruled(scale, ticks, TOP, foot) + "".join(parts) + _legend(foot), width=WIDTH, height=height, name=name,
        title=_("Dealings with the authorities over time"), words=words(parties), kind="timeline-picture",
    )  # fmt: skip


def picture(parties: Sequence[Party]) -> SafeString:
    """The picture as part of a page: drawn by us, every text in it escaped."""
    return mark_safe(timeline(parties))  # noqa: S308 - see the docstring


def words(parties: Sequence[Party]) -> str:
    """The picture in words: how many lines and steps; the table says each."""
    lines = [line for party in parties for line in party.lines]
    steps = sum(len(line.happenings) for line in lines)
    return _("%(lines)d lines with %(steps)d steps. The table says each of them in words.") % {
        "lines": len(lines), "steps": steps,
    }  # fmt: skip


def _line(line: Line, y: float, scale: Scale) -> str:
    middle = y + ROW / 2
    label = text(16, middle + 4, f"{line.ref} {line.subject}", most=36)
    track = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{middle}" y2="{middle}" stroke="currentColor" stroke-opacity="0.18"/>'
    return label + track + "".join(_step(one, line, middle, scale) for one in line.happenings)


def _step(one: Happening, line: Line, y: float, scale: Scale) -> str:
    marks = []
    if one.set_for is not None:
        hint = _("%(ref)s: set for %(when)s") % {"ref": line.ref, "when": sentences.when(one.set_for)}
        marks.append(_mark(one.set_for, Mark.SET, y, scale, hint))
    if one.at is not None and one.mark is not Mark.SET:
        hint = f"{line.ref}: {one.words}, {sentences.when(one.at)}. {sentences.notice(one)}".strip()
        marks.append(_mark(one.at, one.mark, y, scale, hint))
    return "".join(marks)


def _mark(at: Moment, mark: Mark, y: float, scale: Scale, hint: str) -> str:
    """A symbol in the middle of where it may have been, over a bar from the earliest to the latest possible moment."""
    start = scale.x(at.earliest) if at.earliest else scale.left
    end = scale.x(at.latest) if at.latest else scale.right
    tone = TONES[mark]
    width = max(end - start, 1)
    bar = f'<rect x="{start}" y="{y - 4}" width="{width:.1f}" height="8" rx="3" fill="{tone}" fill-opacity="0.28"/>'
    centre = end if at.earliest is None else start if at.latest is None else (start + end) / 2
    return f"<g><title>{escape(hint)}</title>{bar}{_symbol(mark, round(centre, 1), y, tone)}</g>"


def _symbol(mark: Mark, x: float, y: float, tone: str) -> str:
    if mark is Mark.SET:
        return f'<path d="M{x} {y - 6}l6 6l-6 6l-6 -6z" fill="none" stroke="{tone}" stroke-width="2"/>'
    if mark is Mark.TAKEN_BACK:
        return f'<path d="M{x - 5} {y - 5}l10 10m0 -10l-10 10" stroke="{tone}" stroke-width="2.5" fill="none"/>'
    if mark is Mark.REFUSED:
        return f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10" fill="{tone}"/>'
    if mark is Mark.GIVEN:
        return f'<circle cx="{x}" cy="{y}" r="5" fill="{tone}"/>'
    radius, inside = (5, "none") if mark is Mark.ASKED else (3, tone)
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{inside}" stroke="{tone}" stroke-width="2"/>'


def _legend(y: float) -> str:
    x, parts = 16.0, []
    legend = (
        (Mark.ASKED, _("asked")), (Mark.GIVEN, _("agreed, given, held")), (Mark.SET, _("time set")),
        (Mark.TAKEN_BACK, _("postponed, cancelled, revoked")), (Mark.REFUSED, _("refused, silent, not kept")),
        (Mark.OTHER, _("noted")),
    )  # fmt: skip
    for mark, label in legend:
        parts.append(_symbol(mark, x, y + 12, TONES[mark]) + text(x + 12, y + 16, label))
        x += 34 + 6.2 * len(label)
    return "".join(parts)
