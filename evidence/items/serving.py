"""Bytes on their way out: pictures of ours inline, originals only as attachments, with headers that bind the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from evidence import storage
from evidence.items import actions, names
from evidence.items.guards import require_open
from evidence.items.models import Item
from inquiry.accounts.models import User
from inquiry.shared.workflow import Refused

BOUND = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store, private",
}
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
PICTURES = {"image/png", "image/webp", "image/jpeg"}


def picture(item: Item, digest: str, media_type: str) -> HttpResponse:
    """A picture that we made of a page of `item` in the sandbox. Http404 when there is none.

    Raises:
        Refused: what is kept is not what we made, or the item is in quarantine.
    """
    require_open(item, "read")
    if not digest or media_type not in PICTURES:
        raise Http404
    try:
        content = storage.content(digest)
    except storage.StoreDamaged:
        raise Refused(_("The store has lost or damaged this picture."), verb="read", ref=item.ref) from None
    response = HttpResponse(content, content_type=media_type, headers=BOUND)
    response["Content-Security-Policy"] = SANDBOX
    return response


def taken_away(item: Item, *, by: User) -> StreamingHttpResponse:
    """The original as an attachment. First all of its bytes are compared with the digest it was received under, then it is
    recorded that `by` takes it; only then anything is sent.

    Raises:
        Item.DoesNotExist: `by` may not read it.
        Refused: its bytes are gone or are others, or `by` may not take originals; nothing is recorded and nothing is sent.
    """
    require_open(item, "download")
    with ExitStack() as stack:
        file = _verified(item, stack)
        actions.note_download(item.ref, by=by)
        kept = stack.pop_all()
    response = StreamingHttpResponse(_streamed(kept, file), content_type="application/octet-stream", headers=BOUND)
    response["Content-Disposition"] = f'attachment; filename="{names.for_download(item.name, item.ref)}"'
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Length"] = str(item.size)
    return response


def _verified(item: Item, stack: ExitStack) -> object:
    try:
        return stack.enter_context(storage.opened(storage.key_of(item.sha256), item.sha256))
    except storage.StoreDamaged:
        sentence = _(
            "The bytes in the store are not those that were received. Tell the administrator; nothing was sent."
        )
        raise Refused(sentence, verb="download", ref=item.ref) from None


def _streamed(stack: ExitStack, file: object) -> Iterator[bytes]:
    with stack:
        yield from storage.chunks(file)
