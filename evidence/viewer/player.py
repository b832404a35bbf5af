"""The player of a recording on its item's page: where it is played from, its waveform, its transcripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from evidence.ingestion import converting
from evidence.items import hearing, playing
from evidence.items.models import Item
from inquiry.rooms import person
from witnesses.testimony.transcripts import Transcript

BARS = 400  # of the waveform, at most
TALL = 100


class State(StrEnum):
    """Whether it can be played here and now, or why not."""

    PLAYS = "plays"
    CLOSED = "closed"  # not to this person
    UNREAD = "unread"  # it waits to be read, or stands in quarantine
    MAKING = "making"  # a version that browsers play is being made
    NONE = "none"  # none could be made


@dataclass(slots=True)
class Player:
    """What the template plays and draws; `url` is empty unless it plays."""

    video: bool
    state: State
    url: str
    poster_url: str
    bars: list[tuple[int, int, int]] = field(default_factory=list)  # left, top, height
    transcripts: list[Any] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(len(self.bars), 1) * 2


def player(http: HttpRequest, item: Item) -> Player | None:
    """The player of an item, asking for a version that browsers play; None when it is neither sound nor video."""
    kind = item.media_type.partition("/")[0]
    if kind not in ("audio", "video"):
        return None
    user = person(http)
    first = item.page_set.filter(number=1).exclude(image_digest="").exists() if kind == "video" else False
    poster = reverse("evidence:page_image", args=[item.ref, 1]) if first else ""
    state = state_of(user, item)
    if state is State.MAKING:
        converting.want(item, by=user)
    url = reverse("evidence:item_play", args=[item.ref]) if state is State.PLAYS else ""
    heard = Transcript.objects.visible_to(user).filter(recording=item.ref)[:10]
    return Player(kind == "video", state, url, poster, bars(item.claimed.get("waveform")), list(heard))


def state_of(user: Any, item: Item) -> State:
    """Whether `user` can play a recording now, or the one reason why not; who may not hear it learns nothing else."""
    if not hearing.may_hear(user, item):
        return State.CLOSED
    if item.status in converting.NOT_READ:
        return State.UNREAD
    if playable(item):
        return State.PLAYS
    return State.NONE if item.preview_type else State.MAKING


def playable(item: Item) -> bool:
    """Whether a browser can play it, itself or as the preview that was made of it."""
    return playing.as_it_is(item) or bool(item.preview_digest)


def bars(waveform: Any) -> list[tuple[int, int, int]]:
    """Left edge, top and height of each bar, the loudest of its neighbours where there are too many to draw."""
    levels = [v for v in waveform if isinstance(v, int | float)] if isinstance(waveform, list) else []
    step = -(-len(levels) // BARS) or 1
    loud = [max(levels[i : i + step]) for i in range(0, len(levels), step)]
    heights = [min(max(round(level), 1), TALL) for level in loud]
    return [(2 * i, (TALL - height) // 2, height) for i, height in enumerate(heights)]
