"""Recordings heard and seen in the page: streamed in ranges to those who may hear them, never as a file to keep.

Which bytes are asked for is recorded each time. Consent is asked each time too: a withdrawal stops the next range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from evidence import storage
from evidence.ingestion.recordings import PREVIEWS
from evidence.items import hearing
from evidence.items.coding import Outcome
from evidence.items.guards import require_open
from evidence.items.models import Item
from evidence.items.serving import BOUND, SANDBOX
from inquiry.accounts.models import User
from inquiry.audit import ledger as audit
from inquiry.shared.web import found
from inquiry.shared.workflow import Refused

PLAYABLE = {
    "audio/x-wav": "audio/wav",
    "audio/mpeg": "audio/mpeg",
    "audio/ogg": "audio/ogg",
    "audio/mp4": "audio/mp4",
    "audio/flac": "audio/flac",
    "video/mp4": "video/mp4",
    "video/quicktime": "video/mp4",
    "video/webm": "video/webm",
}  # the type that was identified by content → what the browser is told
CODECS = {
    "h264",
    "vp8",
    "libvpx",
    "vp9",
    "libvpx-vp9",
    "av1",
    "libdav1d",
    "aac",
    "mp3",
    "mp3float",
    "opus",
    "libopus",
    "vorbis",
    "libvorbis",
    "flac",
    "pcm_s16le",
    "pcm_u8",
    "pcm_s24le",
    "pcm_f32le",
}  # what today's browsers decode
RANGE = re.compile(r"^bytes=(?:(?P<first>\d{1,15})-(?P<last>\d{0,15})|-(?P<tail>\d{1,15}))$")
PLAYERS = ("audio", "video", "")  # who asks, as the browser says it; the oldest say nothing
PIECE = 64 * 1024
WHOLE = 64 * 1024 * 1024  # bytes up to which all are compared with the digest before any range is sent


@dataclass(frozen=True, slots=True)
class Played:
    """The bytes that are played: where they are kept, their digest, and as what the browser is told to take them."""

    key: str
    digest: str
    size: int
    content_type: str


def as_it_is(item: Item) -> bool:
    """Whether browsers play the file itself, by its type and by the codecs that its reading found."""
    streams = item.claimed.get("streams")
    kinds = ("audio", "video")
    found = (
        [one for one in streams if isinstance(one, dict) and one.get("kind") in kinds]
        if isinstance(streams, list)
        else []
    )
    return item.media_type in PLAYABLE and all(one.get("codec") in CODECS for one in found)


def played(item: Item) -> Played | None:
    """What a player of this item is given: the version that was made for browsers, else the file itself; None when there is
    nothing that a browser plays."""
    if item.preview_digest and item.preview_type in PREVIEWS:
        key = storage.key_of(item.preview_digest, storage.PICTURES)
        return Played(key, item.preview_digest, default_storage.size(key), item.preview_type)
    if as_it_is(item):
        return Played(storage.key_of(item.sha256), item.sha256, item.size, PLAYABLE[item.media_type])
    return None


def play(http: HttpRequest, ref: str) -> HttpResponseBase:
    """A range of a recording, for a player in a page of ours. 404 for whoever may not hear it."""
    user: Any = http.user
    item = found(Item.objects.readable_by(user), ref=ref)
    if not hearing.may_hear(user, item):
        raise Http404
    require_open(item, "play")
    source = None if item.status == Outcome.WAITING else _played(item)
    if source is None:
        raise Http404
    if http.headers.get("Sec-Fetch-Dest", "") not in PLAYERS:
        raise Refused(_("A recording is played in the page; it is not for taking away."), verb="play", ref=item.ref)
    asked = http.headers.get("Range", "")
    span = span_of(asked, source.size) if asked else (0, source.size - 1)
    return _piece(item, source, span, partial=bool(asked), by=user) if span else _nothing(source)


def _played(item: Item) -> Played | None:
    try:
        return played(item)
    except OSError:  # the version made for browsers is gone
        raise _lost(item) from None


def span_of(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a range of a file of `size` bytes; the whole file for what is no single range; None when the
    range lies outside."""
    parts = RANGE.match(asked.strip())
    if parts is None:
        return (0, size - 1) if size else None
    if parts["tail"] is not None:
        first, last = max(size - int(parts["tail"]), 0), size - 1
        return (first, last) if int(parts["tail"]) and size else None
    first = int(parts["first"])
    last = min(int(parts["last"]), size - 1) if parts["last"] else size - 1
    return (first, last) if first <= last else None


def _piece(item: Item, source: Played, span: tuple[int, int], *, partial: bool, by: User) -> StreamingHttpResponse:
    first, last = span
    with ExitStack() as stack:
        file = _opened(item, source, first, stack)
        audit.record("recording.play", about=item, by=by, first=first, last=last)
        kept = stack.pop_all()
    response = StreamingHttpResponse(
        _streamed(kept, file, first, last - first + 1), status=206 if partial else 200, headers=BOUND,
        content_type=source.content_type,
    )  # fmt: skip
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = SANDBOX
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(last - first + 1)
    if partial:
        response["Content-Range"] = f"bytes {first}-{last}/{source.size}"
    return response


def _opened(item: Item, source: Played, first: int, stack: ExitStack) -> Any:
    """The file, compared with its digest: a small one always, a large one when it is played from the beginning."""
    if first and source.size > WHOLE:
        return stack.enter_context(default_storage.open(source.key, "rb"))
    try:
        return stack.enter_context(storage.opened(source.key, source.digest))
    except storage.StoreDamaged:
        raise _lost(item) from None


def _lost(item: Item) -> Refused:
    sentence = _("The bytes in the store are not those that were received. Tell the administrator; nothing was sent.")
    return Refused(sentence, verb="play", ref=item.ref)


def _streamed(stack: ExitStack, file: Any, first: int, length: int) -> Iterator[bytes]:
    with stack:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(PIECE, length))):
            length -= len(chunk)
            yield chunk


def _nothing(source: Played) -> HttpResponse:
    """The range lies outside of the recording."""
    return HttpResponse(status=416, headers={**BOUND, "Content-Range": f"bytes */{source.size}"})
