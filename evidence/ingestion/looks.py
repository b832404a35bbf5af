"""The look of a picture as 64 bits that stay nearly the same when it is made smaller, saved anew or a little brightened.

The lowest frequencies of a small grey copy (a discrete cosine transform by one product of matrices), each told as above or
below the middle one. Turned, mirrored or much cropped pictures are others. Pure, run inside the sandbox where the pixels are.
"""

from __future__ import annotations

import numpy
from PIL import Image

SIDE, KEPT = 32, 8
FLAT = 2.0  # a picture whose grey hardly varies has no look: a blank page is like every other


def look(picture: Image.Image) -> str:
    """Sixteen hexadecimal digits; "" for a picture that is nearly of one colour."""
    grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    pixels = numpy.asarray(grey, dtype=numpy.float64)
    if float(pixels.std()) < FLAT:
        return ""
    at = numpy.arange(SIDE)
    waves = numpy.cos(numpy.pi / SIDE * numpy.outer(numpy.arange(KEPT), at + 0.5))
    low = (waves @ pixels @ waves.T).ravel()
    low[0] = 0.0  # how bright it is as a whole tells nothing
    bits = low > numpy.median(low)
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"
