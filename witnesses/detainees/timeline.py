"""The liberty timeline: intervals by kind, gaps, disputes, charges, decisions and access on one axis. Pure.

SVG with presentation attributes only, so that it shows under a strict policy, prints, and can stand in a PDF. Nothing is told
by colour alone: every row has its words, imprecise ends fade, gaps are hatched, and each mark says in a `<title>` what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from inquiry.shared.dates import Moment
from inquiry.shared.dates.moment import FAR_FUTURE, FAR_PAST
from inquiry.shared.drawing.scale import Scale, straight
from inquiry.shared.drawing.svg import framed, ruled, text
from witnesses.detainees.intervals import Interval, Span

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 960, 236, 26, 34, 30, 14
TONES = {
    "POLICE_CUSTODY": "#b7612a", "PRETRIAL_DETENTION": "#b03a36", "ADMIN_ARREST": "#9a7415", "PRISON": "#8e3f6d",
    "HOUSE_ARREST": "#4a6fa5", "MEDICAL": "#2a7f80", "INCOMMUNICADO": "#6b5b95", "UNKNOWN": "#7d8590", "NONE": "#2f7d4f",
}  # fmt: skip
RED, GREY, GREEN, BLUE = "#b03a36", "#7d8590", "#2f7d4f", "#4a6fa5"
FILLED, OPEN, CROSS, DIAMOND, SQUARE = "filled", "open", "cross", "diamond", "square"


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval of custody."""

    label: str
    hint: str
    interval: Interval
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A gap or a disputed stretch; `sure` are the parts of which it is certain."""

    hint: str
    span: Span
    sure: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """Something that happened at a moment."""

    hint: str
    at: Moment
    shape: str
    tone: str = GREY


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of points: one charge, the courts, access."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, from above to below."""

    bars: Sequence[Bar]
    gaps: Sequence[Stretch]
    disputes: Sequence[Stretch]
    lanes: Sequence[Lane]
    words: str


def svg(drawing: Drawing, *, name: str = "liberty", explained: bool = True) -> str:
    """The picture, its legend in it when `explained`; empty when nothing in it is dated."""
    scale = _scale(drawing)
    if scale is None:
        return ""
    rows = [_bar(bar, scale, name) for bar in drawing.bars]
    if drawing.gaps:
        rows.append(_stretches(_("Not accounted for"), drawing.gaps, scale, f"{name}-hatch", "currentColor"))
    if drawing.disputes:
        rows.append(_stretches(_("Disputed or overlapping"), drawing.disputes, scale, f"{name}-cross", RED))
    rows += [_lane(lane, scale) for lane in drawing.lanes if lane.points]
    placed = (f'<g transform="translate(0 {TOP + n * ROW})">{row}</g>' for n, row in enumerate(rows))
    foot = TOP + len(rows) * ROW + 4
    ticks = scale.stretches[0].months
    body = _definitions(name, drawing) + ruled(scale, ticks, TOP, foot) + "".join(placed)
    body += _legend(foot, name) if explained else ""
    title = _("Deprivation of liberty over time")
    height = foot + (52 if explained else 0)
    return framed(
        body, width=WIDTH, height=height, name=name, title=title, words=drawing.words, kind="timeline-picture"
    )


def picture(drawing: Drawing) -> SafeString:
    """The picture as part of a page: drawn by us, every text in it escaped."""
    return mark_safe(svg(drawing, explained=False))  # noqa: S308 - see the docstring


def legend(name: str = "liberty") -> list[tuple[SafeString, str]]:
    """What the picture's marks mean, each mark a picture of its own: on a page they wrap."""
    boxes = [(f'<rect x="1" y="3" width="18" height="11" {look}/>', words) for look, words in _boxes(name)]
    marks = [(symbol(shape, 10, 8, tone), words) for shape, tone, words in _marks()]
    begin = '<svg class="timeline-picture" width="20" height="16" viewBox="0 0 20 16" aria-hidden="true">'
    return [(mark_safe(f"{begin}{drawn}</svg>"), words) for drawn, words in (*boxes, *marks)]  # noqa: S308 - ours alone


def _scale(drawing: Drawing) -> Scale | None:
    instants = [at for bar in drawing.bars for at in (*bar.interval.begins, *bar.interval.ends)]
    instants += [at for lane in drawing.lanes for one in lane.points for at in (one.at.earliest, one.at.latest) if at]
    known = [at for at in instants if FAR_PAST < at < FAR_FUTURE]
    return straight(min(known), max(known), LEFT, WIDTH - RIGHT) if known else None


def _x(scale: Scale, at: datetime) -> float:
    return scale.left if at == FAR_PAST else scale.right if at == FAR_FUTURE else scale.x(at)


def _definitions(name: str, drawing: Drawing) -> str:
    """Fading ends for each kind that occurs, and the hatchings."""
    parts = []
    for kind in sorted({bar.interval.kind for bar in drawing.bars}):
        tone = TONES[kind]
        for way, first, last in (
            ("in", 0.05, 0.85),
            ("out", 0.85, 0.05),
            ("maybe-in", 0.2, 0.6),
            ("maybe-out", 0.6, 0.2),
        ):
            parts.append(
                f'<linearGradient id="{name}-{kind}-{way}"><stop offset="0" stop-color="{tone}" stop-opacity="{first}"/>'
                f'<stop offset="1" stop-color="{tone}" stop-opacity="{last}"/></linearGradient>'
            )
    parts += [_hatch(f"{name}-hatch", 45, "currentColor"), _hatch(f"{name}-cross", -45, RED)]
    return f"<defs>{''.join(parts)}</defs>"


def _hatch(name: str, angle: int, tone: str) -> str:
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate({angle})">'
        f'<rect width="2" height="6" fill="{tone}" fill-opacity="0.9"/></pattern>'
    )


def _row(label: str, *, weight: str = "400") -> str:
    middle = ROW / 2
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{middle}" y2="{middle}" stroke="currentColor" stroke-opacity="0.18"/>'
    return text(8, middle + 4, label, most=36, weight=weight) + line


def _bar(bar: Bar, scale: Scale, name: str) -> str:
    """Certain in the middle, fading to where it may have begun and ended; pale throughout where nothing is certain."""
    one, tone = bar.interval, TONES[bar.interval.kind]
    x0, x3 = _x(scale, one.begins[0]), _x(scale, one.ends[1])
    if one.certain:
        x1, x2 = (_x(scale, at) for at in one.certain)
        drawn = [(x0, x1, f"url(#{name}-{one.kind}-in)"), (x1, x2, tone), (x2, x3, f"url(#{name}-{one.kind}-out)")]
    else:
        middle = min(max(_x(scale, one.begins[1]), x0), x3)
        drawn = [(x0, middle, f"url(#{name}-{one.kind}-maybe-in)"), (middle, x3, f"url(#{name}-{one.kind}-maybe-out)")]
    top = (ROW - BAR) / 2
    parts = [_rect(a, b, top, BAR, fill) for a, b, fill in drawn if b - a > 0.1]
    dash = "" if one.certain else ' stroke-dasharray="4 3"'
    edge = f'<rect x="{x0}" y="{top}" width="{max(x3 - x0, 3):.1f}" height="{BAR}" rx="2" fill="none" stroke="{tone}"'
    parts.append(f'{edge} stroke-opacity="0.8"{dash}/>')
    parts += [_open(x0, -1, tone)] if one.begins[0] == FAR_PAST else []
    parts += [_open(x3, 1, tone)] if one.ends[1] == FAR_FUTURE else []
    label = f"{bar.label} ≠" if bar.disputed else bar.label
    return f"{_row(label)}<g><title>{escape(bar.hint)}</title>{''.join(parts)}</g>"


def _rect(a: float, b: float, y: float, height: float, fill: str, more: str = "") -> str:
    return f'<rect x="{a}" y="{y}" width="{max(b - a, 1.5):.1f}" height="{height}" fill="{fill}"{more}/>'


def _open(x: float, way: int, tone: str) -> str:
    """An arrow where an end is open: nobody says when."""
    start, y = x + way * 2, ROW / 2
    arrow = f"M{start} {y - 5}L{x + way * 8} {y}L{start} {y + 5}"
    return f'<path d="{arrow}" fill="none" stroke="{tone}" stroke-width="2"/>'


def _stretches(label: str, found: Iterable[Stretch], scale: Scale, pattern: str, tone: str) -> str:
    parts = []
    for one in found:
        a, b = (_x(scale, at) for at in one.span)
        pale = f' fill-opacity="0.7" stroke="{tone}" stroke-opacity="0.9" stroke-dasharray="3 3"'
        light = _rect(a, b, 8, 14, f"url(#{pattern})", pale)
        sure = [
            _rect(_x(scale, first), _x(scale, last), 8, 14, f"url(#{pattern})", f' stroke="{tone}" stroke-width="1.5"')
            for first, last in one.sure
        ]
        parts.append(f"<g><title>{escape(one.hint)}</title>{light}{''.join(sure)}</g>")
    return _row(label, weight="600") + "".join(parts)


def _lane(lane: Lane, scale: Scale) -> str:
    return _row(lane.label) + "".join(_point(one, scale) for one in lane.points)


def _point(one: Point, scale: Scale) -> str:
    """A symbol in the middle of where it may have been, over a bar from the earliest to the latest possible moment."""
    start = scale.x(one.at.earliest) if one.at.earliest else scale.left
    end = scale.x(one.at.latest) if one.at.latest else scale.right
    y = ROW / 2
    bar = _rect(start, end, y - 4, 8, one.tone, ' rx="3" fill-opacity="0.28"')
    centre = end if one.at.earliest is None else start if one.at.latest is None else (start + end) / 2
    return f"<g><title>{escape(one.hint)}</title>{bar}{symbol(one.shape, round(centre, 1), y, one.tone)}</g>"


def symbol(shape: str, x: float, y: float, tone: str) -> str:
    """The mark of a point."""
    if shape == CROSS:
        return f'<path d="M{x - 5} {y - 5}l10 10m0 -10l-10 10" stroke="{tone}" stroke-width="2.5" fill="none"/>'
    if shape == DIAMOND:
        return f'<path d="M{x} {y - 6}l6 6l-6 6l-6 -6z" fill="none" stroke="{tone}" stroke-width="2"/>'
    if shape == SQUARE:
        return f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10" fill="{tone}"/>'
    inside = tone if shape == FILLED else "none"
    return f'<circle cx="{x}" cy="{y}" r="5" fill="{inside}" stroke="{tone}" stroke-width="2"/>'


def _boxes(name: str) -> tuple[tuple[str, str], ...]:
    return (
        (f'fill="{GREY}" fill-opacity="0.85"', _("certain")),
        (f'fill="{GREY}" fill-opacity="0.35" stroke="{GREY}" stroke-dasharray="4 3"', _("possible")),
        (f'fill="url(#{name}-hatch)" stroke="currentColor"', _("nobody says where the person was")),
        (f'fill="url(#{name}-cross)" stroke="{RED}"', _("disputed or overlapping (≠)")),
    )


def _marks() -> tuple[tuple[str, str, str], ...]:
    return (
        (FILLED, GREY, _("brought, granted, took place")), (DIAMOND, GREY, _("proposed, asked for, heard")),
        (SQUARE, RED, _("custody ordered, sentence")), (OPEN, GREEN, _("dropped, released")),
        (CROSS, RED, _("refused, taken back")),
    )  # fmt: skip


def _legend(foot: float, name: str) -> str:
    """Two lines: how intervals are drawn, and what the symbols mean."""
    y, x, parts = foot + 10, 16.0, []
    for look, label in _boxes(name):
        parts.append(f'<rect x="{x}" y="{y}" width="18" height="11" {look}/>' + text(x + 24, y + 10, label))
        x += 48 + 6.2 * len(label)
    x, y = 21.0, y + 28
    for shape, tone, label in _marks():
        parts.append(symbol(shape, x, y, tone) + text(x + 12, y + 4, label))
        x += 40 + 6.2 * len(label)
    return "".join(parts)
