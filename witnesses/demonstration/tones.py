"""A SYNTHETIC recording made in code: tones, one to a turn, and nobody's voice."""

from __future__ import annotations

import io
import math
import struct
import wave
from collections.abc import Sequence

RATE = 8000  # samples a second
LOUD = 6000  # of 32,767


def recording(turns: Sequence[tuple[float, float]]) -> bytes:
    """A WAV file, mono, 16 bits, in which each turn is one tone.

    Args:
        turns: length in seconds, pitch in hertz (0: silence).
    """
    spool = io.BytesIO()
    with wave.open(spool, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        for seconds, pitch in turns:
            sound.writeframes(_tone(seconds, pitch))
    return spool.getvalue()


def _tone(seconds: float, pitch: float) -> bytes:
    count = int(RATE * seconds)
    samples = (int(LOUD * math.sin(2 * math.pi * pitch * n / RATE)) for n in range(count))
    return struct.pack(f"<{count}h", *samples)
