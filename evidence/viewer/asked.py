"""What a reader asked to see, as it stands in the address: each part is a link, so that all works without scripts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

ZOOMS = (50, 75, 100, 125, 150, 200, 300, 400)  # per cent of the width there is
WHOLE = 0  # the page as a whole in the window
VIEWS = ("", "text", "both")
LONGEST_QUERY = 1000
CARRIED = ("q", "view", "turn", "zoom")  # from page to page


@dataclass(frozen=True, slots=True)
class Asked:
    """Page, query, and how it is looked at. `part` is a part of a long page, `thumbs` the first of the page list."""

    page: int = 1
    q: str = ""
    view: str = ""
    turn: int = 0
    zoom: int = 100
    part: int = 0
    machine: int = 0
    excerpt: str = ""
    thumbs: int = 0

    @classmethod
    def of(cls, given: QueryDict) -> Self:
        """From an address; what makes no sense is as if it were not there."""
        turn, zoom = _number(given.get("turn", ""), 0), _number(given.get("zoom", ""), 100)
        view = given.get("view", "")
        return cls(
            page=max(_number(given.get("page", ""), 1), 1),
            q=given.get("q", "")[:LONGEST_QUERY],
            view=view if view in VIEWS else "",
            turn=turn if turn in (90, 180, 270) else 0,
            zoom=zoom if zoom in (WHOLE, *ZOOMS) else 100,
            part=_number(given.get("part", ""), 0),
            machine=int(given.get("machine", "") == "1"),
            excerpt=given.get("excerpt", "")[:16],
            thumbs=_number(given.get("thumbs", ""), 0),
        )

    def url(self, **changed: Any) -> str:
        """The same with something else; what is as usual is left out. Another page begins at its first part."""
        if changed.get("page", self.page) != self.page:
            changed = {"part": 0, "machine": 0, "thumbs": 0, **changed}
        other = replace(self, **changed)
        usual = Asked()
        given = {name: getattr(other, name) for name in self.__slots__}
        kept = {name: value for name, value in given.items() if value != getattr(usual, name) or name == "page"}
        return "?" + urlencode(kept)

    @property
    def kept(self) -> str:
        """What stays the same on every page, to follow `?page=…` in an address."""
        said = [(name, value) for name, value in self.fields if name in CARRIED]
        return "&" + urlencode(said) if said else ""

    @property
    def fields(self) -> list[tuple[str, Any]]:
        """What a form has to carry along, as (name, value)."""
        usual = Asked()
        given = [(name, getattr(self, name)) for name in ("page", *CARRIED)]
        return [(name, value) for name, value in given if name == "page" or value != getattr(usual, name)]

    def zoomed(self, step: int) -> int:
        """The next zoom, larger (1) or smaller (-1)."""
        now = self.zoom or 100
        place = ZOOMS.index(now) + step
        return ZOOMS[min(max(place, 0), len(ZOOMS) - 1)]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise
