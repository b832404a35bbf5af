"""A map that asks nobody: places as dots in an equirectangular frame with a graticule. Pure: degrees in, points out.

A degree of longitude is drawn as long as one of latitude at the middle of the map, so shapes near it look right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, floor, radians, sqrt

WIDTH, HEIGHT, EDGE = 800.0, 440.0, 44.0
STEPS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)  # degrees between the lines of a graticule
NARROWEST = 1.0  # degrees: one place alone is drawn with this much around it
Box = tuple[float, float, float, float]  # left, top, right, bottom
LINE, LETTER = 15.0, 7.2  # how high and how wide a letter of a label is about


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with coordinates (degrees) and how much happened there."""

    name: str
    latitude: float
    longitude: float
    count: int
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A spot on the drawing: centre and radius, and where its label stands; `anchor` is start or end."""

    spot: Spot
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Line:
    """A meridian or a parallel, with its name at the edge."""

    x1: float
    y1: float
    x2: float
    y2: float
    words: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the globe that is drawn, and how degrees become points."""

    west: float
    north: float
    scale: float  # points to a degree of latitude
    stretch: float  # how long a degree of longitude is beside one of latitude

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        return (
            round((longitude - self.west) * self.stretch * self.scale, 1),
            round((self.north - latitude) * self.scale, 1),
        )


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template draws, in the units of `viewBox`."""

    width: float
    height: float
    meridians: Sequence[Line]
    parallels: Sequence[Line]
    dots: Sequence[Dot]
    frame: Frame


def drawing(spots: Iterable[Spot]) -> Drawing | None:
    """The map of `spots`; None where there is nothing to draw."""
    rows = sorted(spots, key=lambda spot: (-spot.count, spot.name))
    if not rows:
        return None
    frame = _frame(rows)
    return Drawing(WIDTH, HEIGHT, _meridians(frame), _parallels(frame), _dots(frame, rows), frame)


def _frame(rows: Sequence[Spot]) -> Frame:
    """The smallest frame of the drawing's shape that holds every spot with room at the edges."""
    low, high = min(s.latitude for s in rows), max(s.latitude for s in rows)
    west, east = min(s.longitude for s in rows), max(s.longitude for s in rows)
    middle, centre = (low + high) / 2, (west + east) / 2
    stretch = max(cos(radians(middle)), 0.05)
    tall, wide = max(high - low, NARROWEST), max((east - west) * stretch, NARROWEST)
    scale = min((HEIGHT - 2 * EDGE) / tall, (WIDTH - 4 * EDGE) / wide)
    return Frame(centre - WIDTH / 2 / scale / stretch, middle + HEIGHT / 2 / scale, scale, stretch)


def _step(span: float) -> float:
    """The distance of lines that gives about six over `span` degrees."""
    return next((step for step in STEPS if span / step <= 7), STEPS[-1])


def _lines(first: float, span: float) -> list[float]:
    step = _step(span)
    count = floor(span / step) + 2
    start = floor(first / step) * step
    return [round(start + step * i, 4) for i in range(count) if first < start + step * i < first + span]


def _meridians(frame: Frame) -> list[Line]:
    span = WIDTH / frame.scale / frame.stretch
    found = []
    for degree in _lines(frame.west, span):
        x, _y = frame.at(frame.north, degree)
        found.append(Line(x, 0, x, HEIGHT, _degrees(degree, "EW")))
    return found


def _parallels(frame: Frame) -> list[Line]:
    span = HEIGHT / frame.scale
    found = []
    for degree in _lines(frame.north - span, span):
        _x, y = frame.at(degree, frame.west)
        found.append(Line(0, y, WIDTH, y, _degrees(degree, "NS")))
    return found


def _degrees(value: float, letters: str) -> str:
    return f"{abs(value):g}°{letters[0] if value >= 0 else letters[1]}" if value else "0°"


def _dots(frame: Frame, rows: Sequence[Spot]) -> list[Dot]:
    """The dots with their labels, which lie on no dot and on no other label."""
    most = max(spot.count for spot in rows)
    circles = [(*frame.at(spot.latitude, spot.longitude), round(5 + 13 * sqrt(spot.count / most), 1)) for spot in rows]
    taken = [(x - radius, y - radius, x + radius, y + radius) for x, y, radius in circles]
    return [_labelled(spot, *circle, taken) for spot, circle in zip(rows, circles, strict=True)]


def _labelled(spot: Spot, x: float, y: float, radius: float, taken: list[Box]) -> Dot:
    """The dot with its label right of it, or left of it near the edge, moved down until nothing lies under it."""
    wide = len(spot.name) * LETTER
    right = x + radius + 6 + wide < WIDTH
    label_x = round(x + radius + 6 if right else x - radius - 6, 1)
    left = label_x if right else label_x - wide
    label_y = y + 5
    while any(_on(box, left, label_y, wide) for box in taken):
        label_y += LINE / 3
    taken.append((left, label_y - LINE, left + wide, label_y))
    return Dot(spot, x, y, radius, label_x, round(label_y, 1), "start" if right else "end")


def _on(box: Box, left: float, bottom: float, wide: float) -> bool:
    """Whether a label lies on `box`."""
    west, top, east, low = box
    return left < east and left + wide > west and bottom - LINE < low and bottom > top
