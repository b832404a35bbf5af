"""Pictures opened with their size read first: what is too large is refused before a single pixel is made."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import numpy
import pillow_heif
from PIL import Image, ImageFile, ImageOps

from evidence.ingestion.stage import Damaged, Limits, Refused

Image.MAX_IMAGE_PIXELS = None  # our own limits say it in words
# One thread, as everywhere in a reader; the picture itself and never a small copy that may show something else.
pillow_heif.register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
MOST_OCR_SIDE = 7000
CUT = "cut"  # in a picture's info: not all of it could be read
# What pictures are opened as. Pillow knows more, among them some that call programs or were never meant for hostile bytes.
FORMATS = (
    "JPEG", "PNG", "TIFF", "GIF", "BMP", "DIB", "WEBP", "JPEG2000", "ICO", "HEIF", "AVIF", "PSD", "PPM", "PCX",
)  # fmt: skip


@contextmanager
def opened(file: BinaryIO, limits: Limits) -> Iterator[ImageFile.ImageFile]:
    """A picture whose pixels are not read yet. Damaged, Refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            picture = Image.open(file, formats=FORMATS)
        except MemoryError:
            raise
        except Exception as error:  # its readers raise whatever comes to their mind
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
    """Turned as its EXIF orientation says; a truncated picture as far as it goes, with CUT in its info. Damaged."""
    whole = _loaded(picture)
    try:
        turned = ImageOps.exif_transpose(picture)
    except Exception:  # a broken EXIF block must not cost the picture
        turned = picture
    if not whole:
        turned.info[CUT] = True
    return turned


def _loaded(picture: Image.Image) -> bool:
    """Read the pixels; False when only a part of them is there."""
    try:
        picture.load()
    except MemoryError:
        raise
    except Exception:
        try:
            ImageFile.LOAD_TRUNCATED_IMAGES = True
            picture.load()
        except MemoryError:
            raise
        except Exception as error:
            raise Damaged("The picture is damaged: its content could not be read.") from error
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        return False
    return True


def flat(picture: Image.Image, mode: str) -> Image.Image:
    """In mode `L` or `RGB`, transparent parts white, 16-bit greys scaled."""
    if picture.mode in ("I", "I;16", "I;16B", "F"):
        pixels = numpy.nan_to_num(numpy.asarray(picture, dtype=numpy.float32))
        low, span = float(pixels.min()), max(1.0, float(pixels.max() - pixels.min()))
        picture = Image.fromarray(((pixels - low) * (255 / span)).astype(numpy.uint8), "L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, "white")
        ground.alpha_composite(layered)
        picture = ground
    if picture.mode == "LAB":
        picture = picture.getchannel("L")
    return picture if picture.mode == mode else picture.convert(mode)


def grey(file: BinaryIO, limits: Limits) -> Image.Image:
    """The first frame for OCR: grey, upright, at most 7,000 pixels a side."""
    with opened(file, limits) as picture:
        return for_reading(picture)


def for_reading(picture: Image.Image) -> Image.Image:
    """The present frame for OCR: grey, upright, at most 7,000 pixels a side; CUT in its info when a part is missing."""
    picture.draft("L", (MOST_OCR_SIDE, MOST_OCR_SIDE))
    return _fitted(picture, "L", (MOST_OCR_SIDE, MOST_OCR_SIDE))


def for_people(picture: Image.Image, width: int) -> Image.Image:
    """The present frame in colour, upright, at most `width` wide and never enlarged; CUT as above."""
    picture.draft("RGB", (width * 2, width * 2))
    return _fitted(picture, "RGB", (width, width * 4))


def _fitted(picture: Image.Image, mode: str, most: tuple[int, int]) -> Image.Image:
    turned = upright(picture)
    cut = turned.info.get(CUT)
    made = flat(turned, mode)
    made.thumbnail(most)
    made.info = {CUT: True} if cut else {}
    return made
