"""Pieces of SVG that our pictures share. Presentation attributes only, so that they show under a strict policy and print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.dateformat import format as formatted
from django.utils.html import escape
from django.utils.translation import gettext as _

from inquiry.shared.drawing.scale import Scale

FONTS = "Libertinus Serif, Inter, sans-serif"


def text(x: float, y: float, words: str, *, weight: str = "400", most: int = 40, anchor: str = "start") -> str:
    """Escaped words at a place; what is longer than `most` characters ends in an ellipsis."""
    shown = words if len(words) <= most else words[: most - 1].rstrip() + "…"
    return f'<text x="{x}" y="{y}" font-weight="{weight}" text-anchor="{anchor}" fill="currentColor">{escape(shown)}</text>'


def ruled(scale: Scale, ticks: Iterable[datetime], top: float, foot: float) -> str:
    """The dates above the picture, a thin line down from each, and a zigzag where time is left out."""
    parts = []
    for at in ticks:
        x = scale.x(at)
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{top - 6}" y2="{foot}" stroke="currentColor" stroke-opacity="0.15"/>'
        )
        parts.append(text(x, 18, formatted(at, "j M Y"), anchor="middle"))
    for x in scale.breaks:
        hint = escape(_("Here time in which nothing is recorded is left out."))
        zigzag = f"M{x - 3:.1f} {top - 6}l6 5l-6 5l6 5M{x:.1f} {top + 9}V{foot}"
        parts.append(
            f'<g><title>{hint}</title><path d="{zigzag}" fill="none" stroke="currentColor" stroke-opacity="0.5"'
        )
        parts.append(' stroke-dasharray="3 3"/></g>')
    return "".join(parts)


def framed(body: str, *, width: float, height: float, name: str, title: str, words: str, kind: str) -> str:
    """The whole picture with its title and description; `name` makes their ids unique on a page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" role="img" aria-labelledby="{name}-title {name}-words" font-family="{FONTS}"'
        f' font-size="12"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-words">{escape(words)}</desc>{body}</svg>'
    )
