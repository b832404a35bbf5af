"""Whether consent lets somebody hear a recording: asked by the room of the evidence, which keeps and plays the files."""

from __future__ import annotations

from typing import Any

from witnesses.testimony.interviews import Interview


def closed_to(user: Any, item_ref: str) -> bool:
    """Whether the item is a recording of an interview that `user` may not read (now: consent may have been withdrawn)."""
    interviews = Interview.objects.filter(recordings__contains=[item_ref])
    readable = Interview.objects.readable_by(user).filter(recordings__contains=[item_ref])
    return interviews.count() != readable.count()


def is_recording(item_ref: str) -> bool:
    """Whether an interview names the item as its recording: such an original is heard, and taken away by nobody."""
    return Interview.objects.filter(recordings__contains=[item_ref]).exists()
