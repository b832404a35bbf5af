"""The liberty timeline: well-formed, all of it said in words, certain and possible told apart, nothing outside its frame."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.dates import Moment
from inquiry.shared.drawing.scale import straight
from witnesses.detainees.choices import CustodyKind
from witnesses.detainees.intervals import interval
from witnesses.detainees.timeline import CROSS, LEFT, TONES, WIDTH, Bar, Drawing, Lane, Point, Stretch, svg

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def moment(text: str) -> Moment:
    return Moment.of(text, "Asia/Almaty")


def bar(ref: str, begin: str, end: str, kind: str = "PRISON", **more: bool) -> Bar:
    row = interval(ref, kind, moment(begin) if begin else None, moment(end) if end else None)
    return Bar(f"{kind} · {ref}", f"{ref}: held <&> dangerous", row, **more)


def drawn(*bars: Bar, gaps: tuple[Stretch, ...] = (), lanes: tuple[Lane, ...] = ()) -> ElementTree.Element:
    return ElementTree.fromstring(svg(Drawing(bars, gaps, (), lanes, "words for the picture")))  # noqa: S314 - our own


def titles(picture: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{SVG}title")]


def test_the_picture_has_a_title_and_words_and_escapes_what_it_shows():
    picture = drawn(bar("DL-1", "2022-02", "2022-10"))
    assert picture.get("role") == "img"
    ids = (picture.get("aria-labelledby") or "").split()
    assert [one.get("id") for one in picture if one.tag in (f"{SVG}title", f"{SVG}desc")] == ids
    assert "DL-1: held <&> dangerous" in titles(picture)


def test_an_interval_with_a_certain_part_is_solid_there_and_fades_at_both_ends():
    text = svg(Drawing([bar("DL-1", "2022-02", "2022-10")], (), (), (), ""))
    assert 'fill="url(#liberty-PRISON-in)"' in text
    assert f'fill="{TONES["PRISON"]}"' in text
    assert 'fill="url(#liberty-PRISON-out)"' in text
    assert "maybe-in)" not in text


def test_an_interval_of_which_nothing_is_certain_is_pale_and_dashed():
    text = svg(Drawing([bar("DL-1", "2022-02", "")], (), (), (), ""))
    assert "PRISON-maybe-in)" in text
    assert f'fill="{TONES["PRISON"]}"' not in text
    assert 'stroke-dasharray="4 3"' in text


def test_a_gap_is_hatched_and_what_is_certain_of_it_stands_out():
    at = [datetime(2022, month, 1, tzinfo=UTC) for month in (3, 4, 5, 6)]
    gap = Stretch("a gap", (at[0], at[3]), ((at[1], at[2]),))
    text = svg(Drawing([bar("DL-1", "2022-01", "2022-12")], [gap], (), (), ""))
    assert text.count("url(#liberty-hatch)") == 3, "possible, certain, legend"
    assert "<title>a gap</title>" in text


def test_a_disputed_interval_says_so_in_its_row():
    assert "PRISON · DL-1 ≠" in svg(Drawing([bar("DL-1", "2022-01", "2022-12", disputed=True)], (), (), (), ""))


def test_a_step_is_drawn_with_its_words():
    lane = Lane("Courts", (Point("a refusal", moment("2022-03-05"), CROSS),))
    assert "a refusal" in titles(drawn(bar("DL-1", "2022-01", "2022-12"), lanes=(lane,)))


def test_nothing_dated_is_no_picture():
    assert svg(Drawing([bar("DL-1", "", "")], (), (), (), "")) == ""


@pytest.mark.parametrize("kind", CustodyKind.values)
def test_every_kind_has_a_tone(kind):
    assert drawn(bar("DL-1", "2022-01", "2022-02", kind)) is not None


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000))
def test_nothing_stands_outside_the_frame(first, second, third):
    days = sorted((first, second, third))
    begin, middle, end = ((datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=day)).date().isoformat() for day in days)
    picture = drawn(
        bar("DL-1", begin, middle), bar("DL-2", f"{middle}/{end}", f"{end}/.."), bar("DL-3", f"../{end}", "")
    )
    for rect in picture.iter(f"{SVG}rect"):
        x, width = float(rect.get("x", "0")), float(rect.get("width", "0"))
        assert x >= 0
        assert x + width <= WIDTH
    dates = [one for one in picture.iter(f"{SVG}text") if one.get("text-anchor") == "middle"]
    assert dates, "an axis without a date tells nothing"


@given(st.integers(0, 20_000), st.integers(1, 20_000))
def test_the_dates_of_the_axis_are_months_in_order_with_room_between(first, length):
    begin = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(days=first)
    scale = straight(begin, begin + timedelta(days=length), LEFT, WIDTH - 26)
    months = scale.stretches[0].months
    places = [scale.x(at) for at in months]
    assert months
    assert places == sorted(places)
    assert all(b - a > 60 for a, b in itertools.pairwise(places))
