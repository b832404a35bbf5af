"""The player of a recording on its item's page: where it is played from, its waveform, its transcripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from evidence.ingestion import converting
from evidence.items import access, playing
from evidence.items.models import Item
from inquiry.accounts.rights import Right
from inquiry.rooms import person
from witnesses.testimony import recordings
from witnesses.testimony.transcripts import Transcript

BARS = 400  # of the waveform, at most
TALL = 100


@dataclass(slots=True)
class Player:
    """What the template plays and draws; without `url` this person may not hear it, or no browser can play it."""

    video: bool
    url: str
    poster_url: str
    bars: list[tuple[int, int, int]] = field(default_factory=list)  # left, top, height
    transcripts: list[Any] = field(default_factory=list)
    making: bool = False  # a version that browsers play is being made

    @property
    def width(self) -> int:
        return max(len(self.bars), 1) * 2


def player(http: HttpRequest, item: Item) -> Player | None:
    """The player of an item; None when it is neither sound nor video."""
    kind = item.media_type.partition("/")[0]
    if kind not in ("audio", "video"):
        return None
    user = person(http)
    first = item.page_set.filter(number=1).exclude(image_digest="").exists() if kind == "video" else False
    poster = reverse("evidence:page_image", args=[item.ref, 1]) if first else ""
    hears, ready = _may_hear(user, item), playable(item)
    if hears and not ready:
        converting.want(item, by=user)
    url = reverse("evidence:item_play", args=[item.ref]) if hears and ready else ""
    heard = Transcript.objects.visible_to(user).filter(recording=item.ref)[:10]
    making = hears and not ready and not item.preview_type and item.status not in converting.NOT_READ
    return Player(kind == "video", url, poster, bars(item.claimed.get("waveform")), list(heard), making)


def _may_hear(user: Any, item: Item) -> bool:
    return access.may(user, Right.RECORDING_PLAY, item) and not recordings.closed_to(user, item.ref)


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
