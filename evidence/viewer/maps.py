"""Where a file says that it was made: among the places of the inquiry, cities and the country's outline; asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from typing import Any

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from evidence.items.models import Item
from evidence.viewer.country import BORDER, CITIES
from evidence.viewer.facts import position
from inquiry.commission.places.models import Place
from inquiry.shared.drawing.places import Drawing, Frame, Spot, drawing

NEAREST = 8
CITIES_SHOWN = 3
AROUND = 3.0  # degrees within which known places stand on the map; of cities the nearest always does
EARTH = 6371.0  # kilometres
A_DEGREE = 111.2  # kilometres of a degree of latitude
BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # kilometres that a scale may show
LONGEST_BAR = 160.0  # points of the drawing
WINDS = (
    _("north"), _("north-east"), _("east"), _("south-east"), _("south"), _("south-west"), _("west"), _("north-west")
)  # fmt: skip
Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Map:
    """What the template draws: dots, the outline's points, a scale of `bar` points for `bar_km`, and where it is in words."""

    drawing: Drawing
    outline: str
    bar: float
    bar_km: int
    words: str


def on_map(item: Item, user: Any) -> Map | None:
    """The claimed position on a map; None without a position."""
    here = position(item.claimed)
    if here is None:
        return None
    places = _places(item, here, user)
    named = {spot.name for spot in places}
    known = [*places, *(spot for spot in _cities(here) if spot.name not in named)]
    known.sort(key=lambda spot: apart(here, _at(spot)))
    drawn = drawing([Spot(item.ref, *here, 4), *known[: NEAREST + CITIES_SHOWN]])
    if drawn is None:
        return None
    bar, kilometres = scale(drawn.frame)
    return Map(drawn, outline(drawn.frame), bar, kilometres, nearest(here, known))


def _places(item: Item, here: Point, user: Any) -> list[Spot]:
    """Places of the inquiry that lie near, nearest first."""
    latitude, longitude = here
    rows = Place.objects.visible_to(user).filter(
        inquiry_id=item.inquiry_id, latitude__range=(latitude - AROUND, latitude + AROUND),
        longitude__range=(longitude - AROUND, longitude + AROUND),
    )[:200]  # fmt: skip
    spots = [Spot(str(row), float(row.latitude), float(row.longitude), 1) for row in rows]  # type: ignore[arg-type]
    return sorted(spots, key=lambda spot: apart(here, _at(spot)))[:NEAREST]


def _cities(here: Point) -> list[Spot]:
    """The nearest city, however far, and others that lie near."""
    spots = sorted((Spot(*city, 1) for city in CITIES), key=lambda spot: apart(here, _at(spot)))[:CITIES_SHOWN]
    return spots[:1] + [spot for spot in spots[1:] if apart(here, _at(spot)) < AROUND * A_DEGREE]


def _at(spot: Spot) -> Point:
    return spot.latitude, spot.longitude


def apart(one: Point, other: Point) -> float:
    """Kilometres between two points, along the globe."""
    (north, east), (to_north, to_east) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((to_north - north) / 2) ** 2 + cos(north) * cos(to_north) * sin((to_east - east) / 2) ** 2
    return 2 * EARTH * asin(min(sqrt(half), 1.0))


def wind(start: Point, end: Point) -> str:
    """In which direction `end` lies, seen from `start`."""
    (north, east), (to_north, to_east) = (tuple(map(radians, point)) for point in (start, end))
    across = sin(to_east - east) * cos(to_north)
    along = cos(north) * sin(to_north) - sin(north) * cos(to_north) * cos(to_east - east)
    return str(WINDS[round(degrees(atan2(across, along)) / 45) % 8])


def nearest(here: Point, known: Sequence[Spot]) -> str:
    """The nearest known place, how far and in which direction from it; `known` is in order and not empty."""
    place = known[0]
    far = apart(here, _at(place))
    if far < 1:
        return now("less than 1 km from %(place)s") % {"place": place.name}
    said = {"km": f"{far:.0f}", "wind": wind(_at(place), here), "place": place.name}
    return now("about %(km)s km %(wind)s of %(place)s") % said


def outline(frame: Frame, border: Iterable[Point] = BORDER) -> str:
    """The border as the points of a polygon; what lies outside of the drawing is cut off there."""
    return " ".join(f"{x:g},{y:g}" for x, y in (frame.at(*point) for point in border))


def scale(frame: Frame) -> tuple[float, int]:
    """The longest round distance that fits a scale, as points of the drawing and kilometres."""
    points = frame.scale / A_DEGREE  # to a kilometre
    fitting = [kilometres for kilometres in BARS if kilometres * points <= LONGEST_BAR]
    kilometres = fitting[-1] if fitting else BARS[0]
    return round(kilometres * points, 1), kilometres
