"""Load the facts of the data files, subject by subject, through the actions of their rooms. What is there stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from inquiry.commission import actions as commission
from inquiry.commission.authorities import actions as authorities
from inquiry.commission.authorities.models import Authority, Official
from inquiry.commission.mandate import actions as mandate
from inquiry.commission.mandate.models import MandateArea
from inquiry.commission.models import Commission, Member
from inquiry.commission.places import actions as places
from inquiry.commission.places.models import Place
from inquiry.demonstration.shelf import Entry, Shelf, entries
from inquiry.official_requests import actions as official_requests
from inquiry.official_requests.assurances import actions as assurances
from inquiry.official_requests.assurances.models import Assurance
from inquiry.official_requests.models import OfficialRequest
from inquiry.petitions import actions as petitions
from inquiry.petitions.models import Petition
from inquiry.public_statements import actions as public_statements
from inquiry.public_statements.models import Figure, PublicStatement
from inquiry.shared.tables import Record
from inquiry.sources import actions as sources
from inquiry.sources.models import Source
from inquiry.visits import actions as visits
from inquiry.visits.models import Visit


@dataclass(frozen=True, slots=True)
class Subject:
    """One data file: the table it goes into, the fields that tell its rows apart, and the action that adds one.

    `more` adds what hangs on a new record: positions, steps, legs.
    """

    name: str
    model: type[Record]
    told_by: tuple[str, ...]
    add: Callable[..., Record]
    more: Callable[[Shelf, Entry, Any], None] | None = None


def positions(shelf: Shelf, entry: Entry, official: Official) -> None:
    """The offices an official holds, as far as the sources say."""
    for row in entry.get("positions", ()):
        authorities.add_position(official=official, by=shelf.writer, **shelf.resolved(row))


def journey(shelf: Shelf, entry: Entry, visit: Visit) -> None:
    """Who travelled, the itinerary with its contradictions, and what came of it."""
    for row in entry["travellers"]:
        visits.add_traveller(visit=visit, by=shelf.writer, **shelf.resolved(row))
    for row in entry["legs"]:
        leg = visits.add_leg(visit=visit, by=shelf.writer, **shelf.resolved(row["fields"]))
        shelf.cite(leg, row["cites"])
    visits.begin(visit.ref, by=shelf.writer)
    visits.end(visit.ref, by=shelf.writer, outcome=entry["outcome"])


def _steps(verbs: dict[str, Callable[..., Any]]) -> Callable[[Shelf, Entry, Record], None]:
    def take(shelf: Shelf, entry: Entry, record: Record) -> None:
        for row in entry["steps"]:
            facts = {name: value for name, value in row.items() if name not in ("verb", "cites", "proof")}
            event = verbs[row["verb"]](record.ref, by=shelf.second, **shelf.resolved(facts))
            shelf.cite(record, row.get("cites", {}), part=f"step {event.number}")

    return take


REQUEST = _steps(official_requests.VERBS)
SUBJECTS = (
    Subject("sources", Source, ("title",), sources.add_source),
    Subject("places", Place, ("name",), places.add_place),
    Subject("authorities", Authority, ("name",), authorities.add_authority),
    Subject("officials", Official, ("name", "role_title"), authorities.add_official, positions),
    Subject("commission", Commission, (), commission.set_up),
    Subject("members", Member, ("name",), commission.add_member),
    Subject("mandate", MandateArea, ("code",), mandate.add_area),
    Subject("visits", Visit, ("title",), visits.plan, journey),
    Subject("requests", OfficialRequest, ("subject",), official_requests.draft, REQUEST),
    Subject("assurances", Assurance, ("words",), assurances.give, _steps(assurances.VERBS)),
    Subject("petitions", Petition, ("subject",), petitions.draft, _steps(petitions.VERBS)),
    Subject("statements", PublicStatement, ("title",), public_statements.record_statement),
    Subject("figures", Figure, ("measure", "stated_by"), public_statements.record_figure),
    Subject("synthetic", OfficialRequest, ("subject",), official_requests.draft, REQUEST),
)


def load(shelf: Shelf) -> dict[str, int]:
    """Load every subject, each in one transaction; return how many records each has."""
    return {subject.name: load_subject(shelf, subject) for subject in SUBJECTS}


@transaction.atomic
def load_subject(shelf: Shelf, subject: Subject) -> int:
    """Load one subject and put its records on the shelf; return how many there are."""
    rows = entries(subject.name)
    for entry in rows:
        shelf.put(entry, _found(shelf, subject, entry) or _added(shelf, subject, entry))
    return len(rows)


def _found(shelf: Shelf, subject: Subject, entry: Entry) -> Record | None:
    told = {name: entry["fields"].get(name, "") for name in subject.told_by}
    return subject.model._default_manager.filter(inquiry=shelf.inquiry, **told).first()


def _added(shelf: Shelf, subject: Subject, entry: Entry) -> Record:
    record = subject.add(inquiry=shelf.inquiry, by=shelf.writer, **shelf.resolved(entry["fields"]))
    shelf.cite(record, entry.get("cites", {}))
    if subject.more is not None:
        subject.more(shelf, entry, record)
    return record
