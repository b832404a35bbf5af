"""A detainee to test with, made by the room's own actions: fictitious, with a gap, a dispute, charges, courts and counsel."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from inquiry.commission.authorities import actions as authorities
from inquiry.commission.places import actions as places
from inquiry.sources import actions as sources
from witnesses.detainees import actions, court_actions
from witnesses.people import actions as people


def furnish(inquiry: Any, secretary: Any, investigator: Any) -> SimpleNamespace:
    """A public detainee with every kind of row, and a second one under a cipher."""
    made, by = SimpleNamespace(), investigator
    made.source = sources.add_source(inquiry=inquiry, by=secretary, title="A trip", publisher="A newspaper")
    made.court = authorities.add_authority(inquiry=inquiry, by=secretary, name="Court of Examples", kind="court")
    made.place = places.add_place(inquiry=inquiry, by=secretary, name="Example town", zone="Asia/Almaty")
    rests = {"source": made.source, "locator": "paragraph 4"}
    made.public = actions.record(inquiry=inquiry, by=by, name="Ada Example", profession="Journalist")
    here = {"detainee": made.public, "by": by}
    made.first = actions.add_custody(kind="UNKNOWN", begin="2022-02", **rests, **here)
    made.house = actions.add_custody(
        kind="HOUSE_ARREST", begin="2022-11/2022-12", end="2023-01-17/..", place=made.place, **rests, **here
    )
    made.jail = actions.add_custody(kind="PRISON", begin="2022-02/2023-01-20", end="2023-01-20/..", **here)
    made.dispute = actions.dispute(one=made.house, other=made.jail, explanation="House arrest, or jailed?", **here)
    made.charge = court_actions.add_charge(words="Taking part in a protest", **here)
    made.step = court_actions.add_charge_step(charge=made.charge, kind="brought", at="2022-02", **rests, **here)
    made.proceeding = court_actions.add_proceeding(court=made.court, stage="trial", **here)
    made.event = court_actions.add_court_event(
        proceeding=made.proceeding, kind="house_arrest", at="2022-11/2022-12", authority=made.court, **here
    )
    made.counsel = court_actions.add_counsel(name="Ben Example", access="monitored", **here)
    made.access = court_actions.add_access(
        kind="commission", outcome="revoked", at="2023-01-17", words="No reason given", **here
    )
    made.witness = people.register(inquiry=inquiry, by=by, capacity="victim")
    made.hidden = actions.record(inquiry=inquiry, by=by, witness=made.witness, birth="1990")
    return made
