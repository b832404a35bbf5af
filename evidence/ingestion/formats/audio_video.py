"""Sound and film: what the container says of itself, how loud it is from end to end, a frame of it, subtitles, covers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from av.container import InputContainer
from PIL import Image

from evidence.ingestion import claims, sniff
from evidence.ingestion.formats import _media, _subtitles, _transcode, _waveform
from evidence.ingestion.source import Source
from evidence.ingestion.stage import Damaged, Fact, Member, Outcome, Page, Preview, Trouble

READS = frozenset(_media.CONTAINERS)
VERSION = "1"
_CLAIMED = {
    "title": "claimed_title",
    "artist": "claimed_author",
    "author": "claimed_author",
    "album": "claimed_album",
    "album_artist": "claimed_album_author",
    "date": "claimed_dated",
    "year": "claimed_dated",
    "genre": "claimed_genre",
    "track": "claimed_track",
    "comment": "claimed_comment",
    "description": "claimed_description",
    "synopsis": "claimed_description",
    "copyright": "claimed_copyright",
    "publisher": "claimed_publisher",
    "language": "claimed_language",
    "creation_time": "claimed_recorded_at",
    "com.apple.quicktime.creationdate": "claimed_recorded_at",
    "com.apple.quicktime.make": "claimed_camera_maker",
    "com.apple.quicktime.model": "claimed_camera",
    "com.apple.quicktime.software": "claimed_software",
    "com.android.version": "claimed_android_version",
    "make": "claimed_camera_maker",
    "model": "claimed_camera",
    "encoder": "claimed_software",
    "encoded_by": "claimed_encoded_by",
    "software": "claimed_software",
    "originator": "claimed_author",
    "time_reference": "claimed_time_reference",
    "coding_history": "claimed_history",
}
_PLACES = ("com.apple.quicktime.location.iso6709", "location", "location-eng", "xyz", "\N{COPYRIGHT SIGN}xyz")
_NOT_SAID = {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id", "duration", "encoder"}
_MOST_TAGS, _MOST_CHAPTERS, _MOST_STREAMS = 200, 1000, 100
_DARK, _EVEN = 20.0, 8.0  # a frame of less light, or of less contrast, is no picture of the film
_CHUNK = 2**20
_FRAME_SECONDS = 6.0  # what looking for one frame may take


def _type(source: Source) -> str:
    return source.request.media_type or source.once("media type", lambda: sniff.sniff(source))


# --- facts ------------------------------------------------------------------------------------------------------------


def metadata(source: Source) -> Iterator[Fact | Trouble]:
    """Container, duration, streams, tags, chapters, position, and the shape of the sound."""
    with _media.opened(source, _type(source)) as container:
        yield Fact("container", container.format.long_name)
        streams = list(container.streams)[:_MOST_STREAMS]
        if not streams:
            raise Damaged("The recording holds neither sound nor pictures.")
        yield Fact("streams", [_stream(stream) for stream in streams])
        if container.bit_rate:
            yield Fact("bit_rate", container.bit_rate)
        yield from _tags(container)
        chapters = [_chapter(one) for one in container.chapters()[:_MOST_CHAPTERS]]
        if chapters:
            yield Fact("chapters", chapters)
        yield from _length(container)


def _length(container: InputContainer) -> Iterator[Fact | Trouble]:
    """How long it is, by what it says and by what could be heard; the waveform."""
    said = _claimed_seconds(container)
    stream = _media.sound(container)
    shape = _waveform.shape(container, stream, said) if stream is not None else _waveform.Shape()
    if shape.loudness:
        yield Fact("waveform", shape.loudness)
    alone = _media.film(container) is None
    real = shape.seconds if shape.whole and shape.seconds and alone else None
    if real is not None and (said is None or abs(real - said) > max(1.0, 0.05 * said)):
        yield Fact("duration_seconds", round(real, 3))
        if said is not None:
            yield Fact("claimed_duration_seconds", round(said, 3))
            yield Trouble(
                Outcome.PARTLY_READ,
                f"The recording says that it lasts {_clock(said)}, but holds {_clock(real)} of sound.",
            )
    elif said is not None:
        yield Fact("duration_seconds", round(said, 3))
    if stream is not None and not shape.loudness:
        yield Trouble(Outcome.DAMAGED if alone else Outcome.PARTLY_READ, "The sound could not be decoded.")


def _claimed_seconds(container: InputContainer) -> float | None:
    """What the container says, or its longest stream; None when nobody says."""
    found = [container.duration / 1_000_000] if container.duration and container.duration > 0 else []
    for stream in container.streams:
        if stream.duration and stream.time_base and stream.duration > 0 and not _media.is_cover(stream):
            found.append(float(stream.duration * stream.time_base))
    return found[0] if found else None


def _clock(seconds: float) -> str:
    """`1:02:03`, `2:03`, `2.5 seconds`."""
    if seconds < 60:
        return f"{seconds:.1f} seconds"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _stream(stream: Any) -> dict[str, Any]:
    """What one stream is, in plain words and numbers."""
    codec = stream.codec_context
    made: dict[str, Any] = {"kind": stream.type or "unknown", "codec": codec.name if codec is not None else "unknown"}
    if _media.is_cover(stream):
        made["kind"] = "cover"
    if stream.type == "video" and codec is not None:
        made |= {"width": codec.width, "height": codec.height}
        rate = stream.average_rate
        if rate and not _media.is_cover(stream):
            made["frames_per_second"] = round(float(rate), 3)
    if stream.type == "audio" and codec is not None:
        made |= {"samples_per_second": codec.rate, "channels": codec.channels}
    if codec is not None and codec.bit_rate:
        made["bit_rate"] = codec.bit_rate
    told = _media.tags(stream.metadata)
    for key in ("language", "title"):
        if told.get(key) and told[key] != "und":
            made[key] = told[key][:300]
    return made


def _tags(container: InputContainer) -> Iterator[Fact]:
    """Tags in the vocabulary of claims; what is not in it under its own name."""
    streams = [stream.metadata for stream in container.streams if not _media.is_cover(stream)]
    found = _media.tags(container.metadata, *streams)
    for key, value in list(found.items())[:_MOST_TAGS]:
        if key == "language" and value == "und":
            continue
        if key in _CLAIMED:
            yield Fact(_CLAIMED[key], value[:4000])
        elif key not in _NOT_SAID and key not in _PLACES and not key.startswith("lyrics"):
            yield Fact(f"claimed_property_{key}"[:200], value[:4000])
    for key in _PLACES:
        position = _media.place(found.get(key, ""))
        if position:
            yield Fact("claimed_position", position)
            break


def _chapter(one: Any) -> dict[str, Any]:
    base = float(one["time_base"])
    title = claims.written(str(one["metadata"].get("title", "")))[:300]
    return {"from": round(one["start"] * base, 3), "to": round(one["end"] * base, 3), "title": title}


# --- covers, subtitles ------------------------------------------------------------------------------------------------


def children(source: Source) -> Iterator[Member]:
    """Pictures that hang on the recording, and files packed along with it."""
    with _media.opened(source, _type(source)) as container:
        covers = [stream for stream in container.streams.video if _media.is_cover(stream)]
        for number, packet in enumerate(container.demux(covers) if covers else (), 1):
            content = bytes(packet)
            if not content or number > len(covers):
                break  # covers come first; one packet each
            shown = f"cover {number}.{_EXTENSIONS.get(packet.stream.codec_context.name, 'bin')}"
            yield Member(shown.encode(), shown, "embedded", [content], about=_about(packet.stream))
        for stream in container.streams.attachments:
            name = stream.name or "attached"
            yield Member(
                name.encode("utf-8", "surrogateescape"), claims.written(name), "embedded", [stream.data or b""]
            )


_EXTENSIONS = {"png": "png", "mjpeg": "jpg", "gif": "gif", "bmp": "bmp", "webp": "webp"}


def _about(stream: Any) -> dict[str, str]:
    told = _media.tags(stream.metadata)
    return {f"claimed_{key}": told[key][:300] for key in ("title", "comment") if told.get(key)}


def text(source: Source) -> Iterator[Page]:
    """Subtitles and song texts."""
    with _media.opened(source, _type(source)) as container:
        yield from _subtitles.pages(container)


# --- a picture of it --------------------------------------------------------------------------------------------------


def draw(source: Source, number: int, width: int) -> Image.Image:
    """A frame that shows something, else the cover. IndexError when there is neither."""
    if number != 1:
        raise IndexError(number)
    made = source.once("poster", lambda: _poster(source))
    if made is None:
        raise IndexError(number)
    small = made.copy()
    small.thumbnail((width, width * 4))
    return small


def _poster(source: Source) -> Image.Image | None:
    """The most telling of a few frames over the first half; the cover of what has no film."""
    with _media.opened(source, _type(source)) as container:
        stream = _media.film(container)
        covers = [one for one in container.streams.video if _media.is_cover(one) and one.codec_context is not None]
        stream = stream or (covers[0] if covers else None)
        if stream is None:
            return None
        _media.check(stream, source)
        _media.alone(stream)
        best: tuple[float, Any] = (-1.0, None)
        for share in (0.0, 0.1, 0.25, 0.5):
            frame = _frame_at(container, stream, share)
            telling = _telling(frame) if frame is not None else -1.0
            best = max(best, (telling, frame), key=lambda pair: pair[0])
            if telling >= _EVEN or _media.is_cover(stream):
                break
        return _upright(best[1], stream) if best[1] is not None else None


def _frame_at(container: InputContainer, stream: Any, share: float) -> Any | None:
    """The first frame that can be decoded at a share of the length."""
    if share:
        if not container.duration:
            return None
        try:
            container.seek(int(container.duration * share))
        except OSError:
            return None
    frames = _media.decoded(container, stream, time.monotonic() + _FRAME_SECONDS)
    return next(frames, None)


def _telling(frame: Any) -> float:
    """The contrast of a frame; little for what is all dark."""
    grey = frame.reformat(width=64, height=64, format="gray").to_ndarray()
    return float(grey.std()) if grey.mean() > _DARK else min(float(grey.std()), _EVEN - 1) / 2


def _upright(frame: Any, stream: Any) -> Image.Image:
    """In colour, in its true proportions, turned as the film says."""
    made: Image.Image = frame.to_image()
    shape = stream.codec_context.sample_aspect_ratio
    if shape and shape > 0 and shape != 1 and 0.2 < shape < 5:
        made = made.resize((max(1, round(made.width * float(shape))), made.height))
    turn = int(getattr(frame, "rotation", 0) or 0) % 360
    return made.rotate(turn, expand=True) if turn in (90, 180, 270) else made


# --- for browsers -----------------------------------------------------------------------------------------------------


def preview(source: Source) -> Preview:
    """The recording as WebM. Damaged, Refused, Unsupported."""
    with _media.opened(source, _type(source)) as container:
        media_type, held = _transcode.webm(container, source)
    held.seek(0)
    return Preview(media_type, iter(lambda: held.read(_CHUNK), b""))
