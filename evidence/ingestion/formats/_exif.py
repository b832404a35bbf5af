"""EXIF: when, where and by what a picture claims to have been taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image

from evidence.ingestion import claims
from evidence.ingestion.stage import Fact

_EXIF = {
    "Make": "claimed_camera_maker",
    "Model": "claimed_camera",
    "Software": "claimed_software",
    "Artist": "claimed_author",
    "Copyright": "claimed_copyright",
    "ImageDescription": "claimed_description",
    "LensModel": "claimed_lens",
    "BodySerialNumber": "claimed_camera_serial",
    "UserComment": "claimed_comment",
    "XPTitle": "claimed_title",
    "XPAuthor": "claimed_author",
    "XPComment": "claimed_comment",
    "XPSubject": "claimed_subject",
    "XPKeywords": "claimed_keywords",
}
_TIMES = {
    "DateTimeOriginal": ("claimed_taken_at", "OffsetTimeOriginal"),
    "DateTimeDigitized": ("claimed_digitised_at", "OffsetTimeDigitized"),
    "DateTime": ("claimed_modified_at", "OffsetTime"),
}


def facts(picture: Image.Image) -> Iterator[Fact]:
    """What the EXIF block says; any error of a broken one."""
    exif = picture.getexif()
    held: dict[str, Any] = {ExifTags.TAGS.get(tag, str(tag)): value for tag, value in exif.items()}
    held |= {ExifTags.TAGS.get(tag, str(tag)): value for tag, value in exif.get_ifd(ExifTags.IFD.Exif).items()}
    for name, key in _EXIF.items():
        value = _text(held.get(name), wide=name.startswith("XP"))
        if value:
            yield Fact(key, value)
    for name, (key, offset) in _TIMES.items():
        yield from _time(key, _text(held.get(name)), _text(held.get(offset)))
    if isinstance(held.get("Orientation"), int):
        yield Fact("orientation", held["Orientation"])
    yield from _position(dict(exif.get_ifd(ExifTags.IFD.GPSInfo)))


def _text(value: Any, *, wide: bool = False) -> str:
    if isinstance(value, tuple) and wide:
        value = bytes(v for v in value if isinstance(v, int) and 0 <= v < 256)
    if isinstance(value, bytes):
        for prefix, codec in (
            (b"UNICODE\0", "utf-16"),
            (b"ASCII\0\0\0", "ascii"),
            (b"", "utf-16-le" if wide else "utf-8"),
        ):
            if value.startswith(prefix):
                value = value[len(prefix) :].decode(codec, "replace")
                break
    return str(value).replace("\0", "").strip()[:2000] if isinstance(value, str) else ""


def _time(key: str, written: str, offset: str) -> Iterator[Fact]:
    """`2024:03:05 10:11:12` in ISO 8601 with the offset that stands beside it; as written when it makes no sense."""
    if not written:
        return
    day, _, clock = written.partition(" ")
    made = f"{day.replace(':', '-')}T{clock}{offset}"
    sensible = len(day) == 10 and day[:4].isdigit() and day[:4] > "1800" and day[5:7] > "00" and len(clock) == 8
    yield Fact(key, made) if sensible else Fact(f"{key}_as_written", written)


def _position(gps: dict[int, Any]) -> Iterator[Fact]:
    """Latitude, longitude and altitude in degrees and metres; the raw values when they make no sense."""
    if not gps:
        return
    latitude, longitude = _degrees(gps.get(2), gps.get(1)), _degrees(gps.get(4), gps.get(3))
    if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
        yield Fact("claimed_position", {"latitude": latitude, "longitude": longitude})
    else:
        yield Fact(
            "claimed_position_as_written", {ExifTags.GPSTAGS.get(k, str(k)): str(v)[:100] for k, v in gps.items()}
        )
    altitude = claims.number(gps.get(6))
    if altitude is not None:
        yield Fact("claimed_altitude_metres", -altitude if gps.get(5) in (1, b"\1") else altitude)
    if gps.get(29):
        yield Fact("claimed_gps_date", str(gps[29])[:20].replace(":", "-"))


def _degrees(parts: Any, half: Any) -> float | None:
    values = [claims.number(part) for part in parts] if isinstance(parts, tuple | list) else []
    if len(values) != 3 or any(value is None for value in values):
        return None
    degrees, minutes, seconds = (value or 0.0 for value in values)
    made = degrees + minutes / 60 + seconds / 3600
    return round(-made if str(half).strip("\0 ").upper()[:1] in ("S", "W") else made, 6)
