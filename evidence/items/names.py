"""Names as they came, byte for byte, and as they can be shown. Pure; no name here ever becomes a path."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

LONGEST = 16_384  # bytes of a path
# What would turn a line round, hide in it or break it when shown: controls, line separators, all that Unicode counts as
# format (bidirectional marks, soft hyphens, tags) and the letters that are shown as nothing.
_UNSHOWN = (
    "\x00-\x1f\x7f-\x9f\u2028\u2029"
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
)
# Letters between which a joiner is part of how the word is written: Arabic, Syriac, N'Ko, of India, Burmese, Khmer, Mongolian.
_JOINED = "\u0620-\u074f\u0750-\u07ff\u0860-\u109f\u1780-\u18aa\ufb50-\ufdff\ufe70-\ufefc"
_HIDDEN = re.compile(f"[{_UNSHOWN}]|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")


def raw(path: str | bytes) -> bytes:
    """The bytes of a path as they came; a lone surrogate stands for the byte that was no text."""
    found = (
        path if isinstance(path, bytes) else path.encode("utf-8", "surrogateescape" if _escaped(path) else "replace")
    )
    return found[:LONGEST]


def _escaped(path: str) -> bool:
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def shown(path: bytes) -> str:
    """A path for people: bytes that are no UTF-8 as �, and nothing that changes how a line is read."""
    return _HIDDEN.sub("\ufffd", path.decode("utf-8", "replace")) or "?"


def last(path: str) -> str:
    """The name at the end of a path for people."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def for_download(name: str, ref: str) -> str:
    """A name to save under: the reference, and the extension when it is a plain one."""
    extension = PurePosixPath(last(name)).suffix.lower()
    return ref + (extension if re.fullmatch(r"\.[a-z0-9]{1,8}", extension) else "")
