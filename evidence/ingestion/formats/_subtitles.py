"""The words that run along with a film or a song, as text with the time at which each is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import av
from av.container import InputContainer

from evidence.ingestion import claims
from evidence.ingestion.formats import _media
from evidence.ingestion.stage import Page

_MOST_LINES = 100_000
_MARKUP = re.compile(r"\{\\[^}]*\}|</?[a-zA-Z][^>]{0,100}>")
_PLAIN = {"mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text"}


def pages(container: InputContainer) -> Iterator[Page]:
    """One text per stream of subtitles, one for the words of a song."""
    number = 0
    for key, value in _media.tags(container.metadata, *(stream.metadata for stream in container.streams)).items():
        if key.startswith(("lyrics", "unsyncedlyrics")):
            number += 1
            yield Page(number, value, label="Words")
    streams = [one for one in container.streams.subtitles if one.codec_context is not None][:20]
    wanted = [stream for stream in streams if stream.codec_context.name in _PLAIN]
    lines: dict[int, list[str]] = {stream.index: [] for stream in wanted}
    for packet in _packets(container, wanted):
        held = lines[packet.stream.index]
        if len(held) < _MOST_LINES:
            held += _said(packet)
    for stream in wanted:
        if lines[stream.index]:
            number += 1
            language = _media.tags(stream.metadata).get("language", "")
            yield Page(number, "\n".join(lines[stream.index]), label=f"Subtitles {language}".strip())


def _packets(container: InputContainer, wanted: list[Any]) -> Iterator[Any]:
    if not wanted:
        return
    try:
        yield from container.demux(wanted)
    except av.error.FFmpegError:
        return


def _said(packet: Any) -> list[str]:
    """`0:00:02 words`; nothing for what cannot be decoded."""
    found = []
    with suppress(av.error.FFmpegError, ValueError):
        for one in packet.decode():
            raw = getattr(one, "dialogue", b"") or getattr(one, "text", b"")
            plain = raw.decode("utf-8", "surrogateescape") if isinstance(raw, bytes) else str(raw)
            plain = _MARKUP.sub("", claims.written(plain)).replace("\\N", " ").replace("\\n", " ").strip()
            if plain:
                seconds = int(packet.pts * packet.time_base) if packet.pts is not None else 0
                found.append(f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02} {' '.join(plain.split())}")
    return found
