"""A recording made anew for browsers: VP8 and Opus in WebM, at most 480 lines, bounded in time and size.

The whole of it is kept in memory until its index is written: without one no player can jump.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import av
import av.filter
import av.video.frame
from av.container import InputContainer, OutputContainer

from evidence.ingestion.formats import _media
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Unsupported

WIDE, TALL = 854, 480
FRAMES = 25  # a second, at most
_VIDEO_BITS, _AUDIO_BITS, _AUDIO_RATE = 700_000, 48_000, 48_000
_MOST_BYTES = 256 * 2**20
_MOST_SECONDS = 6 * 3600.0
_FIRST_SECONDS = 20.0  # what finding the first frame may take
_SHARE = 0.7  # of the processor time allowed: the rest is for what comes before and after
_TURNS = {90: ["transpose=cclock"], 180: ["hflip", "vflip"], 270: ["transpose=clock"]}  # rotation is against the clock


def webm(container: InputContainer, source: Source) -> tuple[str, io.BytesIO]:
    """(media type, the bytes). Unsupported when nothing of it can be decoded; Refused for film beyond the limits."""
    film, sound = _media.film(container), _media.sound(container)
    if film is not None:
        _media.check(film, source)
    wanted = [stream for stream in (film, sound) if stream is not None]
    for stream in wanted:
        _media.alone(stream)
    first = _first(container, film) if film is not None else None
    held = io.BytesIO()
    with av.open(held, "w", format="webm") as out:
        made = _Maker(out, first, _shape(film), sound, source.limits.cpu_seconds * _SHARE, held)
        made.run(container, [stream for stream in (film if first is not None else None, sound) if stream is not None])
        frames = made.finish()
    if not frames:
        raise Unsupported("No version that browsers play can be made of this recording: nothing of it can be decoded.")
    return ("video/webm" if made.film_out else "audio/webm"), held


def _first(container: InputContainer, film: Any) -> Any | None:
    """The first frame of the film, the container back at its beginning: only a frame tells how it is turned."""
    frame = next(_media.decoded(container, film, time.monotonic() + _FIRST_SECONDS), None)
    with suppress(av.error.FFmpegError):
        container.seek(0)
    return frame


class _Maker:
    """Takes decoded frames in the order of the file and writes what they become."""

    def __init__(
        self, out: OutputContainer, first: Any, shape: float, sound: Any, seconds: float, held: io.BytesIO
    ) -> None:
        self._out, self._first, self._shape, self._held = out, first, shape, held
        self._until = time.process_time() + seconds
        self._graph: Any = None
        self._frames = 0
        self.film_out = self._video() if first is not None else None
        self._sound_out = self._audio() if sound is not None else None
        self._resampler = av.AudioResampler(format="s16", layout="stereo", rate=_AUDIO_RATE)

    def _video(self) -> Any:
        width, height = _size(self._first, self._shape)
        stream: Any = self._out.add_stream("libvpx", rate=FRAMES)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.bit_rate = _VIDEO_BITS
        stream.codec_context.thread_count = 1
        stream.codec_context.options = {"deadline": "realtime", "cpu-used": "10", "auto-alt-ref": "0"}
        return stream

    def _audio(self) -> Any:
        stream: Any = self._out.add_stream("libopus", rate=_AUDIO_RATE)
        stream.bit_rate = _AUDIO_BITS
        stream.codec_context.layout = "stereo"
        return stream

    def run(self, container: InputContainer, wanted: list[Any]) -> None:
        """Every packet until the end, or the end of what is allowed; broken ones are passed over."""
        with suppress(av.error.FFmpegError):
            for packet in container.demux(wanted):
                if self._spent(packet):
                    return
                with suppress(av.error.FFmpegError, ValueError):
                    for frame in packet.decode():
                        self._take(frame)

    def _spent(self, packet: Any) -> bool:
        at = float(packet.pts * packet.time_base) if packet.pts is not None else 0.0
        return time.process_time() > self._until or self._held.tell() > _MOST_BYTES or at > _MOST_SECONDS

    def _take(self, frame: Any) -> None:
        if isinstance(frame, av.VideoFrame):
            if self._graph is None:
                self._graph = _graph(self._first, self.film_out)
            self._graph.push(frame)
            self._write(self.film_out, _pulled(self._graph))
        elif isinstance(frame, av.AudioFrame):
            self._write(self._sound_out, self._resampler.resample(frame))

    def _write(self, stream: Any, frames: Any) -> None:
        for frame in frames:
            if isinstance(frame, av.VideoFrame):
                frame.pict_type = av.video.frame.PictureType.NONE
            self._frames += 1
            self._out.mux(stream.encode(frame))

    def finish(self) -> int:
        """Empty filters and encoders; how many frames were written."""
        with suppress(av.error.FFmpegError, ValueError):
            if self._graph is not None:
                self._graph.push(None)
                self._write(self.film_out, _pulled(self._graph))
        with suppress(av.error.FFmpegError, ValueError):
            if self._sound_out is not None:
                self._write(self._sound_out, self._resampler.resample(None))
        for stream in (self.film_out, self._sound_out):
            if stream is not None:
                with suppress(av.error.FFmpegError, ValueError):
                    self._out.mux(stream.encode(None))
        return self._frames


def _turn(first: Any) -> int:
    return int(getattr(first, "rotation", 0) or 0) % 360


def _shape(film: Any) -> float:
    """How much wider than tall one point of the film is."""
    shape = film.codec_context.sample_aspect_ratio if film is not None else None
    return float(shape) if shape and 0.2 < shape < 5 else 1.0


def _size(first: Any, shape: float) -> tuple[int, int]:
    """Even sides within the bounds, in true proportions, as the film is turned."""
    width, height = first.width * shape, float(first.height)
    if _turn(first) in (90, 270):
        width, height = height, width
    scale = min(1.0, WIDE / width, TALL / height)
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def _graph(first: Any, out: Any) -> Any:
    """Turned upright, scaled, at an even pace, in the colours that the encoder takes."""
    graph = av.filter.Graph()
    last = graph.add_buffer(width=first.width, height=first.height, format=first.format.name, time_base=first.time_base)
    steps = [
        *_TURNS.get(_turn(first), []),
        f"scale={out.width}:{out.height}",
        "setsar=1",
        f"fps={FRAMES}",
        "format=yuv420p",
    ]
    for step in steps:
        name, _, arguments = step.partition("=")
        made = graph.add(name, arguments or None)
        last.link_to(made)
        last = made
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _pulled(graph: Any) -> Iterator[Any]:
    """What has come through the filters."""
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
