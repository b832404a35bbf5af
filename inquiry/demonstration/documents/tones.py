"""A SYNTHETIC recording made in code: tones, one to a turn, and nobody's voice."""

from __future__ import annotations

import io
import math
import wave
from collections.abc import Sequence

RATE = 8000  # samples a second, of 8 bits
MIDDLE, LOUD = 128, 40
QUESTION, ANSWER, SILENCE = 330.0, 440.0, 0.0  # hertz
INTERVIEW = (
    (2.0, QUESTION), (0.5, SILENCE), (3.5, ANSWER), (0.5, SILENCE), (1.5, QUESTION), (0.5, SILENCE), (4.0, ANSWER),
    (1.0, SILENCE), (1.5, QUESTION), (0.5, SILENCE), (3.0, ANSWER),
)  # fmt: skip


def recording(turns: Sequence[tuple[float, float]] = INTERVIEW) -> bytes:
    """A WAV file, mono, in which each turn is one tone.

    Args:
        turns: length in seconds, pitch in hertz (0: silence).
    """
    spool = io.BytesIO()
    with wave.open(spool, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        for seconds, pitch in turns:
            sound.writeframes(_tone(seconds, pitch))
    return spool.getvalue()


def _tone(seconds: float, pitch: float) -> bytes:
    return bytes(MIDDLE + round(LOUD * math.sin(2 * math.pi * pitch * n / RATE)) for n in range(int(RATE * seconds)))
