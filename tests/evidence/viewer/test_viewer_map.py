"""The map beside a file that says where it was made: never empty, in words too, and without asking anybody."""

from __future__ import annotations

import pytest

from evidence.items.models import Item
from evidence.viewer import maps
from evidence.viewer.country import BORDER, CITIES
from inquiry.commission.places.models import Place
from inquiry.shared.drawing.places import HEIGHT, WIDTH
from tests.evidence.viewer.made import read_item

ALMATY = (43.24, 76.92)


def made_at(inquiry, secretary, latitude, longitude):
    position = {"claimed_position": {"latitude": latitude, "longitude": longitude}}
    return read_item(inquiry, secretary, [], media_type="image/jpeg", claimed=position, path="photo.jpg")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "words"),
    [
        ((43.325, 76.815), "about 13 km north-west of Almaty"),
        ((43.241, 76.921), "less than 1 km from Almaty"),
        ((52.07, 71.43), "about 100 km north of Astana"),
        ((51.1, 51.37), "about 14 km south of Oral"),
    ],
)
def test_the_nearest_place_is_said_in_words(inquiry, secretary, sent, desk, where, words):
    item = made_at(inquiry, secretary, *where)
    html = desk(secretary).get(f"/evidence/items/{item.ref}/").text
    assert f" {words}</p>" in html
    assert 'class="outline"' in html
    assert " km</text>" in html


@pytest.mark.django_db
@pytest.mark.parametrize("where", [(43.3, 76.8), (52.23, 21.01), (-33.9, 151.2), (89.0, 0.0), (43.0, -179.9)])
def test_no_map_is_an_empty_grid(inquiry, secretary, sent, where):
    found = maps.on_map(made_at(inquiry, secretary, *where), secretary)
    assert found is not None
    assert {dot.spot.name for dot in found.drawing.dots} & {name for name, _latitude, _longitude in CITIES}
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in found.drawing.dots)
    assert found.outline.count(",") == len(BORDER)
    assert found.bar > 0
    assert found.bar_km in maps.BARS


@pytest.mark.django_db
def test_a_place_of_the_inquiry_counts_before_a_city_of_its_name_and_only_the_inquirys_own(inquiry, secretary, sent):
    item = made_at(inquiry, secretary, 43.5, 76.92)
    Place.objects.create(inquiry=inquiry, created_by=secretary, name="Almaty", latitude="43.24", longitude="76.92")
    Place.objects.create(inquiry=inquiry, created_by=secretary, name="A prison", latitude="43.45", longitude="76.92")
    found = maps.on_map(item, secretary)
    assert found is not None
    assert found.words == "about 6 km north of A prison"
    assert sum(dot.spot.name == "Almaty" for dot in found.drawing.dots) == 1
    assert maps.on_map(Item(claimed={}), secretary) is None


def test_the_scale_is_as_long_as_it_says():
    drawn = maps.drawing([maps.Spot("a", 43.0, 76.0, 1), maps.Spot("b", 44.0, 76.0, 1)])
    assert drawn is not None
    bar, kilometres = maps.scale(drawn.frame)
    one, other = (drawn.frame.at(latitude, 76.0)[1] for latitude in (43.0, 44.0))
    assert abs((one - other) / 111.2 * kilometres - bar) < 0.5


@pytest.mark.parametrize("city", CITIES)
def test_cities_lie_inside_of_the_outline(city):
    _name, latitude, longitude = city
    inside = False
    for (y1, x1), (y2, x2) in zip(BORDER, (*BORDER[1:], BORDER[0]), strict=True):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            inside = not inside
    assert inside


def test_distances_and_directions_are_those_of_the_globe():
    assert abs(maps.apart(ALMATY, (51.17, 71.43)) - 973) < 15
    assert maps.wind(ALMATY, (51.17, 71.43)) == "north-west"
    assert maps.wind(ALMATY, (43.24, 77.5)) == "east"
    assert maps.apart((0.0, 179.9), (0.0, -179.9)) < 23
