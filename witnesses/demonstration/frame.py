"""The frame of what happened: the public events of January 2022 with their sources, and SYNTHETIC places and an event.

The sources say little of places and days; nothing is filled in from elsewhere. The SYNTHETIC places have coordinates in
order that the map has something to draw; nothing happened there.
"""

from __future__ import annotations

from typing import Any

from inquiry.commission.places import actions as places_actions
from inquiry.commission.places.models import Place
from inquiry.demonstration.shelf import Shelf
from witnesses.acts import actions
from witnesses.acts.models import Event

LABEL = "SYNTHETIC"
PLACES = {
    "square": {"name": f"Oidan, square ({LABEL})", "kind": "other", "latitude": "47.10000", "longitude": "51.90000"},
    "station": {
        "name": f"Oidan, police station No. 0 ({LABEL})", "kind": "detention", "latitude": "47.35000", "longitude": "52.60000",
    },
    "town": {"name": f"Qiyal ({LABEL})", "kind": "city", "latitude": "50.30000", "longitude": "57.20000"},
    "south": {"name": f"Jogaryq ({LABEL})", "kind": "city", "latitude": "43.30000", "longitude": "68.20000"},
}  # fmt: skip
EVENTS: dict[str, dict[str, Any]] = {
    "demonstrations": {
        "title": "Demonstrations in Kazakhstan and how they were put down, January 2022", "known": True,
        "happened": "2022-01", "place": "$kazakhstan", "areas": ["$M2a", "$M3"],
        "description": "Demonstrations that began in the west; deaths of which the sources give different numbers.",
        "rests_on": ["A paragraph 4", "A paragraph 12", "B paragraph 3"],
    },
    "arrests": {
        "title": "Detentions over the demonstrations, January 2022", "known": True, "happened": "2022-01",
        "place": "$kazakhstan", "areas": ["$M2b", "$M2c"],
        "description": "Many people were held; ill-treatment is alleged by groups that the source does not name.",
        "rests_on": ["A paragraph 4"],
    },
    "synthetic": {
        "title": f"{LABEL}: an invented demonstration in Oidan", "known": True, "happened": "2022-01-05",
        "place": "$oidan", "areas": ["$M2a"], "description": f"{LABEL}: nothing of this happened.",
    },
    "cell": {
        "title": f"{LABEL}: three invented nights in a cell", "happened": "2022-01-06/2022-01-09", "place": "station",
        "areas": ["$M2b"], "description": f"{LABEL}: nothing of this happened.",
    },
}  # fmt: skip


def places(shelf: Shelf) -> dict[str, Place]:
    """The SYNTHETIC places by key; those that are not there yet are recorded."""
    found = {place.name: place for place in Place.objects.filter(inquiry=shelf.inquiry, name__contains=LABEL)}
    for fields in PLACES.values():
        if fields["name"] not in found:
            made = places_actions.add_place(
                inquiry=shelf.inquiry, by=shelf.writer, country="Kazakhstan", zone="Asia/Almaty",
                note=f"{LABEL}: does not exist.", **fields,
            )  # fmt: skip
            found[made.name] = made
    return {key: found[fields["name"]] for key, fields in PLACES.items()}


def events(shelf: Shelf) -> dict[str, Event]:
    """The events by key; those that are not there yet are recorded."""
    return {key: _found(shelf, fields) or _recorded(shelf, fields) for key, fields in EVENTS.items()}


def _found(shelf: Shelf, fields: dict[str, Any]) -> Event | None:
    return Event.objects.filter(inquiry=shelf.inquiry, title=fields["title"]).first()


def _recorded(shelf: Shelf, fields: dict[str, Any]) -> Event:
    values = shelf.resolved(fields)
    values["place"] = places(shelf).get(fields["place"], values["place"])
    values["rests_on"] = [_cited(shelf, line) for line in fields.get("rests_on", ())]
    return actions.add_event(inquiry=shelf.inquiry, by=shelf.people["investigator"], **values)


def _cited(shelf: Shelf, line: str) -> str:
    """`A paragraph 4` with the source's reference instead of its key."""
    key, _, passage = line.partition(" ")
    return f"{shelf.records[key].ref} {passage}"
