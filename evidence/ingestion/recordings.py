"""What may be played to people: recordings that we made ourselves, told by their own first bytes before they are believed."""

from __future__ import annotations

PREVIEWS = ("audio/webm", "video/webm")
MOST_BYTES = 300 * 2**20
_EBML, _DOCTYPE = b"\x1aE\xdf\xa3", b"\x42\x82"


def is_webm(head: bytes) -> bool:
    """Whether the first bytes are those of a WebM file: the signature, and the kind of document that follows in it."""
    at = head.find(_DOCTYPE, 4, 64)
    return head.startswith(_EBML) and at > 0 and head[at + 3 : at + 7] == b"webm"
