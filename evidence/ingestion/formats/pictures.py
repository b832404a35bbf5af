"""Photographs and scans: JPEG, PNG, TIFF, HEIC, AVIF, WebP, GIF, BMP, JPEG 2000, PSD. What they claim; pictures of them."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageFile

from evidence.ingestion import claims
from evidence.ingestion.findings import Findings
from evidence.ingestion.formats import _credentials, _exif, _iptc, _pixels
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Outcome, PageCount, Refused, Trouble

READS = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/gif",
        "image/bmp",
        "image/webp",
        "image/jp2",
        "image/vnd.microsoft.icon",
        "image/heic",
        "image/heif",
        "image/avif",
        "image/vnd.adobe.photoshop",
        "image/x-portable-anymap",
        "image/vnd.zbrush.pcx",
    }
)
VERSION = "2"
_PAGED = ("TIFF", "HEIF")  # several pictures in these are pages; in the others they move
_TOLD = {"comment", "title", "author", "description", "creation_time", "software", "copyright", "source", "disclaimer"}
_MOST_TO_COUNT = 8 * 2**20  # bytes of a GIF whose frames are counted


def metadata(source: Source) -> Iterator[Fact | PageCount | Trouble]:
    """Size, pages, EXIF, IPTC, XMP, position in decimal degrees, content credentials."""
    with _pixels.opened(source.open(), source.limits) as picture:
        yield Fact("width", picture.width)
        yield Fact("height", picture.height)
        yield from _frames(source, picture)
        yield from _written(picture)
        yield from claims.xmp(_packet(source, picture))
        for read in (_iptc.facts, _exif.facts):
            try:
                yield from read(picture)
            except MemoryError:
                raise
            except Exception:  # hostile ground: keep the picture, say that its data are broken
                yield Fact("exif_damaged", True)
        if picture.info.get("original_orientation") not in (None, 1):  # HEIF is turned as it is opened
            yield Fact("orientation", picture.info["original_orientation"])
        media_type = picture.get_format_mimetype() or ""
    yield from _credentials.facts(source, media_type)
    yield from _behind(source)


def _frames(source: Source, picture: ImageFile.ImageFile) -> Iterator[Fact | PageCount | Trouble]:
    """One page, or as many as there are pictures in it; how many frames it has when it moves."""
    if picture.format in _PAGED:
        pages, broken = _pages(picture, source.limits.pages)
        yield PageCount(pages)
        if broken:
            yield Trouble(Outcome.PARTLY_READ, f"Only the first {pages} pages could be opened: the file is damaged.")
        return
    yield PageCount(1)
    if getattr(picture, "is_animated", False) and (picture.format != "GIF" or source.size < _MOST_TO_COUNT):
        yield Fact("frames", int(getattr(picture, "n_frames", 1)))


def _pages(picture: ImageFile.ImageFile, most: int) -> tuple[int, bool]:
    """(pictures in it that can be reached, whether one could not). Refused when there are more than `most`."""
    count = 1
    try:
        for number in range(1, most + 1):
            picture.seek(number)
            count += 1
        raise Refused(f"The picture claims more than {most:,} pages.")
    except EOFError:
        return count, False
    except (Refused, MemoryError):
        raise
    except Exception:  # a chain of pages that leads nowhere
        return count, True
    finally:
        if count > 1:
            picture.seek(0)


def _written(picture: ImageFile.ImageFile) -> Iterator[Fact]:
    """Comments and the words that stand in a PNG beside its pixels."""
    texts = dict(getattr(picture, "text", {})) if picture.format == "PNG" else {}
    if "comment" in picture.info:
        texts["Comment"] = picture.info["comment"]
    for key, value in list(texts.items())[:100]:
        shown = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        plain = str(key).lower().replace(" ", "_")
        if shown.strip() and plain != "xml:com.adobe.xmp":
            yield Fact(f"claimed_{plain}" if plain in _TOLD else f"claimed_property_{str(key)[:100]}", shown[:4000])


def _packet(source: Source, picture: ImageFile.ImageFile) -> bytes:
    """The XMP packet, from where the format keeps it or from the bytes themselves."""
    held = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return (held.encode() if isinstance(held, str) else bytes(held)).strip(b"\0") or claims.packet(source)


def _behind(source: Source) -> Iterator[Fact]:
    """Another file hung on behind the picture."""
    if b"PK\5\6" in source.tail(66_000) and not source.head(2).startswith(b"PK"):
        yield Fact("trailing_data", "An archive follows behind the picture.")


# --- pixels -----------------------------------------------------------------------------------------------------------


def scan_pages(source: Source, found: Findings) -> list[int]:
    """Every page of it."""
    return list(range(1, (found.page_count or 1) + 1))


def _page(source: Source, picture: ImageFile.ImageFile, number: int) -> None:
    """Go to a page. Damaged, EOFError when there is none."""
    if number == 1 and picture.format not in _PAGED:
        return
    try:
        picture.seek(number - 1)
    except (EOFError, MemoryError):
        raise
    except Exception as error:
        raise Damaged("Some pages are damaged and cannot be shown.") from error
    _pixels.check(picture, source.limits)


def scan(source: Source, number: int, dpi: int) -> Image.Image:
    """One page in grey, upright, as large as it is (at most 7,000 pixels a side)."""
    with _pixels.opened(source.open(), source.limits) as picture:
        _page(source, picture, number)
        return _pixels.for_reading(picture)


def draw(source: Source, number: int, width: int) -> Image.Image:
    """One page in colour, upright, at most `width` wide and never enlarged."""
    with _pixels.opened(source.open(), source.limits) as picture:
        _page(source, picture, number)
        return _pixels.for_people(picture, width)
