"""Pictures opened with their size read first: what is too large is refused before a single pixel is made."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import numpy
from PIL import Image, ImageOps, UnidentifiedImageError

from evidence.ingestion.stage import Damaged, Limits, Refused

Image.MAX_IMAGE_PIXELS = None  # our own limits say it in words
MOST_OCR_SIDE = 7000


@contextmanager
def opened(file: BinaryIO, limits: Limits) -> Iterator[Image.Image]:
    """A picture whose pixels are not read yet. Damaged, Refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(file)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, IndexError) as error:
            raise Damaged("The picture is damaged and could not be opened.") from error
        with picture:
            check(picture, limits)
            yield picture


def check(picture: Image.Image, limits: Limits) -> None:
    """Refused when the picture's size is beyond the limits."""
    width, height = picture.size
    if width * height > limits.image_pixels or max(width, height) > limits.image_side:
        raise Refused(f"The picture claims {width:,} by {height:,} points, which is more than is opened here.")


def upright(picture: Image.Image) -> Image.Image:
    """Turned as its EXIF orientation says; a truncated picture as far as it goes."""
    try:
        picture.load()
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Damaged("The picture is damaged: not all of it could be read.") from error
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # a broken EXIF block must not cost the picture
        return picture


def flat(picture: Image.Image, mode: str) -> Image.Image:
    """In mode `L` or `RGB`, transparent parts white, 16-bit greys scaled."""
    if picture.mode in ("I", "I;16", "I;16B", "F"):
        pixels = numpy.asarray(picture, dtype=numpy.float32)
        low, span = float(pixels.min()), max(1.0, float(pixels.max() - pixels.min()))
        picture = Image.fromarray(((pixels - low) * (255 / span)).astype(numpy.uint8), "L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        picture = ground
    return picture if picture.mode == mode else picture.convert(mode)


def grey(file: BinaryIO, limits: Limits) -> Image.Image:
    """The first frame for OCR: grey, upright, at most 7,000 pixels a side."""
    with opened(file, limits) as picture:
        picture.draft("L", (MOST_OCR_SIDE, MOST_OCR_SIDE))
        made = flat(upright(picture), "L")
    made.thumbnail((MOST_OCR_SIDE, MOST_OCR_SIDE))
    return made
