"""The axis of the picture: everything stands on it, in order, and long quiet stretches take no room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from inquiry.shared.drawing.scale import MOST_STRETCHES, scale_over

START = datetime(2020, 1, 1, tzinfo=UTC)
INSTANTS = st.lists(
    st.integers(0, 4000).map(lambda hours: START + timedelta(hours=hours * 12)), min_size=1, max_size=40
)


@given(INSTANTS)
def test_every_instant_stands_inside_and_in_order(instants: list[datetime]) -> None:
    scale = scale_over(instants, 250, 944)
    assert scale is not None
    placed = [scale.x(at) for at in sorted(instants)]
    assert placed == sorted(placed)
    assert 250 <= placed[0] <= placed[-1] <= 944
    assert len(scale.stretches) <= MOST_STRETCHES
    assert all(stretch.ticks or stretch.last - stretch.first < timedelta(days=2) for stretch in scale.stretches)


def test_years_of_quiet_leave_an_evening_readable() -> None:
    evening = datetime(2023, 1, 16, 12, tzinfo=UTC)
    scale = scale_over([evening, evening + timedelta(days=2), datetime(2026, 11, 1, tzinfo=UTC)], 250, 944)
    assert scale is not None
    assert len(scale.breaks) == 1
    assert scale.x(evening + timedelta(days=2)) - scale.x(evening) > 100


def test_nothing_dated_is_no_picture() -> None:
    assert scale_over([], 250, 944) is None
