"""How a page lies in its picture: sideways, askew; and where a box on the page set right stands on the page as given."""

from __future__ import annotations

import math

import numpy
from PIL import Image

from evidence.ingestion.stage import Word


def back(word: Word, turn: int) -> Word:
    """A box on the turned page, on the page as it was given."""
    x0, y0, x1, y1 = word[1:5]
    if turn == 180:
        box = (1 - x1, 1 - y1, 1 - x0, 1 - y0)
    elif turn == 90:  # the page was turned clockwise: its top was the left side
        box = (y0, 1 - x1, y1, 1 - x0)
    else:
        box = (1 - y1, x0, 1 - y0, x1)
    return Word(word.text, *box, word.confidence)


def leaning(word: Word, skew: float, size: tuple[int, int]) -> Word:
    """A box on the straightened page, around its middle on the page as it leans."""
    width, height = size
    angle = math.radians(skew)
    x, y = ((word.x0 + word.x1) / 2 - 0.5) * width, ((word.y0 + word.y1) / 2 - 0.5) * height
    mx = (x * math.cos(angle) - y * math.sin(angle)) / width + 0.5
    my = (x * math.sin(angle) + y * math.cos(angle)) / height + 0.5
    across, down = (word.x1 - word.x0) / 2, (word.y1 - word.y0) / 2
    return Word(word.text, mx - across, my - down, mx + across, my + down, word.confidence)


def _darkness(picture: Image.Image, side: int) -> Image.Image:
    small = picture.copy()
    small.thumbnail((side, side))
    return Image.eval(small, lambda v: 255 - v)


def _sharpness(dark: Image.Image, angle: float, axis: int = 1) -> float:
    """How much the darkness changes from row to row (axis 1) or column to column (axis 0) when turned by `angle`."""
    turned = numpy.asarray(dark.rotate(angle, expand=False) if angle else dark, dtype=numpy.float32)
    edge = min(turned.shape) // 8  # corners that turning made empty would count as lines
    return float(numpy.var(numpy.diff(turned[edge : -edge or None, edge : -edge or None].mean(axis=axis))))


def like_a_page(picture: Image.Image) -> bool:
    """Whether most of it is of about one grey, as paper is; scenes are of many."""
    shades = numpy.asarray(_darkness(picture, 300)).ravel()
    counts = numpy.bincount(shades, minlength=256)
    ground = int(counts.argmax())
    return bool(counts[max(0, ground - 24) : ground + 25].sum() > 0.6 * shades.size)


def sideways(picture: Image.Image) -> bool:
    """Whether lines seem to run from top to bottom."""
    dark = _darkness(picture, 900)
    return _sharpness(dark, 0, axis=0) > 1.5 * _sharpness(dark, 0, axis=1)


def skew_of(picture: Image.Image) -> float:
    """Degrees against the clock that set lines level, at most 15; 0 when no angle stands out."""
    rough = _darkness(picture, 450)
    best = max(range(-15, 16), key=lambda angle: _sharpness(rough, angle))
    fine = _darkness(picture, 900)
    angle = max((best + step / 4 for step in range(-4, 5)), key=lambda angle: _sharpness(fine, angle))
    return angle if _sharpness(fine, angle) > 1.3 * _sharpness(fine, 0) else 0.0
