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
_LOOK_SIDE = 1600  # pixels: letters are still told from leaves and bricks at this size
_PAGE_SIDE = 2000  # pixels: what looks like a page is looked at in the size in which it is mostly read, once for both
_FEWEST_SHAPES = 6
_SURE, _UNSURE = 78.0, 40.0  # confidence: above, no second try; below, hardly any word is right
_SKEWED = 1.5  # degrees: Tesseract copes with less by itself
_LETTER_HEIGHT = (13.5, 40.0, 20.0)  # pixels: smaller and larger ones are scaled to the third, which is read best


@dataclass
class Engine:
    """Tesseract with its languages, one for reading and one for orientation; which languages are missing, in words.

    `laid`: the picture whose layout the reading one holds, so that it is not made out twice.
    """

    reading: Any
    orientation: Any
    missing: str
    laid: Image.Image | None = None


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
    small = _small(picture)
    heights = _letters(engine, small)
    if len(heights) < _FEWEST_SHAPES:
        return Reading(width=picture.width, height=picture.height)
    best = _upright(engine, _fit(picture, small, heights), deadline)
    best.width, best.height = picture.size
    if (best.confidence or 0.0) < _UNSURE and sum(
        w.confidence is not None and w.confidence > 70 for w in best.words
    ) < 3:
        return Reading(width=picture.width, height=picture.height, late=best.late)
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


def _small(picture: Image.Image) -> Image.Image:
    """The picture in the size in which it is looked at; itself when it is no larger."""
    side = _PAGE_SIDE if lie.like_a_page(picture) else _LOOK_SIDE
    if max(picture.size) <= side:
        return picture
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=1.5)
    return small


def _letters(engine: Engine, small: Image.Image) -> list[int]:
    """Heights of the shapes that may be letters. The layout stays in the engine: reading the same picture reuses it."""
    engine.reading.SetImage(small)
    engine.reading.SetSourceResolution(300)
    found = [(box["w"], box["h"]) for _, box in engine.reading.GetConnectedComponents()]
    engine.laid = small
    return [h for w, h in found if 4 <= h <= 180 and w < 10 * h]


def _fit(picture: Image.Image, small: Image.Image, heights: list[int]) -> Image.Image:
    """The picture with letters of a height that Tesseract reads well: as it was looked at, whenever that will do."""
    low, high, wanted = _LETTER_HEIGHT
    height = statistics.quantiles(heights, n=4)[2]
    if low <= height <= high:
        return small
    factor = min(3.0, max(0.2, wanted / height * small.width / picture.width))
    if factor > 1 and height * picture.width / small.width >= low:
        return picture
    width, tall = (max(1, round(side * factor)) for side in picture.size)
    return picture.resize((width, tall), Image.Resampling.LANCZOS) if width * tall < 40_000_000 else picture


def _recognise(engine: Engine, picture: Image.Image, deadline: float) -> Reading:
    """One pass of Tesseract with the time that is left; one more, as a single column, where word gaps misled it."""
    read, misled = _pass(engine, picture, deadline)
    if not misled or read.late:
        return read
    engine.reading.SetPageSegMode(tesserocr.PSM.SINGLE_COLUMN)
    try:
        column, _ = _pass(engine, picture, deadline)
    finally:
        engine.reading.SetPageSegMode(tesserocr.PSM.AUTO)
    return column if not column.late and _worth(column) >= 0.98 * _worth(read) else read


def _pass(engine: Engine, picture: Image.Image, deadline: float) -> tuple[Reading, bool]:
    """(what is read, whether gaps between words seem to have been taken for columns)."""
    left = int((deadline - time.monotonic()) * 1000)
    if left < 200:
        return Reading(late=True), False
    api = engine.reading
    if engine.laid is not picture:
        api.SetImage(picture)
        api.SetSourceResolution(300)
    engine.laid = None
    done = api.Recognize(left)
    rows = [line.split("\t") for line in api.GetTSVText(0).splitlines()] if done else []
    api.Clear()
    reading, misled = _assemble([r for r in rows if len(r) == 12 and r[0] == "5" and r[11].strip()], picture.size)
    reading.late = not done
    return reading, misled


def _assemble(rows: list[list[str]], size: tuple[int, int]) -> tuple[Reading, bool]:
    """Words and text of Tesseract's table, lines across blocks where it took word gaps for columns; whether it did."""
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
    misled = _misled(places)
    order: list[tuple[int, ...]] = _rows(places) if misled else [p[:3] for p in places]
    return Reading(_joined(words, order, places), words, mean), misled


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
    small.thumbnail((1800, 1800))
    engine.orientation.SetImage(small)
    found = engine.orientation.DetectOrientationScript()
    engine.orientation.Clear()
    return (360 - int(found["orient_deg"])) % 360 if found and found["orient_conf"] > 1.0 else 0
