"""Bytes on their way out: pictures of ours inline, originals only as attachments, with headers that bind the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from django.http import Http404, HttpResponse, StreamingHttpResponse

from evidence import storage
from evidence.items import names
from evidence.items.models import Item

BOUND = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store, private",
}
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
PICTURES = {"image/png", "image/webp", "image/jpeg"}


def picture(digest: str, media_type: str) -> HttpResponse:
    """A picture we made in the sandbox. Http404 when there is none."""
    if not digest or media_type not in PICTURES:
        raise Http404
    response = HttpResponse(storage.content(digest), content_type=media_type, headers=BOUND)
    response["Content-Security-Policy"] = SANDBOX
    return response


def original(item: Item) -> StreamingHttpResponse:
    """The original as an attachment, after all of its bytes were compared with the digest it was received under.

    Raises:
        StoreDamaged: they are gone or are others; nothing is sent.
    """
    stack = ExitStack()
    file = stack.enter_context(storage.opened(storage.key_of(item.sha256), item.sha256))
    response = StreamingHttpResponse(_streamed(stack, file), content_type="application/octet-stream", headers=BOUND)
    response["Content-Disposition"] = f'attachment; filename="{names.for_download(item.name, item.ref)}"'
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Length"] = str(item.size)
    return response


def _streamed(stack: ExitStack, file: object) -> Iterator[bytes]:
    with stack:
        yield from storage.chunks(file)
