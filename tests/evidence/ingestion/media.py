"""Small recordings, made when a test asks for them."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from typing import Any

import av
import numpy

RATE = 8000


def sound(seconds: float = 1.0, kind: str = "wav", codec: str = "pcm_s16le", **tags: str) -> bytes:
    """A tone, silent in its first half."""
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as out:
        out.metadata.update(tags)
        rate = 48_000 if codec == "libopus" else RATE
        stream: Any = out.add_stream(codec, rate=rate)
        stream.layout = "mono"
        count = int(seconds * rate)
        wave = numpy.sin(numpy.arange(count) * (2 * math.pi * 440 / rate)) * 16_000
        wave[: count // 2] = 0
        frame = av.AudioFrame.from_ndarray(wave.astype(numpy.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def film(
    seconds: int = 2, size: tuple[int, int] = (64, 48), kind: str = "matroska", codec: str = "mpeg4", **tags: str
) -> bytes:
    """Frames, ten a second: the first second black, then stripes."""
    file = io.BytesIO()
    with av.open(file, "w", format=kind) as out:
        out.metadata.update(tags)
        stream: Any = out.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.gop_size = 5
        for number in range(seconds * 10):
            picture = numpy.zeros((size[1], size[0], 3), numpy.uint8)
            if number >= 10:
                picture[:, ::8] = 255
                picture[:, 1::8] = 255
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


def with_cover(picture: bytes) -> bytes:
    """A sound in MP3 with a PNG hung on it."""
    shown = b"\0image/png\0\3Front\0" + picture
    frame = b"APIC" + len(shown).to_bytes(4, "big") + b"\0\0" + shown
    title = b"\0" + "Привет всем".encode("cp1251")  # as many programs write Cyrillic: said to be Latin-1
    frame += b"TIT2" + len(title).to_bytes(4, "big") + b"\0\0" + title
    size = len(frame)
    packed = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + packed + frame + sound(1.0, "mp3", "libmp3lame")
