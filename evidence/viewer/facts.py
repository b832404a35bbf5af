"""What a file says of itself, grouped for reading; and where it says that it was made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from evidence.viewer.wording import plainly

MOST_FACTS = 300
LONGEST = 2000  # characters of one value
NOT_SHOWN = {"waveform", "opened_with", "picture_look", "turned_pages"}
GROUPS: tuple[tuple[str | Promise, str], ...] = (
    (_("When"), r"(_at|_on|date|time|year|duration.*|seconds|offset|zone)(_as_written)?$|^(date|time|duration|captured)"),
    (_("Where"), r"position|gps|altitude|latitude|longitude|city|country|location|place|region|address$"),
    (_("Who"), r"^(from|to|cc|bcc|sender|reply_to|author|creator|artist|people|participants|organi|company|manager|owner"
     r"|publisher|credit|signed|attendees)|(_by|_names?)$"),
    (_("Made with"), r"camera|lens|make|model|software|device|mailer|flash|exposure|aperture|f_number|iso|focal|orientation"
     r"|codec|container|stream|sample|channels|frame|bit_?rate|colou?r|generator|producer|template|serial"),
    (_("What it is about"), r"title|subject|keywords|description|caption|comment|category|language|headline|notes?$"),
)  # fmt: skip
REST = _("Other")


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind, as (words, value)."""

    title: Any
    rows: list[tuple[str, str]]


def groups(claimed: dict[str, Any]) -> list[Group]:
    """The claims by kind, each kind in the file's own order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for key, value in list(claimed.items())[:MOST_FACTS]:
        name = key.removeprefix("claimed_")
        if name not in NOT_SHOWN and value not in ("", None, [], {}):
            words = name.replace("_", " ").capitalize()
            found.setdefault(str(_kind(name)), []).append((words, said(plainly(name, value))))
    order = [str(title) for title, _pattern in GROUPS] + [str(REST)]
    return [Group(title, found[title]) for title in order if title in found]


def _kind(name: str) -> str | Promise:
    return next((title for title, pattern in GROUPS if re.search(pattern, name)), REST)


def said(value: Any) -> str:
    """A claim as text."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {said(inner)}" for key, inner in value.items())[:LONGEST]
    if isinstance(value, list):
        return ", ".join(said(inner) for inner in value)[:LONGEST]
    if isinstance(value, bool):
        return now("Yes") if value else now("No")
    return str(value)[:LONGEST]


def position(claimed: dict[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees as the file claims them; None where it does not, or claims nonsense."""
    given = claimed.get("claimed_position")
    if not isinstance(given, dict):
        return None
    latitude, longitude = given.get("latitude"), given.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return (float(latitude), float(longitude)) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
