"""Recordings opened: one container, nothing beside it, whatever it points to."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import av
import av.logging
import av.subtitles.codeccontext
import av.subtitles.stream
import av.subtitles.subtitle
from av.container import InputContainer

from evidence.ingestion import claims
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Refused

av.logging.set_level(None)
# The media type that was found by content → the one reader of containers that may try. Left to itself the library would also
# follow lists of other files and addresses.
CONTAINERS = {
    "audio/x-wav": "wav",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "mov",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/x-aiff": "aiff",
    "audio/basic": "au",
    "audio/x-caf": "caf",
    "video/mp4": "mov",
    "video/quicktime": "mov",
    "video/3gpp": "mov",
    "video/ogg": "ogg",
    "video/webm": "matroska",
    "video/x-matroska": "matroska",
    "video/x-msvideo": "avi",
    "video/x-ms-asf": "asf",
    "video/x-flv": "flv",
    "video/mp2t": "mpegts",
    "video/mpeg": "mpeg",
}
_PLACE = re.compile(r"([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)(?:([+-]\d+(?:\.\d+)?))?")
_ATTACHED = 0x400  # a picture that belongs to the whole, not a film


class _NothingElse(OSError):
    """A container asked for another file."""


def _refuse(url: str, flags: int, options: dict[str, Any]) -> Any:
    raise _NothingElse(url)


@contextmanager
def opened(source: Source, media_type: str) -> Iterator[InputContainer]:
    """The container, its streams known, nothing decoded. Damaged."""
    options = {"protocol_whitelist": "none", "enable_drefs": "0", "use_absolute_path": "0"}
    try:
        container = av.open(
            source.open(),
            "r",
            format=CONTAINERS[media_type],
            options={"max_pixels": str(source.limits.image_pixels), "threads": "1"},
            container_options=options,
            metadata_errors="surrogateescape",
            io_open=_refuse,
        )
    except MemoryError:
        raise
    except (av.error.FFmpegError, OSError, ValueError, RuntimeError) as error:
        raise Damaged("The recording is damaged and could not be opened.") from error
    with container:
        yield container


def is_cover(stream: Any) -> bool:
    """Whether it is a picture that hangs on the recording."""
    return stream.type == "video" and bool(int(stream.disposition) & _ATTACHED)


def film(container: InputContainer) -> Any | None:
    """The first moving picture that can be decoded."""
    return next((s for s in container.streams.video if s.codec_context is not None and not is_cover(s)), None)


def sound(container: InputContainer) -> Any | None:
    """The first sound that can be decoded."""
    return next((s for s in container.streams.audio if s.codec_context is not None), None)


def check(stream: Any, source: Source) -> None:
    """Refused when the film claims pictures beyond the limits."""
    width, height = stream.codec_context.width, stream.codec_context.height
    if width * height > source.limits.image_pixels or max(width, height) > source.limits.image_side:
        raise Refused(f"The film claims pictures of {width:,} by {height:,} points, which is more than is opened here.")


def alone(stream: Any) -> None:
    """Decode in one thread: the cores are shared out by reading several files."""
    stream.thread_type = "NONE"
    stream.codec_context.thread_count = 1


def decoded(container: InputContainer, stream: Any, until: float) -> Iterator[Any]:
    """Frames of one stream; broken packets are passed over, the end is the end of the file or of the time (monotonic)."""
    try:
        for packet in container.demux(stream):
            if time.monotonic() > until:
                return
            with suppress(av.error.FFmpegError):
                yield from packet.decode()
    except av.error.FFmpegError:
        return


def tags(*held: Any) -> dict[str, str]:
    """Tags of a container and its streams, keys in lower case, the first that says something wins, texts repaired."""
    found: dict[str, str] = {}
    for one in held:
        for key, value in one.items():
            said = claims.written(str(value)).strip()
            if said:
                found.setdefault(str(key).lower(), said[:10_000])
    return found


def place(written: str) -> dict[str, float] | None:
    """ISO 6709 (`+43.2389+076.8897+800/`) in decimal degrees."""
    match = _PLACE.match(written.strip())
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    return {"latitude": latitude, "longitude": longitude} if abs(latitude) <= 90 and abs(longitude) <= 180 else None
