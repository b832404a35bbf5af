"""Judgements about text layers and pictures: is this layer usable, is there text in this picture at all."""

from __future__ import annotations

import re

_LETTERS = re.compile(r"[^\W\d_]")
_LEADERS = re.compile(r"([^\w\s])\1{2,}")  # dots of a table of contents, ruled lines
_STRANGE = re.compile(r"[\ue000-\uf8ff\ufffd\u0000-\u0008\u0080-\u009f]")


def usable(layer: str) -> bool:
    """Whether a text layer reads as text: enough letters, few private or broken characters, words that are not confetti."""
    dense = _LEADERS.sub("", re.sub(r"\s+", "", layer))
    if len(dense) < 12:
        return False
    letters, strange = len(_LETTERS.findall(dense)), len(_STRANGE.findall(dense))
    if strange * 5 > len(dense):
        return False
    digits = sum(c.isdigit() for c in dense)
    return letters + digits > 0.5 * len(dense) and letters >= 5
