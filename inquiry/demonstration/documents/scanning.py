"""Papers as a scanner sees them: printed, laid on the glass a little askew, with dust, and no text behind the picture."""

from __future__ import annotations

import io

import numpy
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from inquiry.demonstration.documents.paper import Paper
from inquiry.demonstration.documents.writing import as_pdf

Picture = NDArray[numpy.int16]


def scanned(paper: Paper, *, dpi: int, degrees: float, seed: int) -> list[Image.Image]:
    """One grey picture for each page, turned by `degrees`, grained and speckled."""
    printed = pypdfium2.PdfDocument(as_pdf(paper))
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in printed]
    return [_on_the_glass(page, degrees, numpy.random.default_rng(seed + number)) for number, page in enumerate(pages)]


def _on_the_glass(page: Image.Image, degrees: float, dice: numpy.random.Generator) -> Image.Image:
    turned = page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    soft = numpy.asarray(turned.filter(ImageFilter.GaussianBlur(0.5)), dtype=numpy.int16)
    shade = numpy.linspace(0, 14, soft.shape[1], dtype=numpy.int16)
    grained: Picture = soft - shade + dice.integers(-6, 7, soft.shape, dtype=numpy.int16)
    specks = dice.random(soft.shape)
    grained[specks < 0.0002] = 40
    grained[specks > 0.9998] = 255
    return Image.fromarray(grained.clip(0, 255).astype(numpy.uint8))


def as_scanned_pdf(pages: list[Image.Image], dpi: int) -> bytes:
    """A PDF of pictures only."""
    file = io.BytesIO()
    first, *others = [_greys(page) for page in pages]
    first.save(file, "PDF", resolution=dpi, save_all=True, append_images=others, quality=55, **NO_DATES)
    return file.getvalue()


NO_DATES = {"creationDate": None, "modDate": None, "producer": "SYNTHETIC SCANNER"}


def _greys(page: Image.Image) -> Image.Image:
    return page.point([level // 8 * 8 for level in range(256)])


def as_tiff(pages: list[Image.Image], dpi: int) -> bytes:
    """A TIFF of black and white pages as a fax machine writes it."""
    file = io.BytesIO()
    first, *others = [page.point([255 * (level > 150) for level in range(256)]).convert("1") for page in pages]
    first.save(file, "TIFF", compression="group4", dpi=(dpi, dpi), save_all=True, append_images=others)
    return file.getvalue()
