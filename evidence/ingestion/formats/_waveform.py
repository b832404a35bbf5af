"""The shape of a sound: how loud it is from beginning to end, and how long it really lasts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

import numpy
from av.container import InputContainer

from evidence.ingestion.formats import _media

POINTS = 800
SECONDS = 12.0  # what looking at one recording may take
_LONG = 1500.0  # seconds of sound beyond which it is sampled, not followed
_SAMPLES = 400
_TINY = 0.05  # seconds of sound in one step while it is followed


@dataclass
class Shape:
    """Loudness 0–100 in steps of equal length; seconds that were heard; whether all was followed to its end."""

    loudness: list[int] = field(default_factory=list)
    seconds: float = 0.0
    whole: bool = False


def shape(container: InputContainer, stream: Any, duration: float | None) -> Shape:
    """Follow the whole sound, or sample it where it is long. An empty Shape when nothing could be decoded."""
    _media.alone(stream)
    until = time.monotonic() + SECONDS
    if duration and duration > _LONG:
        sampled, reached = _sampled(container, stream, duration, until)
        if reached:
            return sampled
        try:
            container.seek(0)  # there is nothing where its end should be: how far does it go?
        except OSError:
            return sampled
    return _followed(container, stream, until)


def _followed(container: InputContainer, stream: Any, until: float) -> Shape:
    peaks: list[float] = []
    seconds, peak, step = 0.0, 0.0, _TINY
    for frame in _media.decoded(container, stream, until):
        peak = max(peak, _peak(frame))
        seconds += frame.samples / (frame.sample_rate or 1)
        while seconds >= step:
            peaks.append(peak)
            peak, step = 0.0, step + _TINY
        if len(peaks) > 2_000_000:
            break
    if peak:
        peaks.append(peak)
    return Shape(_condensed(peaks), seconds, time.monotonic() <= until)


def _sampled(container: InputContainer, stream: Any, duration: float, until: float) -> tuple[Shape, bool]:
    """(the shape, whether sound was still found in the last tenth or time ran out before)."""
    peaks: list[float] = []
    last = 0
    for number in range(_SAMPLES):
        if time.monotonic() > until:
            last = _SAMPLES
            break
        at = duration * number / _SAMPLES
        try:
            container.seek(int(at * 1_000_000))
        except OSError:
            break
        frames = list(islice(_media.decoded(container, stream, until), 8))
        if frames and (
            frames[-1].time is None or frames[-1].time > 0.9 * at - 5
        ):  # a leap beyond the end may land before it
            last = number
        peaks.append(max(map(_peak, frames), default=0.0))
    return Shape(_condensed(peaks), duration * len(peaks) / _SAMPLES, False), last >= 0.9 * _SAMPLES


def _peak(frame: Any) -> float:
    """The loudest sample, 0–1."""
    samples = frame.to_ndarray()
    if not samples.size:
        return 0.0
    if samples.dtype.kind == "f":
        return float(min(1.0, numpy.nan_to_num(numpy.abs(samples)).max()))
    if samples.dtype == numpy.uint8:
        return float(numpy.abs(samples.astype(numpy.int16) - 128).max() / 128)
    return float(-(samples.min() / numpy.iinfo(samples.dtype).min) if samples.max() < 0 else _span(samples))


def _span(samples: Any) -> float:
    """The larger of the two sides as a share of what the type can hold."""
    most = float(numpy.iinfo(samples.dtype).max)
    return min(1.0, max(float(samples.max()), -float(samples.min())) / most)


def _condensed(peaks: list[float]) -> list[int]:
    """At most POINTS values 0–100, each the loudest of its share."""
    if not peaks:
        return []
    count = min(POINTS, len(peaks))
    edges = [round(number * len(peaks) / count) for number in range(count + 1)]
    return [round(100 * max(peaks[low : max(high, low + 1)])) for low, high in pairwise(edges)]
