"""How the text of a page is shown: a mail, a conversation, a sheet, numbered lines, or as it stands.

All from text and facts that were extracted in the sandbox: nothing of the file's own mark-up reaches the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evidence.items.models import Item
from evidence.viewer import chats, mails, sheets
from evidence.viewer.marked import Marked
from evidence.viewer.wording import plainly

PROSE = (
    "application/pdf",
    "image/",
    "application/vnd.openxmlformats-officedocument.wordprocessing",
    "application/msword",
)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A template's name and what it shows; `part` where a page is shown in parts."""

    kind: str
    content: Any
    part: sheets.Part | None = None

    @property
    def template(self) -> str:
        return f"evidence/viewer/_{self.kind}.html"


def rendered(item: Item, number: int, marked: Marked, *, plain: bool, part: int, user: Any) -> Rendering:
    """The rendering of page `number`; `plain` asks for the text as it is, with numbered lines."""
    if not plain and item.page_unit == chats.UNIT:
        return _chat(item, marked, user)
    if not plain and item.page_unit == sheets.UNIT:
        rows = sheets.sheet(marked, part)
        return Rendering("sheet", rows, rows)
    if not plain and number == 1 and mails.is_mail(item.media_type):
        return Rendering("mail", mails.mail(marked, item.claimed))
    if not plain and item.media_type.startswith(PROSE):
        return Rendering("prose", marked.cut(0, len(marked.text)))
    rows = sheets.numbered(marked, part)
    return Rendering("lines", rows, rows)


def _chat(item: Item, marked: Marked, user: Any) -> Rendering:
    """A conversation, and of what was attached the items that came with it, as far as `user` may read them."""
    found = chats.chat(marked)
    names = set(chats.files(found))
    beside = Item.objects.readable_by(user).filter(batch_id=item.batch_id, parent_id=item.parent_id, name__in=names)
    inside = Item.objects.readable_by(user).filter(parent=item, name__in=names)
    known = {one.name: one for one in (*beside[:500], *inside[:500])} if names else {}
    for message in found.messages:
        message.linked = [(name, known.get(name)) for name in message.files]
    return Rendering("chat", found)


def captured(item: Item) -> list[tuple[str, Any]]:
    """Where a page of the web was captured, as (kind, claim); the address is text and leads nowhere."""
    keys = ("claimed_address", "claimed_captured_at", "claimed_http_status")
    found = [(key, plainly(key, item.claimed[key])) for key in keys if item.claimed.get(key) not in (None, "")]
    return found if any(key == "claimed_address" for key, _value in found) else []
