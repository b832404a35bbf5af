"""Who may hear or see a recording: asked by the page that shows a player, and again for each range that is streamed.

The voice of a witness identifies them. Whether an item records an interview is known only beside the testimony, which
answers for a reference with yes or no and names nobody; and it is known only once an interview names the item. Until then
a recording that is held closely is treated like its bytes: whoever may take the original away gets them anyhow.
"""

from __future__ import annotations

from typing import Any

from evidence.items import access
from evidence.items.coding import Classification
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from witnesses.testimony import recordings

OPEN = (Classification.PUBLIC, Classification.INTERNAL)  # whoever may read these may hear them
BYTES = (Right.RECORDING_PLAY, Right.EVIDENCE_DOWNLOAD)


def may_hear(user: Any, item: Item) -> bool:
    """Whether `user`, who may read `item`, may hear it now: consent to an interview may have been withdrawn."""
    same = refs_of_same_bytes(item)
    if any(recordings.is_recording(ref) for ref in same):
        held = access.may(user, Right.RECORDING_PLAY, item)
        return held and not any(recordings.closed_to(user, ref) for ref in same)
    return item.classification in OPEN or any(access.may(user, right, item) for right in BYTES)


def refs_of_same_bytes(item: Item) -> list[str]:
    """The item and whatever else was received with its bytes: an interview is heard from every copy of its recording."""
    rows = Item.objects.filter(sha256=item.sha256, inquiry_id=item.inquiry_id)
    return list(rows.order_by("pk").values_list("ref", flat=True))
