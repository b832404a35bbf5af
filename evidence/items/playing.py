"""Recordings heard and seen in the page: streamed in ranges to those who may hear them, never as a file to keep.

Which bytes are asked for is recorded each time. Consent is asked each time too: a withdrawal stops the next range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from evidence import storage
from evidence.items import access
from evidence.items.coding import Outcome
from evidence.items.guards import require_open
from evidence.items.models import Item
from evidence.items.serving import BOUND, SANDBOX
from inquiry.accounts.models import User
from inquiry.accounts.rights import Right
from inquiry.audit import ledger as audit
from inquiry.shared.web import found
from inquiry.shared.workflow import Refused
from witnesses.testimony import recordings

PLAYABLE = {
    "audio/x-wav": "audio/wav",
    "audio/mpeg": "audio/mpeg",
    "audio/ogg": "audio/ogg",
    "audio/mp4": "audio/mp4",
    "audio/flac": "audio/flac",
    "video/mp4": "video/mp4",
    "video/webm": "video/webm",
}  # the type that was identified by content → what the browser is told
RANGE = re.compile(r"^bytes=(?:(?P<first>\d{1,15})-(?P<last>\d{0,15})|-(?P<tail>\d{1,15}))$")
PLAYERS = ("audio", "video", "")  # who asks, as the browser says it; the oldest say nothing
PIECE = 64 * 1024
WHOLE = 64 * 1024 * 1024  # bytes up to which all are compared with the digest before any range is sent


def play(http: HttpRequest, ref: str) -> HttpResponseBase:
    """A range of a recording, for a player in a page of ours. 404 for whoever may not hear it."""
    user: Any = http.user
    rows = Item.objects.readable_by(user).filter(access.with_right(user, Right.RECORDING_PLAY))
    item = found(rows, ref=ref)
    require_open(item, "play")
    if item.media_type not in PLAYABLE or item.status == Outcome.WAITING or recordings.closed_to(user, item.ref):
        raise Http404
    if http.headers.get("Sec-Fetch-Dest", "") not in PLAYERS:
        raise Refused(_("A recording is played in the page; it is not for taking away."), verb="play", ref=item.ref)
    asked = http.headers.get("Range", "")
    span = span_of(asked, item.size) if asked else (0, item.size - 1)
    return _piece(item, span, partial=bool(asked), by=user) if span else _nothing(item)


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


def _piece(item: Item, span: tuple[int, int], *, partial: bool, by: User) -> StreamingHttpResponse:
    first, last = span
    with ExitStack() as stack:
        file = _opened(item, first, stack)
        audit.record("recording.play", about=item, by=by, first=first, last=last)
        kept = stack.pop_all()
    response = StreamingHttpResponse(
        _streamed(kept, file, first, last - first + 1), status=206 if partial else 200, headers=BOUND,
        content_type=PLAYABLE[item.media_type],
    )  # fmt: skip
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = SANDBOX
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(last - first + 1)
    if partial:
        response["Content-Range"] = f"bytes {first}-{last}/{item.size}"
    return response


def _opened(item: Item, first: int, stack: ExitStack) -> Any:
    """The file, compared with its digest: a small one always, a large one when it is played from the beginning."""
    key = storage.key_of(item.sha256)
    if first and item.size > WHOLE:
        return stack.enter_context(default_storage.open(key, "rb"))
    try:
        return stack.enter_context(storage.opened(key, item.sha256))
    except storage.StoreDamaged:
        sentence = _(
            "The bytes in the store are not those that were received. Tell the administrator; nothing was sent."
        )
        raise Refused(sentence, verb="play", ref=item.ref) from None


def _streamed(stack: ExitStack, file: Any, first: int, length: int) -> Iterator[bytes]:
    with stack:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(PIECE, length))):
            length -= len(chunk)
            yield chunk


def _nothing(item: Item) -> HttpResponse:
    """The range lies outside of the recording."""
    return HttpResponse(status=416, headers={**BOUND, "Content-Range": f"bytes */{item.size}"})
