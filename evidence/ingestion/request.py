"""What is asked of a reading, what it may cost, and the ways in which it may fail."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

STAGES = ("identify", "unpack", "metadata", "text", "ocr", "page_images", "language")
ON_DEMAND = ("preview",)  # run only when they are asked for by name; no item waits for them


class Outcome(StrEnum):
    """How the reading of one file ended; from best to worst."""

    READ = "read"
    PARTLY_READ = "partly_read"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"


class Unreadable(Exception):
    """A stage cannot go on; the message is a sentence for a secretary, without jargon or paths."""

    outcome = Outcome.DAMAGED


class Damaged(Unreadable):
    """The bytes are not what their type promises."""


class Encrypted(Unreadable):
    """A password is needed and none of the given ones fits."""

    outcome = Outcome.ENCRYPTED


class Unsupported(Unreadable):
    """No reader for this kind of file yet; it is kept as it is."""

    outcome = Outcome.UNSUPPORTED


class Refused(Unreadable):
    """Reading would cost more than the limits allow, or do what must not be done."""

    outcome = Outcome.REFUSED


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may cost. Bytes, seconds and counts as named."""

    memory_bytes: int = 1_792 * 2**20
    cpu_seconds: int = 240
    wall_seconds: int = 300
    open_files: int = 64
    processes: int = 64
    output_bytes: int = 20 * 2**30
    text_chars: int = 20_000_000
    words: int = 2_000_000
    pages: int = 10_000
    children: int = 10_000
    depth: int = 3
    ratio: int = 100
    ratio_floor_bytes: int = 64 * 2**20
    image_pixels: int = 100_000_000
    image_side: int = 30_000
    ocr_page_seconds: int = 60
    ocr_seconds: int = 200


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What to do with one file.

    name: as given, lone surrogates for undecodable bytes. depth: 0 for a received file, parent + 1 for a child.
    pages: only these (1-based) for `ocr` and `page_images`; empty means what needs it. images, thumbnails: how many first
    pages to draw large and small when `pages` is empty. languages: Tesseract codes. media_type: given when a file was
    identified before.
    """

    name: str = ""
    stages: tuple[str, ...] = STAGES
    depth: int = 0
    media_type: str = ""
    languages: tuple[str, ...] = ("kaz", "rus", "eng")
    passwords: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    images: int = 0
    thumbnails: int = 1
    image_width: int = 1400
    limits: Limits = field(default_factory=Limits)

    def to_json(self) -> str:
        """One line that `from_json` reads back."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> ReadRequest:
        """The inverse of `to_json`."""
        raw = json.loads(text)
        lists = {key: tuple(raw[key]) for key in ("stages", "languages", "passwords", "pages")}
        return cls(**{**raw, **lists, "limits": Limits(**raw["limits"])})
