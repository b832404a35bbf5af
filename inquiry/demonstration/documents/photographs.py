"""Drawn scenes that say of themselves, as photographs do, when and where they were taken: on a lake, where nobody lives."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
SIZE = (960, 640)
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """A drawing: colours of sky and ground, words on the notice, and what the camera claims."""

    sky: Colour
    ground: Colour
    notice: tuple[str, ...]
    caption: str
    taken: str  # "2023:02:21 12:04:10", local time
    offset: str  # "+06:00"
    latitude: float
    longitude: float


GATE = Scene(
    (198, 209, 220), (178, 172, 160), ("СЕВЕРНЫЕ ВОРОТА", "СОЛТҮСТІК ҚАҚПА"), "The northern gate, closed",
    "2023:02:21 12:04:10", "+06:00", 46.5412, 74.8779,
)  # fmt: skip
LIST = Scene(
    (52, 58, 72), (40, 40, 46), ("СПИСОК ПОСТУПИВШИХ", "1. Абенов А.   2. Жумин Б.", "33. Сатпеков Е. (?)"),
    "The list on the gate, in poor light", "2022:01:12 17:48:31", "+06:00", 46.5413, 74.8781,
)  # fmt: skip
STREET = Scene(
    (28, 32, 46), (58, 56, 58), ("СЫНАҚ КӨШЕСІ", "12"), "Synaq Street at night, a white car", "2022:01:07 21:06:55",
    "+06:00", 46.5288, 74.8602,
)  # fmt: skip


def photograph(scene: Scene, quality: int = 82) -> bytes:
    """A JPEG with date, offset, place and the camera's name; SYNTHETIC is drawn across its lower edge."""
    picture = Image.new("RGB", SIZE, scene.sky)
    pen = ImageDraw.Draw(picture)
    _wall(pen, scene)
    _car(pen)
    _words(pen, scene)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, exif=_exif(scene), dpi=(96, 96))
    return file.getvalue()


def _wall(pen: ImageDraw.ImageDraw, scene: Scene) -> None:
    pen.rectangle((0, 400, 960, 640), fill=scene.ground)
    pen.rectangle((90, 130, 870, 420), fill=_mixed(scene.sky, (150, 110, 80)))
    for left in range(100, 860, 40):
        pen.line((left, 140, left, 415), fill=_mixed(scene.ground, (60, 50, 40)), width=3)
    pen.ellipse((820, 40, 880, 100), fill=_mixed(scene.sky, (255, 240, 200)))


def _car(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(620, 455), (660, 415), (790, 415), (830, 455)], fill=(226, 228, 230))
    pen.rounded_rectangle((580, 450, 880, 520), 18, fill=(240, 241, 242))
    for left in (620, 790):
        pen.ellipse((left, 490, left + 60, 550), fill=(30, 30, 32))


def _words(pen: ImageDraw.ImageDraw, scene: Scene) -> None:
    lines = len(scene.notice)
    pen.rectangle((220, 190, 740, 220 + 50 * lines), fill=(246, 244, 236), outline=(40, 40, 40), width=3)
    for number, line in enumerate(scene.notice):
        pen.text((480, 222 + 50 * number), line, font=ImageFont.truetype(SANS, 34), fill=(20, 20, 24), anchor="mm")
    pen.rectangle((0, 585, 960, 640), fill=(160, 24, 24))
    label = f"SYNTHETIC — drawn by a program · {scene.caption}"
    pen.text((480, 612), label, font=ImageFont.truetype(SANS, 22), fill=(255, 255, 255), anchor="mm")


def _mixed(one: Colour, other: Colour) -> Colour:
    red, green, blue = ((a + b) // 2 for a, b in zip(one, other, strict=True))
    return red, green, blue


def _exif(scene: Scene) -> Image.Exif:
    exif = Image.Exif()
    base = {"Make": "SYNTHETIC", "Model": "SYNTHETIC CAMERA", "Software": "Inquiry demonstration", "Orientation": 1}
    for name, value in {**base, "DateTime": scene.taken, "ImageDescription": f"SYNTHETIC: {scene.caption}"}.items():
        exif[ExifTags.Base[name]] = value
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: scene.taken,
            ExifTags.Base.DateTimeDigitized: scene.taken,
            ExifTags.Base.OffsetTimeOriginal: scene.offset,
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: _degrees(scene.latitude),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: _degrees(scene.longitude),
        }
    )
    return exif


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    seconds = round(value * 360_000)
    return IFDRational(seconds // 360_000), IFDRational(seconds // 6_000 % 60), IFDRational(seconds % 6_000, 100)
