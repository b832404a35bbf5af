"""Stage page_images: pictures of pages for people, thumbnails, and the look of a photograph by which others like it are found.

WebP without anything beside its pixels.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from evidence.ingestion import formats, looks
from evidence.ingestion.findings import Findings
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Fact, Finding, Outcome, Picture, Trouble, Unreadable

NAME, VERSION = "page_images", "3"
THUMBNAIL = 200


def run(source: Source, found: Findings) -> Iterator[Finding]:
    """Pictures of the asked pages, or of the first ones as the request says."""
    reader, request = formats.reader(found.media_type), source.request
    if reader is None or not hasattr(reader, "draw"):
        return
    last = found.page_count or (1 if not request.pages else max(request.pages))
    wanted = request.pages or tuple(range(1, min(last, max(request.images, request.thumbnails)) + 1))
    for number in wanted:
        large = bool(request.pages) or number <= request.images
        try:
            made = reader.draw(source, number, request.image_width if large else THUMBNAIL)
        except (IndexError, EOFError):
            break
        except Unreadable as error:
            yield Trouble(Outcome.PARTLY_READ if found.pages else error.outcome, str(error))
            continue
        if large:
            yield picture("page", number, made)
        made.thumbnail((THUMBNAIL, THUMBNAIL * 2))
        if number == 1 and found.media_type.startswith("image/") and (seen := looks.look(made)):
            yield Fact("picture_look", seen)
        yield picture("thumbnail", number, made)


def picture(kind: str, number: int, made: Image.Image) -> Picture:
    """Encoded: small, quick, without metadata."""
    made.info.clear()
    file = io.BytesIO()
    made.save(file, "WEBP", quality=80, method=1)
    return Picture(kind, number, made.width, made.height, "image/webp", file.getvalue())
