"""A small world of acts to test with: a witness under a cipher, two casualties, a public event. All of it is invented."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from inquiry.commission.authorities import actions as authorities
from inquiry.commission.mandate import actions as mandate
from inquiry.commission.places import actions as places
from witnesses.acts import actions as acts
from witnesses.acts.terms import ACTS, METHODS
from witnesses.casualties import actions as casualties
from witnesses.people import actions as people

TYPE = {str(words): code for code, words in ACTS.terms.items()}
METHOD = {str(words): code for code, words in METHODS.terms.items()}
TORTURE, KILLING, ARREST = "020111110000", "010105010000", "030101000000"
BEATING, SHOCK, POSTURES = "030100000000", "030800000000", "031100000000"
DIRECTLY = "010100000000"


def furnish(inquiry: Any, secretary: Any, investigator: Any) -> SimpleNamespace:
    """Places with and without coordinates, an official, an event that is publicly known, people of three kinds."""
    here = {"inquiry": inquiry, "by": secretary}
    made = SimpleNamespace()
    made.country = places.add_place(name="Kazakhstan", kind="country", country="Kazakhstan", **here)
    made.town = places.add_place(
        name="Oidan", kind="city", country="Kazakhstan", latitude="49.80000", longitude="73.10000", **here
    )
    made.cell = places.add_place(name="A cell", kind="detention", country="Kazakhstan", **here)
    made.ministry = authorities.add_authority(name="Ministry of Examples", kind="ministry", **here)
    made.official = authorities.add_official(name="A. Example", role_title="Head of police", **here)
    made.area = mandate.add_area(code="M2b", title="Ill-treatment", **here)
    mine: dict[str, Any] = {"inquiry": inquiry, "by": investigator}
    made.witness = people.register(capacity="victim", languages=["Kazakh"], **mine)
    made.event = acts.add_event(
        title="Demonstration in Oidan", known=True, happened="2022-01-05", place=made.town, **mine
    )
    made.raid = acts.add_event(title="A night in a cell", happened="2022-01-06", place=made.cell, **mine)
    made.casualty = casualties.record(name="SYNTHETIC Person One", sex="male", age=40, happened="2022-01-05", **mine)
    return made


def done_to(made: SimpleNamespace, victim: Any, by: Any, **fields: Any) -> Any:
    """An act done to `victim`, a record or a group in words."""
    who = {"group": victim} if isinstance(victim, str) else {"victim_ref": victim.ref}
    if isinstance(victim, str):
        who["counting_unit"] = "030000000000"
    values = {"event": made.event, "act_type": TORTURE, "happened": "2022-01-05", "place": made.town, **who, **fields}
    return acts.add_act(by=by, **values)
