"""The map that asks nobody: every place lies inside the drawing, north is up, labels do not lie on each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.drawing.places import HEIGHT, LETTER, LINE, WIDTH, Spot, drawing

SPOT = st.builds(
    Spot,
    name=st.text("Oidan", min_size=2, max_size=12),
    latitude=st.floats(-80, 80),
    longitude=st.floats(-170, 170),
    count=st.integers(1, 60),
)


def box(dot):
    wide = len(dot.spot.name) * LETTER
    left = dot.label_x if dot.anchor == "start" else dot.label_x - wide
    return left, dot.label_y - LINE, left + wide, dot.label_y


def overlap(a, b):
    return a[0] < b[2] - 0.2 and b[0] < a[2] - 0.2 and a[1] < b[3] - 0.2 and b[1] < a[3] - 0.2


@given(st.lists(SPOT, min_size=1, max_size=12))
def test_every_dot_lies_on_the_drawing(spots):
    for dot in drawing(spots).dots:
        assert 0 <= dot.x <= WIDTH
        assert 0 <= dot.y <= HEIGHT


@given(st.lists(SPOT, min_size=2, max_size=12))
def test_no_label_lies_on_a_dot_or_on_another(spots):
    dots = drawing(spots).dots
    boxes = [box(dot) for dot in dots]
    circles = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert not any(overlap(a, circle) for a in boxes for circle in circles)


def test_north_is_up_and_east_is_right():
    found = {dot.spot.name: dot for dot in drawing([Spot("north", 51, 71, 1), Spot("south east", 43, 77, 1)]).dots}
    assert found["north"].y < found["south east"].y
    assert found["north"].x < found["south east"].x


def test_a_degree_of_longitude_is_drawn_as_long_as_it_is_there():
    frame = drawing([Spot("a", 60, 10, 1), Spot("b", 60, 11, 1), Spot("c", 61, 10, 1)])
    at = {dot.spot.name: (dot.x, dot.y) for dot in frame.dots}
    east, north = at["b"][0] - at["a"][0], at["a"][1] - at["c"][1]
    assert abs(east / north - 0.49) < 0.02  # the cosine of 60.5 degrees


def test_more_acts_make_a_larger_dot():
    many, few = drawing([Spot("many", 50, 70, 40), Spot("few", 43, 77, 1)]).dots
    assert many.radius > few.radius > 0


def test_the_lines_say_their_degrees():
    found = drawing([Spot("Astana", 51.17, 71.45, 1), Spot("Almaty", 43.24, 76.89, 1)])
    assert "45°N" in [line.words for line in found.parallels] or "48°N" in [line.words for line in found.parallels]
    assert all(line.words.endswith("°E") for line in found.meridians)


def test_without_places_there_is_no_map():
    assert drawing([]) is None
