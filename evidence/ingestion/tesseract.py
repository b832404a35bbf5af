"""Text out of one grey picture, by Tesseract: a look first, then reading, then a second try turned or straightened."""

from __future__ import annotations

import math
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image

from evidence.ingestion import lie
from evidence.ingestion.stage import Word

try:
    import tesserocr
except ImportError:  # a machine without it reads everything else
    tesserocr = None

_DATA = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
)
_NAMES = {"kaz": "Kazakh", "rus": "Russian", "eng": "English"}
_LOOK_SIDE = 1600  # pixels: letters of a page are still told from leaves and bricks at this size
_FEWEST_SHAPES = 6
_SURE, _UNSURE = 78.0, 40.0  # confidence: above, no second try; below, hardly any word is right
_SKEWED = 1.5  # degrees: Tesseract copes with less by itself
_LETTER_HEIGHT = (13.5, 75.0, 22.0)  # pixels: smaller and larger ones are scaled to the third


@dataclass
class Engine:
    """Tesseract with its languages, one for reading and one for orientation; which languages are missing, in words."""

    reading: Any
    orientation: Any
    missing: str


@dataclass
class Reading:
    """What was read. Boxes in fractions of the picture as it was given; `turned`: degrees clockwise that set it upright."""

    text: str = ""
    words: list[Word] = field(default_factory=list)
    confidence: float | None = None
    turned: int = 0
    late: bool = False
    width: int = 0
    height: int = 0


@lru_cache(maxsize=4)
def engine(languages: tuple[str, ...]) -> Engine | None:
    """The engine for these languages, as far as their data are installed; None when there is nothing to read with."""
    folders = [os.environ.get("TESSDATA_PREFIX", ""), *_DATA]
    folder = next((f for f in folders if f and any(Path(f, f"{one}.traineddata").exists() for one in languages)), None)
    if tesserocr is None or folder is None:
        return None
    here = [one for one in languages if Path(folder, f"{one}.traineddata").exists()]
    missing = ", ".join(_NAMES.get(one, one) for one in languages if one not in here)
    reading = tesserocr.PyTessBaseAPI(path=folder, lang="+".join(here), psm=tesserocr.PSM.AUTO)
    turning = None
    if Path(folder, "osd.traineddata").exists():
        turning = tesserocr.PyTessBaseAPI(path=folder, lang="osd", psm=tesserocr.PSM.OSD_ONLY)
    return Engine(reading, turning, missing)


def read(engine: Engine, picture: Image.Image, seconds: float) -> Reading:
    """Read a grey picture within `seconds`; an empty Reading when it shows no letters."""
    deadline = time.monotonic() + seconds
    shapes, scale = _look(engine, picture)
    size = picture.size
    if len(shapes) < _FEWEST_SHAPES:
        return Reading(width=size[0], height=size[1])
    best = _upright(engine, _fit(picture, shapes, scale), deadline)
    best.width, best.height = size
    if (best.confidence or 0.0) < _UNSURE and sum(
        w.confidence is not None and w.confidence > 70 for w in best.words
    ) < 3:
        return Reading(width=size[0], height=size[1], late=best.late)
    return best


def _upright(engine: Engine, picture: Image.Image, deadline: float) -> Reading:
    """Read a page that may lie sideways, askew or on its head: what is cheap to see is set right before reading."""
    turn = _orientation(engine, picture) if lie.sideways(picture) else 0
    best = _turned(engine, picture, turn, deadline)
    if (best.confidence or 0.0) >= _SURE or best.late:
        return best
    other = _orientation(engine, picture)
    if other == turn:
        return best
    second = _turned(engine, picture, other, deadline)
    return second if _worth(second) > _worth(best) else best


def _turned(engine: Engine, picture: Image.Image, turn: int, deadline: float) -> Reading:
    """Read the page turned clockwise by a quarter, half or three quarters, and straightened; boxes on the page as given."""
    turned = picture.rotate(-turn, expand=True) if turn else picture  # PIL turns against the clock
    skew = lie.skew_of(turned)
    if abs(skew) >= _SKEWED:
        straight = turned.rotate(skew, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
        read = _recognise(engine, straight, deadline)
        read.words = [lie.leaning(word, skew, turned.size) for word in read.words]
    else:
        read = _recognise(engine, turned, deadline)
    read.turned = turn
    read.words = [lie.back(word, turn) for word in read.words] if turn else read.words
    return read


def _look(engine: Engine, picture: Image.Image) -> tuple[list[tuple[int, int]], float]:
    """(width and height of shapes that may be letters, scale of the look)."""
    small = picture.copy()
    small.thumbnail((_LOOK_SIDE, _LOOK_SIDE))
    engine.reading.SetImage(small)
    found = [(box["w"], box["h"]) for _, box in engine.reading.GetConnectedComponents()]
    engine.reading.Clear()
    return [(w, h) for w, h in found if 4 <= h <= 120 and w < 10 * h], small.width / picture.width


def _fit(picture: Image.Image, shapes: list[tuple[int, int]], scale: float) -> Image.Image:
    """The picture with letters of a height that Tesseract reads well."""
    low, high, wanted = _LETTER_HEIGHT
    height = statistics.quantiles([h for _, h in shapes], n=4)[2] / scale
    if low <= height <= high:
        return picture
    factor = min(3.0, max(0.4, wanted / height))
    width, tall = (max(1, round(side * factor)) for side in picture.size)
    return picture.resize((width, tall), Image.Resampling.LANCZOS) if width * tall < 40_000_000 else picture


def _recognise(engine: Engine, picture: Image.Image, deadline: float) -> Reading:
    """One pass of Tesseract with the time that is left."""
    left = int((deadline - time.monotonic()) * 1000)
    if left < 200:
        return Reading(late=True)
    api = engine.reading
    api.SetImage(picture)
    api.SetSourceResolution(300)
    done = api.Recognize(left)
    rows = [line.split("\t") for line in api.GetTSVText(0).splitlines()] if done else []
    api.Clear()
    reading = _assemble([r for r in rows if len(r) == 12 and r[0] == "5" and r[11].strip()], picture.size)
    reading.late = not done
    return reading


def _assemble(rows: list[list[str]], size: tuple[int, int]) -> Reading:
    """Words and text of Tesseract's table; lines across blocks where it took word gaps for columns."""
    width, height = size
    words, places = list[Word](), list[tuple[int, ...]]()
    for row in rows:
        sure = float(row[10])
        if sure < 15:
            continue
        x, y, w, h = (int(v) for v in row[6:10])
        words.append(Word(row[11], x / width, y / height, (x + w) / width, (y + h) / height, sure))
        places.append((int(row[2]), int(row[3]), int(row[4]), x, y, w, h))
    letters = sum(len(w.text) for w in words)
    mean = sum(len(w.text) * (w.confidence or 0) for w in words) / letters if letters else None
    order: list[tuple[int, ...]] = _rows(places) if _misled(places) else [p[:3] for p in places]
    return Reading(_joined(words, order, places), words, mean)


def _misled(places: Sequence[tuple[int, ...]]) -> bool:
    """Whether neighbouring blocks stand no further apart than words do: then they are one text."""
    if len({p[0] for p in places}) < 2:
        return False
    tall = statistics.median(p[6] for p in places)
    gaps = []
    by_row: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for place, row in zip(places, _rows(places), strict=True):
        by_row.setdefault(row, []).append(place)
    for line in by_row.values():
        line.sort(key=lambda p: p[3])
        gaps += [b[3] - a[3] - a[5] for a, b in pairwise(line) if a[0] != b[0]]
    return len(gaps) >= 3 and statistics.median(gaps) < 1.3 * tall


def _rows(places: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """For each word the number of its line across the whole width."""
    tall = statistics.median(p[6] for p in places) if places else 1
    middles = sorted((p[4] + p[6] / 2, i) for i, p in enumerate(places))
    made: list[tuple[int, ...]] = [()] * len(places)
    row, last = 0, -math.inf
    for middle, i in middles:
        row += middle - last > 0.55 * tall
        last = middle
        made[i] = (0, 0, row)
    return made


def _joined(words: list[Word], order: list[tuple[int, ...]], places: list[tuple[int, ...]]) -> str:
    lines: dict[tuple[int, ...], list[tuple[int, str]]] = {}
    for word, line, place in zip(words, order, places, strict=True):
        lines.setdefault(line, []).append((place[3], word.text))
    parts, block = [], None
    for line in sorted(lines):
        parts.append("\n" if block is not None and line[:2] != block else "")
        block = line[:2]
        parts.append(" ".join(text for _, text in sorted(lines[line], key=lambda w: w[0])) + "\n")
    return "".join(parts)


# --- how the page lies ------------------------------------------------------------------------------------------------


def _worth(reading: Reading) -> float:
    return sum(len(w.text) for w in reading.words if (w.confidence or 0) > 50)


def _orientation(engine: Engine, picture: Image.Image) -> int:
    """Degrees clockwise that set the page upright; 0 when unknown."""
    if engine.orientation is None:
        return 0
    small = picture.copy()
    small.thumbnail((2400, 2400))
    engine.orientation.SetImage(small)
    found = engine.orientation.DetectOrientationScript()
    engine.orientation.Clear()
    return (360 - int(found["orient_deg"])) % 360 if found and found["orient_conf"] > 1.0 else 0
