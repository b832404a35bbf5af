"""Acts and events as one reader may be told them: exact for the team of a victim under a cipher, coarse for others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from inquiry.accounts import policy
from inquiry.commission.places.models import Place
from inquiry.shared.dates import EdtfError, Shown, parse
from inquiry.shared.tables import Record, record_kinds
from inquiry.shared.terms import words_of
from witnesses.acts import access
from witnesses.acts.counting import month_of
from witnesses.acts.models import Act, Event
from witnesses.people.rules import COARSE


@dataclass(frozen=True, slots=True)
class Told:
    """One act for one reader: `when` and `place` as exact as the reader may know, the victim as they may see them."""

    act: Act
    victim: str
    victim_url: str
    when: Shown | str
    place: str
    place_url: str
    exact: bool
    event: Event | None


def told(user: Any, acts: Iterable[Act]) -> list[Told]:
    """Each act as `user` may be told it; a query for the team, one for each kind of victim, one for the events.

    `acts` come with their event, place and witness (`with_parts`).
    """
    rows = list(acts)
    exact, people, events = access.told_exactly(user, rows), _people(user, rows), _events(user, rows)
    return [
        _told(row, row.pk in exact, people.get(row.victim_ref), row.event if row.event_id in events else None)
        for row in rows
    ]


def _told(act: Act, exact: bool, person: Record | None, event: Event | None) -> Told:
    name = str(getattr(person, "known_as", "") or act.victim_ref or act.group)
    address = getattr(person, "get_absolute_url", None)
    happened = act.happened_moment
    when: Shown | str = (Shown(happened) if happened else "") if exact else coarse_day(act.happened)
    shown_exactly = exact and act.place is not None
    return Told(
        act, name, address() if address else "", when, str(act.place) if shown_exactly else coarse_place(act.place),
        act.place.get_absolute_url() if shown_exactly and act.place else "", exact, event,
    )  # fmt: skip


def _people(user: Any, rows: list[Act]) -> dict[str, Record]:
    """The victims that `user` may see, by reference."""
    found: dict[str, Record] = {}
    for kind in access.VICTIMS:
        refs = {row.victim_ref for row in rows if row.victim_ref.startswith(f"{kind}-")}
        model: Any = record_kinds().get(kind)
        if refs and model is not None:
            seen = model.objects.visible_to(user).filter(ref__in=refs)
            found |= {one.ref: one for one in (seen.select_related("witness") if hasattr(model, "witness") else seen)}
    return found


def _events(user: Any, rows: list[Act]) -> set[int]:
    wanted = {row.event_id for row in rows}
    return set(Event.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))


def exact_events(user: Any) -> Q:
    """Of which events `user` may know the exact place and day: the public ones, and those theirs to read by themselves."""
    return Q(known=True) | policy.reachable(user, Event.READ, Event)


def events_exactly(user: Any, events: Iterable[Event]) -> set[int]:
    """The ids of those of `events`: one query for a page."""
    rows = Event.objects.filter(exact_events(user), pk__in=[event.pk for event in events])
    return set(rows.values_list("pk", flat=True))


def coarse_place(place: Place | None) -> str:
    """A region or a country as it is called; of anything nearer the country alone; empty where none is known."""
    if place is None:
        return ""
    return str(place) if place.kind in COARSE else place.country


def coarse_day(text: str) -> str:
    """The month of a date in words, else its year where it lies in one; empty otherwise."""
    month = month_of(text)
    if month:
        return words_of(month)
    try:
        points = parse(text).points if text else ()
    except EdtfError:
        return ""
    years = {moment.year for point in points for moment in (point.first, point.last)}
    return str(years.pop()) if len(years) == 1 and len(points) == (2 if "/" in text else 1) else ""
